import { randomUUID } from 'node:crypto';
import type { KeptSession } from '@pebble/kit/session';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEY_RING } from '../../../test/key-ring.ts';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { SecretKeeper } from '../sources/sealed-secret.ts';
import { findConnection, secretsOf, toColumns } from './connection-rows.ts';
import { StoredSession } from './session-slot.ts';

/** Each slot stands for a process of its own. */
let test: TestDatabase;
let ours: SeededTenant;
const keeper = new SecretKeeper(KEY_RING);
let clock = Date.now();

beforeAll(async () => {
  test = await createTestDatabase();
  ours = await seedTenant(test.db, 'ours');
});
afterAll(() => test.close());

async function newConnection(): Promise<string> {
  const id = randomUUID();
  const split = { plain: { client_id: 'us' }, secrets: { refresh_token: 'r0' } };
  const row = { id, tenant_id: ours.id, name: `c-${id}`, connector: 'acme', auth: 'app' };
  await test.db.withTenant(ours.scope, (tx) =>
    tx.sql('connections').insert({ ...row, ...toColumns(keeper, ours.id, id, split) }),
  );
  return id;
}

const processOn = (id: string) =>
  new StoredSession(
    { db: test.db, keeper, holder: randomUUID(), now: () => clock },
    { tenantId: ours.id, id },
  );
const session = (token: string, change: Partial<KeptSession> = {}): KeptSession => ({
  ...{ values: { access_token: token }, expiresIn: 3600, until: clock + 60_000 },
  ...change,
});
const secrets = (id: string) =>
  test.db.withTenant(ours.scope, async (tx) => secretsOf(keeper, ours.id, await findConnection(tx, id)));

it('shares what one process has got with the others', async () => {
  const id = await newConnection();
  const [a, b] = [processOn(id), processOn(id)];
  expect(await a.get()).toBeNull();
  await a.set(session('t1'));
  expect((await b.get())?.values).toEqual({ access_token: 't1' });
});

it('lets one process sign in while the others wait for its session', async () => {
  const id = await newConnection();
  const [a, b] = [processOn(id), processOn(id)];
  expect(await a.get()).toBeNull();
  const waiting = b.get();
  await a.set(session('t1'));
  expect((await waiting)?.values).toEqual({ access_token: 't1' });
});

it('takes a sign-in over from a process that has died in the middle of it', async () => {
  const id = await newConnection();
  await processOn(id).get();
  await test.db.withTenant(ours.scope, (tx) =>
    tx
      .sql('connections')
      .where({ id })
      .update({ signing_in_until: tx.sql.raw(`now() - interval '1 second'`) }),
  );
  expect(await processOn(id).get()).toBeNull();
});

it('does not let a process that knows an old session end the new one', async () => {
  const id = await newConnection();
  const [a, b] = [processOn(id), processOn(id)];
  await a.get();
  await a.set(session('t1'));
  const old = await b.get();
  await a.set(session('t2'));
  // What `authorised` does when the vendor has turned the old token away.
  if (old) await b.set({ ...old, until: 0 });
  expect((await b.get())?.values).toEqual({ access_token: 't2' });
});

it('stores a refresh token that replaces another in the same step as the session', async () => {
  const id = await newConnection();
  const slot = processOn(id);
  await slot.get();
  await slot.set(session('t1', { replaces: { refresh_token: 'r1' } }));
  expect(await secrets(id)).toEqual({ refresh_token: 'r1' });
});

it('asks for a new one when the old one has run out, and by then sees what others have', async () => {
  const id = await newConnection();
  const slot = processOn(id);
  await slot.get();
  await slot.set(session('t1'));
  clock += 120_000;
  expect((await slot.get())?.values).toEqual({ access_token: 't1' });
  await slot.set(session('t2'));
  expect((await processOn(id).get())?.values).toEqual({ access_token: 't2' });
});
