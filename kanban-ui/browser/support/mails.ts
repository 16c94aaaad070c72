import { call } from '@pebble/contract/client';
import { ingestEmail } from '@pebble/contract/ingestion';
import { listMails, type ReceivedMail } from '@pebble/contract/mails';
import { vi } from 'vitest';
import type { Pebble } from './pebble.ts';

const LIMIT = { timeout: 90_000, interval: 100 };

/** A word that stands in no other mail. */
export function newWord(): string {
  return `m${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;
}

/** Hands over a mail that a machine made, so that it is ignored, and waits until it is. */
export async function newIgnoredMail(pebble: Pebble, word = newWord()): Promise<ReceivedMail> {
  const from = `${word}@noise.example`;
  await offerMail(pebble, { from, subject: `Newsletter ${word}`, headers: { Precedence: 'bulk' } });
  const ignored = async () => (await mailsFrom(pebble, from)).find(({ state }) => state === 'ignored');
  return vi.waitUntil(ignored, LIMIT);
}

/** Hands over a mail. @throws ApiError `sender_blacklisted` */
export async function offerMail(
  pebble: Pebble,
  mail: { from: string; subject: string; headers?: Record<string, string> },
): Promise<void> {
  const body = 'Please send us a quotation for 40 gate valves.';
  const message_id = `<${newWord()}@noise.example>`;
  await call(pebble.send, ingestEmail, { body: { ...mail, body, message_id } });
}

/** What was received from an address, the newest first. */
export async function mailsFrom(pebble: Pebble, sender: string): Promise<ReceivedMail[]> {
  return (await call(pebble.send, listMails, { query: { sender } })).items;
}
