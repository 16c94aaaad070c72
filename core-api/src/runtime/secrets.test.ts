import { chmod, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from './config.ts';
import { OperatorError } from './operator-error.ts';
import { loadSecrets } from './secrets.ts';
import { scratchDir } from './testing/scratch-dir.ts';

const key = Buffer.alloc(32, 'e').toString('base64');
const production = { NODE_ENV: 'production', DATABASE_URL: 'postgres://pebble@db.example.com/pebble' };

function secretsIn(dir: string, env: NodeJS.ProcessEnv = {}): ReturnType<typeof loadSecrets> {
  return loadSecrets(loadConfig({ ...env, DATA_DIR: dir }));
}

test('a first start makes secrets that later starts find again', async () => {
  const dir = join(await scratchDir(), 'new');
  const first = await secretsIn(dir);
  expect(first.jwtKeys[0].secret).toHaveLength(32);
  expect(first.masterKey).toHaveLength(32);
  expect(first.postgresPassword.length).toBeGreaterThan(20);
  expect(await secretsIn(dir)).toEqual(first);
});

test('two installations share no secret', async () => {
  const [one, two] = [await secretsIn(await scratchDir()), await secretsIn(await scratchDir())];
  expect(one.masterKey).not.toEqual(two.masterKey);
  expect(one.jwtKeys[0].secret).not.toEqual(two.jwtKeys[0].secret);
  expect(one.postgresPassword).not.toBe(two.postgresPassword);
  expect(one.appPassword).not.toBe(two.appPassword);
});

test('the file is for its owner alone, also after a careless restore, and no draft stays behind', async () => {
  const dir = await scratchDir();
  await secretsIn(dir);
  const file = join(dir, 'secrets.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await chmod(file, 0o644);
  await secretsIn(dir);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(dir)).toEqual(['secrets.json']);
});

test('of many that start at once, all end up with the same secrets', async () => {
  const dir = await scratchDir();
  const all = await Promise.all(Array.from({ length: 20 }, () => secretsIn(dir)));
  for (const secrets of all) expect(secrets).toEqual(all[0]);
});

test('the environment wins over the file', async () => {
  const dir = await scratchDir();
  const stored = await secretsIn(dir);
  const given = await secretsIn(dir, { PEBBLE_MASTER_KEY: key, PEBBLE_JWT_KEYS: `env:${key}` });
  expect(given.masterKey).toEqual(Buffer.alloc(32, 'e'));
  expect(given.jwtKeys).toEqual([{ kid: 'env', secret: Buffer.alloc(32, 'e') }]);
  expect(given.postgresPassword).toBe(stored.postgresPassword);
});

test('processes with the same master key agree on the password of the login, and it is not the key', async () => {
  const env = { PEBBLE_MASTER_KEY: key };
  const one = await secretsIn(await scratchDir(), env);
  const two = await secretsIn(await scratchDir(), env);
  expect(one.appPassword).toBe(two.appPassword);
  expect(one.appPassword).not.toContain(key.slice(0, 12));
});

test('production writes nothing to disk', async () => {
  const dir = await scratchDir();
  await secretsIn(dir, { ...production, PEBBLE_MASTER_KEY: key, PEBBLE_JWT_KEYS: `k1:${key}` });
  expect(await readdir(dir)).toEqual([]);
});

test('a damaged file is refused without quoting it', async () => {
  const dir = await scratchDir();
  await writeFile(join(dir, 'secrets.json'), '{"master_key":"half-a-sec');
  const refusal = secretsIn(dir);
  await expect(refusal).rejects.toThrow(OperatorError);
  await expect(refusal).rejects.not.toThrow('half-a-sec');
  await writeFile(join(dir, 'secrets.json'), '{"master_key":"dG9vIHNob3J0"}');
  await expect(secretsIn(dir)).rejects.toThrow('damaged');
});

test('secrets that are lost are not replaced while their database is still there', async () => {
  const dir = await scratchDir();
  await secretsIn(dir);
  await mkdir(join(dir, 'postgres'));
  await rm(join(dir, 'secrets.json'));
  await expect(secretsIn(dir)).rejects.toThrow(/secrets\.json is missing.*restore the file/);
  await expect(readFile(join(dir, 'secrets.json'))).rejects.toThrow('ENOENT');
});
