import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMail } from '@pebble/core-api/mail/parse-mail';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMailFiles } from './mail-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pebble-mail-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = async (name: string, content: string) => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const namesIn = async (path: string) => (await readMailFiles(path)).map(({ name }) => name);

test('one file, byte for byte', async () => {
  const path = await put('a.eml', 'From: a@x.example\r\n\r\n\xe4');
  expect(await readMailFiles(path)).toEqual([{ name: 'a.eml', raw: await readFile(path) }]);
});

test('a folder: its mails in order, also in folders below, and nothing else', async () => {
  await put('b.eml', 'x');
  await put('a.EML', 'x');
  await put('archive.mbox', 'From x\n\nx');
  await put('readme.md', 'x');
  await mkdir(join(folder, 'more'));
  await put('more/c.eml', 'x');
  expect(await namesIn(folder)).toEqual(['a.EML', 'b.eml', join('more', 'c.eml')]);
});

const ARCHIVE = [
  'From ada@x.example Mon Jan  5 10:00:00 2026',
  'From: a@x.example',
  'Subject: one',
  '',
  '>From here on quoted',
  '',
  'From ben@x.example Mon Jan  5 11:00:00 2026',
  'From: b@x.example',
  'Subject: two',
  '',
  'body',
  '',
].join('\n');

test.each(['archive.mbox', 'archive'])('an archive by name or by content: %s', async (name) => {
  const mails = await readMailFiles(await put(name, ARCHIVE));
  expect(mails.map((mail) => mail.name)).toEqual([`${name} #1`, `${name} #2`]);
  const [first, second] = await Promise.all(mails.map(({ raw }) => parseMail(raw)));
  expect(first).toMatchObject({ subject: 'one', text: 'From here on quoted' });
  expect(second).toMatchObject({ subject: 'two', text: 'body' });
});

test.each([
  ['nothing there', 'absent.eml', 'There is no file or folder'],
  ['an empty folder', '.', 'There is no mail in'],
])('says so when there is %s', async (_, path, message) => {
  await expect(readMailFiles(join(folder, path))).rejects.toMatchObject({
    name: 'ScriptError',
    message: expect.stringContaining(message) as string,
  });
});

test('says so when an archive is empty', async () => {
  await expect(readMailFiles(await put('empty.mbox', ''))).rejects.toThrow('There is no mail in');
});
