import type { JsonMail } from '@pebble/contract/ingestion';
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { ApiProblem } from '../../http/problem.ts';
import type { ArchivedMail, ReaderMessage, SheetRow } from '../../imports/reader-protocol.ts';
import { normaliseMessageId } from '../../mail/message-ids.ts';
import { fromJsonMail, fromRawMail, type IncomingMail } from '../ingestion/incoming-mail.ts';
import { mailOfRow, RowError } from './row-mail.ts';
import type { RowPlan } from './row-plan.ts';

/** A row on its way: a mail that can be offered, or the reason why it is none. */
export type SourceRow = { line: number } & (
  | {
      mail: IncomingMail;
      /** Equal for equal rows that go to the same place; null when only the flow can tell a copy. */
      key: Buffer | null;
    }
  | { error: string }
);

/** What the reader said, as mails. @param plan null for an archive of mails */
export async function toSourceRows(
  message: ReaderMessage,
  plan: RowPlan | null,
  mailbox: string | null,
): Promise<SourceRow[]> {
  if (message.kind === 'rows' && plan) return message.rows.map((row) => sheetRow(row, plan));
  if (message.kind !== 'mails') return [];
  return Promise.all(message.mails.map((mail) => archivedMail(mail, mailbox)));
}

function sheetRow(row: SheetRow, plan: RowPlan): SourceRow {
  try {
    const json: z.output<typeof JsonMail> = mailOfRow(row, plan);
    const mail = fromJsonMail(json, Buffer.from(JSON.stringify(json)));
    return { line: row.line, mail, key: keyOf(mail) };
  } catch (error) {
    return { line: row.line, error: reasonOf(error) };
  }
}

async function archivedMail(archived: ArchivedMail, mailbox: string | null): Promise<SourceRow> {
  const { line } = archived;
  if ('error' in archived) return { line, error: archived.error };
  try {
    const mail = await fromRawMail(Buffer.from(archived.content, 'base64'), mailbox ?? undefined);
    return { line, mail, key: keyOf(mail) };
  } catch (error) {
    return { line, error: reasonOf(error) };
  }
}

/** Without a Message-ID, what makes a mail the same is in its text and parts, which only the worker takes apart. */
function keyOf({ envelope, mailbox, recipients }: IncomingMail): Buffer | null {
  const id = envelope.messageId === null ? '' : normaliseMessageId(envelope.messageId);
  if (id === '') return null;
  const place = mailbox === null ? [...new Set(recipients)].sort() : [mailbox];
  return createHash('sha256')
    .update(JSON.stringify([id, place]))
    .digest();
}

function reasonOf(error: unknown): string {
  if (error instanceof RowError || error instanceof ApiProblem) return error.message;
  throw error;
}
