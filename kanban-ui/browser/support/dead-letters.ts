import { call } from '@pebble/contract/client';
import {
  getSyncError,
  listSyncErrors,
  type SyncError,
  type SyncErrorDetail,
} from '@pebble/contract/dead-letters';
import { ingestEmail } from '@pebble/contract/ingestion';
import type { Page } from 'playwright-core';
import { vi } from 'vitest';
import type { Pebble } from './pebble.ts';

/** A letter that has died by itself, and what it takes to mend it. */
export interface Dead {
  id: string;
  /** In its subject, and the name of its sender: no other mail has it. */
  word: string;
  from: string;
  /** The same mail without what kills it. */
  mended: string;
}

const LIMIT = { timeout: 90_000, interval: 100 };

/**
 * Hands over a mail that no attempt can process, and waits until it is dead. The door takes it, since it reads no more than the
 * header; the worker finds 1,001 attachments, one more than it takes apart, which no further attempt would change.
 */
export async function newDeadLetter(pebble: Pebble): Promise<Dead> {
  const word = `d${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const from = `${word}@buyer.example`;
  const mail = rawMail(word, from, 1001);
  await call(
    (request) =>
      pebble.send({
        ...request,
        headers: { ...request.headers, 'content-type': 'message/rfc822' },
        body: mail,
      }),
    ingestEmail,
    // In its place goes the raw mail.
    { body: { subject: '', from, body: '' } },
  );
  const { id } = await vi.waitUntil(() => findLetter(pebble, from), LIMIT);
  return { id, word, from, mended: rawMail(word, from, 1) };
}

/** The letter as it is now. */
export function letterNow(pebble: Pebble, { id }: Dead): Promise<SyncErrorDetail> {
  return call(pebble.send, getSyncError, { params: { sync_error_id: id } });
}

/** Shows an address of operations, such as `dead-letters?view=list`. */
export async function showOperations(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => (window.location.hash = hash), `#/operations/${address}`);
}

async function findLetter(pebble: Pebble, from: string): Promise<SyncError | undefined> {
  const { items } = await call(pebble.send, listSyncErrors, { query: { limit: 200 } });
  return items.find(({ from_address: address }) => address === from);
}

function rawMail(word: string, from: string, attachments: number): string {
  const part = [
    '--b',
    'Content-Type: text/plain',
    'Content-Disposition: attachment; filename="a.txt"',
    '',
    'x',
  ];
  const head = [
    `From: Dana Dead <${from}>`,
    'To: sales@gulf.meridian.example',
    `Subject: Enquiry ${word}: price for 40 gate valves`,
    `Message-ID: <${word}@buyer.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
  ];
  const text = ['--b', 'Content-Type: text/plain', '', 'Please send us a quotation for 40 gate valves.'];
  const files = Array.from({ length: attachments }, () => part).flat();
  return [...head, '', ...text, ...files, '--b--', ''].join('\r\n');
}
