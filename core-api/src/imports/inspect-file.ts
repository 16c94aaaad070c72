import { cleanText } from '../mail/clean-text.ts';
import { InvalidMail } from '../mail/parsed-mail.ts';
import { fileRows, openCsv, sheetHeads } from './file-rows.ts';
import { HEAD_CELL, HEAD_ROWS, HEAD_SIZE } from './limits.ts';
import { splitMails } from './split-mails.ts';
import {
  UnreadableFile,
  type Inspection,
  type MailHead,
  type ReaderTask,
  type SheetHead,
  type SheetRow,
} from './reader-protocol.ts';

const MAIL_HEADS = 20;
const MAIL_BYTES = 256 * 1024;
const BODY = 2_000;

/** Looks at a file as far as a person needs it to say what is to be done with it. @throws UnreadableFile */
export async function inspectFile(file: Buffer, task: ReaderTask): Promise<Inspection> {
  const inspection = await look(file, task);
  // It is stored as JSON, which in Postgres holds no NUL, and no half of a character that was cut.
  return JSON.parse(JSON.stringify(inspection), (_key, value: unknown) =>
    typeof value === 'string' ? cleanText(value) : value,
  ) as Inspection;
}

async function look(file: Buffer, task: ReaderTask): Promise<Inspection> {
  const nothing = { sheets: [], delimiter: null, encoding: null, mails: [], mail_count: 0 };
  if (task.format === 'mbox' || task.format === 'eml') {
    return { ...nothing, ...(await inspectMails(file, task.format)) };
  }
  if (task.format === 'csv') return { ...nothing, ...(await inspectCsv(file, task)) };
  const sheets = (await sheetHeads(file, task.format)).map(trimHead).filter(({ head }) => head.length > 0);
  if (sheets.length === 0) throw new UnreadableFile('There is no row in any sheet of the file.');
  return { ...nothing, sheets };
}

async function inspectCsv(
  file: Buffer,
  task: ReaderTask,
): Promise<Pick<Inspection, 'sheets' | 'delimiter' | 'encoding'>> {
  const { delimiter, encoding } = openCsv(file, task);
  const head: SheetRow[] = [];
  let rows = 0;
  for await (const row of fileRows(file, { ...task, delimiter, encoding })) {
    rows += 1;
    if (head.length < HEAD_ROWS) head.push(row);
  }
  if (rows === 0) throw new UnreadableFile('There is no row in the file.');
  const columns = Math.max(0, ...head.map((row) => ('cells' in row ? row.cells.length : 0)));
  return { sheets: [trimHead({ name: '', rows, columns, head })], delimiter, encoding };
}

/** The head without blank rows, and cut so that it can be stored and shown whatever the file holds. */
function trimHead(sheet: SheetHead): SheetHead {
  const head: SheetRow[] = [];
  let left = HEAD_SIZE;
  for (const row of sheet.head) {
    if (head.length === HEAD_ROWS) break;
    if ('error' in row) head.push(row);
    else {
      const cells = row.cells.map((cell) => cell.slice(0, HEAD_CELL));
      left -= cells.reduce((sum, cell) => sum + cell.length + 1, 0);
      if (cells.some((cell) => cell.trim() !== '')) head.push({ line: row.line, cells });
    }
    if (left < 0) break;
  }
  return { ...sheet, head };
}

async function inspectMails(
  file: Buffer,
  format: 'mbox' | 'eml',
): Promise<Pick<Inspection, 'mails' | 'mail_count'>> {
  const mails: MailHead[] = [];
  let count = 0;
  for (const { line, content } of splitMails(file, format)) {
    count += 1;
    if (count <= MAIL_HEADS) mails.push(await mailHead(line, content));
  }
  if (count === 0) throw new UnreadableFile('There is no mail in the file.');
  return { mails, mail_count: count };
}

async function mailHead(line: number, content: Buffer): Promise<MailHead> {
  const empty = { line, subject: '', from: '', to: [], cc: [], body: '', sent_at: null, message_id: null };
  const { parseMail } = await import('../mail/parse-mail.ts');
  try {
    const mail = await parseMail(content.subarray(0, MAIL_BYTES));
    return {
      ...empty,
      subject: mail.subject.slice(0, HEAD_CELL),
      from: (mail.fromName === '' ? mail.fromAddress : `${mail.fromName} <${mail.fromAddress}>`).slice(
        0,
        HEAD_CELL,
      ),
      to: mail.to.slice(0, 20),
      cc: mail.cc.slice(0, 20),
      body: mail.text.slice(0, BODY),
      sent_at: mail.sentAt?.toISOString() ?? null,
      message_id: mail.messageId?.slice(0, HEAD_CELL) ?? null,
    };
  } catch (error) {
    if (!(error instanceof InvalidMail)) throw error;
    return { ...empty, error: error.message };
  }
}
