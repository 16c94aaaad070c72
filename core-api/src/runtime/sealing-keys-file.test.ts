import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from './config.ts';
import { addSealingKey, nextName } from './sealing-keys-file.ts';
import { loadSecrets } from './secrets.ts';
import { scratchDir } from './testing/scratch-dir.ts';

const key = Buffer.alloc(32, 'e').toString('base64');
const secretsIn = (dir: string, env: NodeJS.ProcessEnv = {}) =>
  loadSecrets(loadConfig({ ...env, DATA_DIR: dir }));

test('a new key comes in front, the older ones and all other secrets stay', async () => {
  const dir = await scratchDir();
  const before = await secretsIn(dir);
  expect(before.sealingKeys).toEqual([]);
  expect(await addSealingKey(dir)).toBe('s1');
  expect(await addSealingKey(dir)).toBe('s2');
  const after = await secretsIn(dir);
  expect(after.sealingKeys.map(({ kid }) => kid)).toEqual(['s2', 's1']);
  expect(new Set(after.sealingKeys.map(({ secret }) => secret.toString('hex'))).size).toBe(2);
  expect({ ...after, sealingKeys: [] }).toEqual(before);
  expect((await stat(join(dir, 'secrets.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(dir)).toEqual(['secrets.json']);
});

test('keys of the environment come first, and those of the file still open', async () => {
  const dir = await scratchDir();
  await secretsIn(dir);
  await addSealingKey(dir);
  const { sealingKeys } = await secretsIn(dir, { PEBBLE_SEALING_KEYS: `e1:${key}` });
  expect(sealingKeys.map(({ kid }) => kid)).toEqual(['e1', 's1']);
  const same = await secretsIn(dir, { PEBBLE_SEALING_KEYS: `s1:${key}` });
  expect(same.sealingKeys).toEqual([{ kid: 's1', secret: Buffer.alloc(32, 'e') }]);
});

test('of rotations at the same moment none is lost unnoticed', async () => {
  const dir = await scratchDir();
  await secretsIn(dir);
  const all = await Promise.allSettled(Array.from({ length: 8 }, () => addSealingKey(dir)));
  const made = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(made.length).toBeGreaterThan(0);
  const { sealingKeys } = await secretsIn(dir);
  expect(sealingKeys.map(({ kid }) => kid).sort()).toEqual(made.sort());
});

test('what stands in the way is named', async () => {
  const dir = await scratchDir();
  await expect(addSealingKey(dir)).rejects.toThrow(/Start Pebble once/);
  await secretsIn(dir);
  const before = await readFile(join(dir, 'secrets.json'), 'utf8');
  await writeFile(join(dir, 'secrets.json.rotating'), '');
  await expect(addSealingKey(dir)).rejects.toThrow(/Another rotation is under way.*remove/);
  expect(await readFile(join(dir, 'secrets.json'), 'utf8')).toBe(before);
});

test('no name is used twice', () => {
  expect(nextName([])).toBe('s1');
  expect(nextName(['s2', 's10', 'mine', 's1'])).toBe('s11');
});
