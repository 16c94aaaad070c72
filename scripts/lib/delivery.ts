import { getCard } from '@pebble/contract/cards';
import { ApiError, call } from '@pebble/contract/client';
import { getIngestion, type Ingestion } from '@pebble/contract/ingestion';
import { parseHeaders } from '@pebble/core-api/mail/parse-headers';
import type { ApiSession } from './api-session.ts';
import type { MailFile } from './mail-files.ts';

/** What became of a mail. `refused` is Pebble's answer at the door; `unfinished` is our patience at its end. */
export interface Outcome {
  file: string;
  subject: string;
  state: 'done' | 'duplicate' | 'ignored' | 'dead' | 'refused' | 'unfinished';
  /** Board and column of its card, such as `crm / new`; empty without a card. */
  place: string;
  reason: string;
}

/** A mail that was handed over: accepted under a tracking id, or refused. */
export type HandedOver = { file: string; subject: string } & ({ trackingId: string } | { refusal: string });

const FINAL = new Set<Ingestion['state']>(['done', 'duplicate', 'ignored', 'dead']);

export async function handOver(session: ApiSession, { name, raw }: MailFile): Promise<HandedOver> {
  const subject = await parseHeaders(raw).then(
    (mail) => mail.subject,
    () => '',
  );
  try {
    return { file: name, subject, trackingId: await session.ingest(raw) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { file: name, subject, refusal: refusalOf(error) };
  }
}

/** Asks once what became of a mail; null while Pebble is still at it. */
export async function askOutcome(session: ApiSession, mail: HandedOver): Promise<Outcome | null> {
  const { file, subject } = mail;
  if ('refusal' in mail) return { file, subject, state: 'refused', place: '', reason: mail.refusal };
  const { send } = session;
  const found = await call(send, getIngestion, { params: { tracking_id: mail.trackingId } });
  if (!FINAL.has(found.state)) return null;
  const place = found.card_id === null ? '' : await placeOf(session, found.card_id);
  return { file, subject, state: found.state as Outcome['state'], place, reason: found.reason ?? '' };
}

export function unfinished({ file, subject }: HandedOver): Outcome {
  return { file, subject, state: 'unfinished', place: '', reason: 'still being worked on' };
}

async function placeOf({ send }: ApiSession, cardId: string): Promise<string> {
  const { board, column } = await call(send, getCard, { params: { card_id: cardId } });
  return `${board} / ${column}`;
}

function refusalOf({ status, problem }: ApiError): string {
  if (!problem) return `status ${status}`;
  const fields = (problem.errors ?? []).map(({ path, message }) => `${path}: ${message}`);
  return [problem.title, ...fields].join('; ');
}
