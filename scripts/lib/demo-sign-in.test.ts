import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDemoSignIn } from './demo-sign-in.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pebble-sign-in-'));
});
afterEach(() => rm(folder, { recursive: true }));
const put = (content: string) => writeFile(join(folder, 'demo-credentials.json'), content);

test('takes the first admin', async () => {
  const user = (email: string, role: string) => ({
    email,
    role,
    password: 'word',
    tenant: 't',
    entities: [],
  });
  const users = [user('m@x.example', 'manager'), user('a@x.example', 'admin'), user('b@y.example', 'admin')];
  await put(JSON.stringify({ users }));
  expect(await readDemoSignIn(folder)).toMatchObject({ email: 'a@x.example', password: 'word' });
});

test('says what to do when the file is missing', async () => {
  await expect(readDemoSignIn(folder)).rejects.toThrow('npm start');
});

test.each(['not json', '{}', '{"users":[]}'])('says what to do when the file holds %s', async (content) => {
  await put(content);
  await expect(readDemoSignIn(folder)).rejects.toThrow('Use --email and --password');
});
