import { once } from 'node:events';
import { fileRows } from './file-rows.ts';
import { inspectFile } from './inspect-file.ts';
import {
  UnreadableFile,
  type ArchivedMail,
  type ReaderMessage,
  type ReaderTask,
  type SheetRow,
} from './reader-protocol.ts';
import { splitMails } from './split-mails.ts';

/**
 * The reader process: takes a file from its standard input and says what is in it, one JSON object a line. It is apart because
 * what it reads was written by strangers: whatever a file does to the libraries, it does it here, without secrets, without
 * rights, and with no more memory than it was given.
 */
const ROWS = 200;
const CHARACTERS = 512 * 1024;

async function say(message: ReaderMessage): Promise<void> {
  // Not faster than it is read: this is what holds a long file back while its mails wait.
  if (!process.stdout.write(`${JSON.stringify(message)}\n`)) await once(process.stdout, 'drain');
}

async function readInput(): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

async function sayRows(file: Buffer, task: ReaderTask): Promise<void> {
  let rows: SheetRow[] = [];
  let characters = 0;
  let left = task.skip;
  for await (const row of fileRows(file, task)) {
    if (left-- > 0) continue;
    rows.push(row);
    characters += 'cells' in row ? row.cells.reduce((sum, cell) => sum + cell.length, 0) : 0;
    if (rows.length < ROWS && characters < CHARACTERS) continue;
    await say({ kind: 'rows', rows });
    rows = [];
    characters = 0;
  }
  if (rows.length > 0) await say({ kind: 'rows', rows });
}

async function sayMails(file: Buffer, format: 'mbox' | 'eml', { skip, maxMail }: ReaderTask): Promise<void> {
  let mails: ArchivedMail[] = [];
  let bytes = 0;
  let left = skip;
  for (const { line, content } of splitMails(file, format)) {
    if (left-- > 0) continue;
    if (content.length > maxMail) {
      mails.push({
        line,
        error: `The mail has ${content.length} bytes; at most ${maxMail} are taken.`,
      });
    } else mails.push({ line, content: content.toString('base64') });
    bytes += content.length;
    if (mails.length < ROWS && bytes < CHARACTERS) continue;
    await say({ kind: 'mails', mails });
    mails = [];
    bytes = 0;
  }
  if (mails.length > 0) await say({ kind: 'mails', mails });
}

async function main(): Promise<void> {
  const task = JSON.parse(process.argv[2] ?? '') as ReaderTask;
  const file = await readInput();
  if (task.do === 'inspect') await say({ kind: 'inspection', inspection: await inspectFile(file, task) });
  else if (task.format === 'mbox' || task.format === 'eml') await sayMails(file, task.format, task);
  else await sayRows(file, task);
  await say({ kind: 'end' });
}

await main().catch((error: unknown) =>
  say({
    kind: 'problem',
    message:
      error instanceof UnreadableFile
        ? error.message
        : 'The file is damaged, or holds something that a sheet does not have. Open it in its program and save it again.',
  }),
);
