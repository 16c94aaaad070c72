import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MASTER_KEY } from '../../test/key-ring.ts';
import type { Connection } from '../db/pool.ts';
import { startLetters, type Letters } from '../features/dead-letters/testing/letters.ts';
import { loadConfig } from '../runtime/config.ts';
import { loadSecrets } from '../runtime/secrets.ts';

const SCRIPT = fileURLToPath(new URL('../../../scripts/keys-rotate.ts', import.meta.url));

let test: Letters;
let dataDir: string;
beforeAll(async () => {
  test = await startLetters();
  dataDir = await mkdtemp(join(tmpdir(), 'pebble-keys-'));
});
afterAll(async () => {
  await test.close();
  await rm(dataDir, { recursive: true });
});

function urlOf(connection: Connection): string {
  if (typeof connection === 'string') return connection;
  const { host, port, user, password, database } = connection;
  return `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`;
}

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command as an operator would. */
function keysRotate(args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const settings = { PATH: process.env['PATH'], DATA_DIR: dataDir, ...env };
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...args], { env: settings }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}
const onServer = (env: NodeJS.ProcessEnv = {}) => ({
  // Of a machine on which nothing was ever started.
  DATA_DIR: join(dataDir, 'elsewhere'),
  DATABASE_URL: urlOf(test.owner),
  DATABASE_APP_URL: urlOf(test.app),
  PEBBLE_MASTER_KEY: MASTER_KEY.toString('base64'),
  ...env,
});

it('makes a key in the embedded default, and says what comes next', async () => {
  expect(await keysRotate()).toMatchObject({ code: 2, stderr: expect.stringContaining('Start Pebble once') });
  // Nothing is made up on the way.
  expect(await keysRotate(['--status'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no secrets.json'),
  });
  expect(await readdir(dataDir)).toEqual([]);
  const secrets = () => loadSecrets(loadConfig({ DATA_DIR: dataDir }));
  await secrets();
  const { code, stdout } = await keysRotate();
  expect(code).toBe(0);
  expect(stdout).toMatch(/The key s1 is in .*secrets\.json.*next start/);
  expect((await secrets()).sealingKeys.map(({ kid }) => kid)).toEqual(['s1']);
});

it('says what to set where the keys are in the environment, step by step, and shows no key that is in use', async () => {
  const first = await keysRotate([], onServer());
  expect(first.stdout).toMatch(/2\. Deploy with {2}PEBBLE_SEALING_KEYS=s1:[A-Za-z0-9+/=]{44}\n/);
  const secret = Buffer.alloc(32, 's').toString('base64');
  const { stdout } = await keysRotate([], onServer({ PEBBLE_SEALING_KEYS: `s4:${secret}` }));
  expect(stdout).toMatch(/1\. Deploy with {2}PEBBLE_SEALING_KEYS=<what it is now>,s5:/);
  expect(stdout).toMatch(/2\. Deploy with {2}PEBBLE_SEALING_KEYS=s5:\S+,<what it was before>/);
  expect(stdout).not.toContain(secret);
  expect(stdout).not.toContain(MASTER_KEY.toString('base64'));
});

it('counts, brings all under the current key, and says which key may go', async () => {
  for (let at = 0; at < 3; at += 1) await test.die();
  const [s1, s2] = ['1', '2'].map((text) => Buffer.alloc(32, text).toString('base64'));
  expect((await keysRotate(['--status'], onServer())).stdout).toBe('master         3  seals\n');
  const one = onServer({ PEBBLE_SEALING_KEYS: `s1:${s1}` });
  expect((await keysRotate(['--status'], one)).stdout).toMatch(/^s1 +0 {2}seals\nmaster +3 {2}opens/);
  expect(await keysRotate(['--rewrap'], one)).toMatchObject({
    code: 0,
    stdout: '3 brought under the key s1.\n',
  });
  const two = onServer({ PEBBLE_SEALING_KEYS: `s2:${s2},s1:${s1}` });
  expect(await keysRotate(['--rewrap'], two)).toMatchObject({
    code: 0,
    stdout: '3 brought under the key s2.\n',
  });
  expect((await keysRotate(['--status'], two)).stdout).toMatch(/^s2 +3 {2}seals\ns1 +0 {2}may go\n$/);
});

it('fails when something is sealed with a key that is missing, and names it', async () => {
  const s3 = onServer({ PEBBLE_SEALING_KEYS: `s3:${Buffer.alloc(32, '3').toString('base64')}` });
  const status = await keysRotate(['--status'], s3);
  expect(status).toMatchObject({ code: 1, stdout: expect.stringMatching(/s2 +3 {2}missing: put it back/) });
  const rewrap = await keysRotate(['--rewrap'], s3);
  expect(rewrap).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/ours: 3 sealed with "s2", which is missing/),
  });
});

it('says what it does, and what it does not know', async () => {
  expect((await keysRotate(['--help'])).stdout).toContain('npm run keys:rotate');
  expect((await keysRotate(['--nonsense'])).code).toBe(2);
  const wrong = onServer({ PEBBLE_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'), DATABASE_APP_URL: '' });
  expect((await keysRotate(['--status'], wrong)).stderr).toContain('this master key is not its own');
});
