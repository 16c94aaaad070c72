import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../test/mails.ts';
import { seedTenant, type SeededTenant } from '../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../test/test-database.ts';
import { until } from '../test/until.ts';
import { asOwner } from './db/owner.ts';
import { startPebble, type Pebble, type Roles } from './pebble.ts';
import { loadConfig } from './runtime/config.ts';
import { loadSecrets } from './runtime/secrets.ts';

let test: TestDatabase;
let dataDir: string;
let ours: SeededTenant;
const log = pino({ level: 'silent' });

beforeAll(async () => {
  test = await createTestDatabase();
  // Before any start, which gives the login another password.
  ours = await seedTenant(test.db, 'ours');
  dataDir = await mkdtemp(join(tmpdir(), 'pebble-'));
});
afterAll(async () => {
  await test.close();
  await rm(dataDir, { recursive: true });
});

async function start(roles?: Roles): Promise<Pebble> {
  const { host, port, user, password, database } = test.owner;
  const config = loadConfig({
    DATABASE_URL: `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
  });
  return startPebble(config, await loadSecrets(config), log, roles);
}
const ask = (pebble: Pebble, path: string) =>
  pebble.core.dispatch({
    method: 'GET',
    path,
    query: {},
    header: () => undefined,
    address: null,
    readBody: async () => new Uint8Array(),
    signal: new AbortController().signal,
  });
const stateOf = async (id: string) =>
  asOwner(test.owner, async (client) => {
    const { rows } = await client.query<{ state: string }>('SELECT state FROM inbound_emails WHERE id = $1', [
      id,
    ]);
    return rows[0]?.state;
  });

it('starts on a database that is given, without a demo, works through mail, and stops', async () => {
  const pebble = await start();
  expect(pebble.demo).toEqual([]);
  expect(await ask(pebble, '/readyz')).toMatchObject({ status: 200 });
  const id = await acceptRaw(pebble.db, ours, rawMail());
  await until(async () => ((await stateOf(id)) === 'done' ? true : undefined));
  await pebble.stop();
  await expect(pebble.db.ping()).rejects.toThrow();
  await pebble.stop();
});

it('accepts and shows without a worker, and leaves the mail to the process that has one', async () => {
  const front = await start({ api: true, worker: false });
  const id = await acceptRaw(front.db, ours, rawMail());
  expect(await ask(front, '/readyz')).toMatchObject({ status: 200 });
  expect(await stateOf(id)).toBe('accepted');
  const back = await start();
  await until(async () => ((await stateOf(id)) === 'done' ? true : undefined));
  await back.stop();
  await front.stop();
});

it('does not start where isolation does not hold, and does once it is mended', async () => {
  const alter = (sql: string) => asOwner(test.owner, (client) => client.query(sql));
  await alter('CREATE TABLE leak (tenant_id uuid)');
  await expect(start()).rejects.toThrow(/row security is not in force on: leak/);
  await alter('DROP TABLE leak');
  await (await start({ api: true, worker: false })).stop();
});
