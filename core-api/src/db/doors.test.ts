import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import type { OutboxRow } from './database.ts';
import { newId } from './new-id.ts';

let test: TestDatabase;
let ours: SeededTenant;
let theirs: SeededTenant;

beforeAll(async () => {
  test = await createTestDatabase();
  const user = (slug: string) => ({
    email: `Ada@${slug}.example`,
    name: 'Ada',
    role: 'admin' as const,
    entities: [],
    passwordHash: `hash of ${slug}`,
  });
  ours = await seedTenant(test.db, 'ours', [user('ours')]);
  theirs = await seedTenant(test.db, 'theirs', [user('theirs')]);
});
afterAll(() => test.close());

async function put(tenant: SeededTenant, note: string): Promise<void> {
  await test.db.withTenant(tenant.scope, (tx) =>
    tx.sql('outbox').insert({
      id: newId(),
      tenant_id: tenant.id,
      queue: 'q',
      job: JSON.stringify({ tracking_id: note }),
    }),
  );
}

async function take(most = 100, queue = 'q'): Promise<OutboxRow[]> {
  const taken: OutboxRow[] = [];
  await test.db.takeOutbox(queue, most, async (rows) => void taken.push(...rows));
  return taken;
}
const notes = (rows: OutboxRow[]) => rows.map((row) => row.job['tracking_id']);

describe('the sign-in door', () => {
  it('finds one person by the whole address, in any case of letters', async () => {
    const found = { tenantId: ours.id, passwordHash: 'hash of ours' };
    expect(await test.db.findUser('ada@ours.example')).toMatchObject(found);
    expect(await test.db.findUser('ADA@Ours.Example')).toMatchObject(found);
  });

  it.each(['%', 'ada%', '', "' OR true --", 'ada@ours.example '])('finds nobody for %j', async (email) => {
    expect(await test.db.findUser(email)).toBeNull();
  });

  it('finds nobody who is disabled', async () => {
    const setDisabled = (at: Date | null) =>
      test.db.withTenant(theirs.scope, (tx) => tx.sql('users').update({ disabled_at: at }));
    await setDisabled(new Date());
    expect(await test.db.findUser('ada@theirs.example')).toBeNull();
    await setDisabled(null);
    expect(await test.db.findUser('ada@theirs.example')).not.toBeNull();
  });
});

it('the door of tenants tells ids and slugs, and nothing else', async () => {
  const told = await test.db.tenants();
  const expected = [ours, theirs].map(({ id, slug }) => ({ id, slug }));
  expect(told).toEqual(expected.sort((a, b) => (a.id < b.id ? -1 : 1)));
});

describe('the outbox door', () => {
  it('takes rows of a queue once, oldest first', async () => {
    for (const note of ['first', 'second', 'third']) await put(ours, note);
    expect(notes(await take(10, 'another'))).toEqual([]);
    expect(notes(await take(2)).sort()).toEqual(['first', 'second']);
    expect(await take()).toMatchObject([
      { tenant_id: ours.id, queue: 'q', job: { tracking_id: 'third' }, correlation_id: 'seed-ours' },
    ]);
    expect(await take()).toEqual([]);
  });

  it('gives each tenant its share, so that nobody waits behind the backlog of another', async () => {
    for (let n = 0; n < 20; n += 1) await put(ours, `burst-${n}`);
    await put(theirs, 'single');
    const taken = await take(10);
    expect(notes(taken)).toContain('single');
    expect(taken.length).toBeLessThanOrEqual(11);
    await take();
  });

  it('has the rows back when the delivery throws', async () => {
    await put(ours, 'undelivered');
    const failing = test.db.takeOutbox('q', 10, async () => {
      throw new Error('the transport is away');
    });
    await expect(failing).rejects.toThrow('the transport is away');
    expect(notes(await take())).toEqual(['undelivered']);
  });

  it('hides a row from others while it is being delivered, and does not make them wait', async () => {
    await put(ours, 'under way');
    await test.db.takeOutbox('q', 10, async (rows) => {
      expect(notes(rows)).toEqual(['under way']);
      await put(ours, 'next');
      expect(notes(await take())).toEqual(['next']);
    });
    expect(await take()).toEqual([]);
  });

  it('does not trouble the delivery when there is nothing', async () => {
    const never = async () => Promise.reject(new Error('called for nothing'));
    expect(await test.db.takeOutbox('q', 10, never)).toBe(0);
  });
});

describe('around the doors', () => {
  it.each([
    ['the outbox', 'SELECT * FROM outbox'],
    ['the outbox by its count', 'SELECT count(*) FROM outbox'],
    ['the outbox by deleting', 'DELETE FROM outbox RETURNING *'],
    ['the outbox by changing', `UPDATE outbox SET queue = 'x' RETURNING *`],
    ['the outbox by emptying', 'TRUNCATE outbox'],
    [
      'the outbox by writing',
      `INSERT INTO outbox (id, tenant_id, queue, job) VALUES (gen_random_uuid(), scope_tenant(), 'q', '{}') RETURNING job`,
    ],
    ['hashes', 'SELECT password_hash FROM users'],
    ['hashes in a whole row', 'SELECT users FROM users'],
    ['hashes as JSON', 'SELECT to_jsonb(users) FROM users'],
    ['hashes by guessing', `SELECT id FROM users WHERE password_hash LIKE 'h%'`],
    ['hashes by sorting', 'SELECT id FROM users ORDER BY password_hash'],
    ['hashes by copying them into a name', 'UPDATE users SET name = password_hash'],
    ['hashes by writing them', `UPDATE users SET password_hash = 'x' RETURNING password_hash`],
    ['the role behind the doors', 'SET ROLE pebble_doors'],
    ['a function of its own', 'CREATE FUNCTION public.f() RETURNS int LANGUAGE sql RETURN 1'],
    ['the policies', 'DROP POLICY tenant_isolation ON cards'],
    ['the row security', 'ALTER TABLE cards DISABLE ROW LEVEL SECURITY'],
    ['the rule of isolation', `SELECT isolate('cards')`],
    ['the ledger of migrations', 'SELECT * FROM pebble_admin.migrations'],
    ['the event log by changing', `UPDATE events SET actor = 'nobody'`],
    ['the event log by deleting', 'DELETE FROM events'],
    ['mail that was accepted', `UPDATE inbound_emails SET raw = ''`],
  ])('there is no way to %s', async (_, sql) => {
    const attempt = test.db.withTenant(ours.scope, (tx) => tx.sql.raw(sql));
    await expect(attempt).rejects.toMatchObject({ code: '42501' });
  });

  it('statistics about columns tell the application nothing of hashes', async () => {
    const { rows } = await test.db.pool.raw<{ rows: unknown[] }>(
      `SELECT * FROM pg_stats WHERE tablename = 'users' AND attname = 'password_hash'`,
    );
    expect(rows).toEqual([]);
  });
});
