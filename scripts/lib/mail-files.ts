import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { mboxReader } from 'mbox-reader';
import { ScriptError } from './script-error.mjs';

/** A raw mail and where it came from, for people. */
export interface MailFile {
  name: string;
  raw: Uint8Array;
}

/** The mails of a file, a folder or a mailbox archive, in order. Throws ScriptError when there are none. */
export async function readMailFiles(path: string): Promise<MailFile[]> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new ScriptError(`There is no file or folder ${path}`);
  const mails = await (found.isDirectory() ? readFolder(path) : readOne(path));
  if (mails.length === 0) throw new ScriptError(`There is no mail in ${path}`);
  return mails;
}

/** Archives in a folder are left alone: they mostly hold the same mails once more. */
async function readFolder(folder: string): Promise<MailFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.eml$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    files.map(async (file) => ({ name: relative(folder, file), raw: await readFile(file) })),
  );
}

async function readOne(file: string): Promise<MailFile[]> {
  const name = basename(file);
  if (/\.mbox$/i.test(name) || (await startsLikeMbox(file))) return readMbox(file, name);
  return [{ name, raw: await readFile(file) }];
}

async function startsLikeMbox(file: string): Promise<boolean> {
  for await (const chunk of createReadStream(file, { end: 4 })) return String(chunk) === 'From ';
  return false;
}

async function readMbox(file: string, name: string): Promise<MailFile[]> {
  const mails: MailFile[] = [];
  for await (const { content } of mboxReader(createReadStream(file))) {
    mails.push({ name: `${name} #${mails.length + 1}`, raw: content });
  }
  return mails;
}
