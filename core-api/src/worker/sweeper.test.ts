import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../test/mails.ts';
import { seedTenant, type SeededTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { EMAIL_QUEUE } from '../features/ingestion/accept-batch.ts';
import { finishInbound, lockInbound } from '../features/jobs/inbound-mail.ts';
import { Sweeper } from './sweeper.ts';

let test: TestDatabase;
let tenants: SeededTenant[];
let sweeper: Sweeper;

beforeAll(async () => {
  test = await createTestDatabase();
  tenants = [await seedTenant(test.db, 'ours'), await seedTenant(test.db, 'theirs')];
  sweeper = new Sweeper({
    db: test.db,
    log: pino({ level: 'silent' }),
    sweep: { everyMs: 60_000, forgottenAfterSeconds: 300 },
  });
});
afterAll(() => test.close());

async function boxed(): Promise<string[]> {
  const found: string[] = [];
  await test.db.takeOutbox(
    EMAIL_QUEUE,
    1000,
    async (rows) => void found.push(...rows.map((row) => String(row.job['tracking_id']))),
  );
  return found;
}

async function acceptEverywhere(): Promise<string[]> {
  const ids = await Promise.all(tenants.map((tenant) => acceptRaw(test.db, tenant, rawMail())));
  await boxed(); // as if the queue had taken the jobs, and lost them
  return ids;
}

it('puts back what every tenant has accepted and nobody has finished, once', async () => {
  const ids = await acceptEverywhere();
  expect(await sweeper.sweep(0)).toBe(2);
  expect((await boxed()).sort()).toEqual([...ids].sort());
  // Touched just now, so not forgotten.
  expect(await sweeper.sweep(60)).toBe(0);
});

it('leaves alone what was touched lately, and what has ended', async () => {
  const [ended] = await acceptEverywhere();
  const [ours] = tenants;
  if (!ours || !ended) throw new Error('two tenants were seeded');
  expect(await sweeper.sweep(300)).toBe(0);
  await test.db.withTenant(ours.scope, async (tx) =>
    finishInbound(tx, await lockInbound(tx, ended), { state: 'ignored', reason: 'test' }),
  );
  await sweeper.sweep(0);
  expect(await boxed()).not.toContain(ended);
});

it('puts a mail back once when two processes sweep at the same time', async () => {
  await boxed();
  const ids = await acceptEverywhere();
  await Promise.all([sweeper.sweep(0), sweeper.sweep(0), sweeper.sweep(0)]);
  const found = (await boxed()).filter((id) => ids.includes(id));
  expect(new Set(found)).toEqual(new Set(ids));
});

it('leaves alone what still waits in the outbox, behind a burst', async () => {
  await boxed();
  const ids = await Promise.all(tenants.map((tenant) => acceptRaw(test.db, tenant, rawMail())));
  await sweeper.sweep(0);
  const found = (await boxed()).filter((id) => ids.includes(id));
  expect(found.sort()).toEqual([...ids].sort());
});

it('leaves alone what waits for another attempt until that is due, and looks again some time after', async () => {
  const [id] = await acceptEverywhere();
  const [ours] = tenants;
  if (!ours || !id) throw new Error('two tenants were seeded');
  const due = (when: string) =>
    test.db.withTenant(ours.scope, (tx) =>
      tx.sql.raw(`UPDATE inbound_emails SET retry_at = now() + ?::interval WHERE id = ?`, [when, id]),
    );
  await due('1 hour');
  await sweeper.sweep(0);
  expect(await boxed()).not.toContain(id);
  await due('-1 hour');
  await sweeper.sweep(0);
  expect(await boxed()).toContain(id);
});
