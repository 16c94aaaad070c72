import { readInProcess, type ReaderErrand, type ReaderOptions } from '../reader-process.ts';
import type { Inspection, SheetRow } from '../reader-protocol.ts';

const TASK: ReaderErrand = {
  do: 'read',
  format: 'csv',
  sheet: null,
  delimiter: null,
  encoding: null,
  skip: 0,
};

/** All rows of a file, through the reader process. */
export async function readRows(
  file: Buffer,
  task: Partial<ReaderErrand>,
  options: ReaderOptions = {},
): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const message of readInProcess({ ...TASK, ...task }, [file], options)) {
    if (message.kind === 'rows') rows.push(...message.rows);
  }
  return rows;
}

/** All mails of an archive, as text. */
export async function readMails(file: Buffer, format: 'mbox' | 'eml', skip = 0): Promise<string[]> {
  const mails: string[] = [];
  for await (const message of readInProcess({ ...TASK, format, skip }, [file])) {
    if (message.kind !== 'mails') continue;
    for (const mail of message.mails) {
      mails.push('content' in mail ? Buffer.from(mail.content, 'base64').toString('utf8') : mail.error);
    }
  }
  return mails;
}

export async function inspectInProcess(file: Buffer, task: Partial<ReaderErrand>): Promise<Inspection> {
  for await (const message of readInProcess({ ...TASK, ...task, do: 'inspect' }, [file])) {
    if (message.kind === 'inspection') return message.inspection;
  }
  throw new Error('nothing was said');
}
