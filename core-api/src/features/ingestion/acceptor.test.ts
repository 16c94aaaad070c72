import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import type { Offer } from './accept-batch.ts';
import { Acceptor } from './acceptor.ts';
import { fromRawMail } from './incoming-mail.ts';

let test: TestDatabase;
let ours: SeededTenant;
let theirs: SeededTenant;

beforeAll(async () => {
  test = await createTestDatabase();
  ours = await seedTenant(test.db, 'ours');
  theirs = await seedTenant(test.db, 'theirs');
});
beforeEach(() => vi.restoreAllMocks());
afterAll(() => test.close());

async function offer(raw = rawMail(), change: Partial<Offer['mail']> = {}): Promise<Offer> {
  const trackingId = uuid();
  const mail = { ...(await fromRawMail(raw, undefined)), ...change };
  return { mail, trackingId, correlationId: `corr-${trackingId}` };
}

function rowsOf(tenant: SeededTenant, ids: readonly string[]) {
  return test.db.withTenant(tenant.scope, (tx) =>
    tx
      .sql('inbound_emails')
      .whereIn('id', ids)
      .select('id', 'entity_id', 'mailbox', 'correlation_id', 'source_system'),
  );
}

it('commits mails that arrive together with far fewer transactions than mails', async () => {
  const acceptor = new Acceptor(test.db);
  const transactions = vi.spyOn(test.db, 'withTenant');
  const offers = await Promise.all(Array.from({ length: 100 }, () => offer()));
  const verdicts = await Promise.all(offers.map((one) => acceptor.accept(ours.scope, one)));
  expect(verdicts.every((verdict) => verdict === null)).toBe(true);
  expect(transactions.mock.calls.length).toBeLessThan(10);
  expect(
    await rowsOf(
      ours,
      offers.map((one) => one.trackingId),
    ),
  ).toHaveLength(100);
});

it('puts each mail down to its own request, also in one transaction', async () => {
  const acceptor = new Acceptor(test.db);
  const offers = await Promise.all(Array.from({ length: 5 }, () => offer()));
  await Promise.all(offers.map((one) => acceptor.accept(ours.scope, one)));
  for (const { trackingId, correlationId } of offers) {
    const [row] = await rowsOf(ours, [trackingId]);
    expect(row).toMatchObject({
      correlation_id: correlationId,
      source_system: 'test',
      entity_id: ours.entities['north'],
    });
    const events = await test.db.withTenant(ours.scope, (tx) =>
      tx.sql('events').where({ inbound_id: trackingId }).select('type', 'correlation_id', 'actor'),
    );
    expect(events).toEqual([{ type: 'mail.accepted', correlation_id: correlationId, actor: 'system' }]);
  }
});

it('never mixes tenants in a transaction', async () => {
  const acceptor = new Acceptor(test.db);
  const [a, b] = [await offer(), await offer()];
  await Promise.all([acceptor.accept(ours.scope, a), acceptor.accept(theirs.scope, b)]);
  expect(await rowsOf(ours, [a.trackingId, b.trackingId])).toHaveLength(1);
  expect(await rowsOf(theirs, [a.trackingId, b.trackingId])).toHaveLength(1);
});

it('does not let a mail that cannot be written take its neighbours with it', async () => {
  const acceptor = new Acceptor(test.db);
  const good = await Promise.all([offer(), offer(), offer()]);
  // Breaks the row itself: no such tracking id can be stored twice.
  const bad = { ...(await offer()), trackingId: good[0]?.trackingId ?? '' };
  const results = await Promise.allSettled([...good, bad].map((one) => acceptor.accept(ours.scope, one)));
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
  expect(
    await rowsOf(
      ours,
      good.map((one) => one.trackingId),
    ),
  ).toHaveLength(3);
});

it('refuses a blacklisted sender by address, domain or parent domain, and keeps the refusal in the log', async () => {
  const acceptor = new Acceptor(test.db);
  await test.db.withTenant(ours.scope, (tx) =>
    tx.sql('blacklist').insert({ id: uuid(), tenant_id: ours.id, pattern: 'spam.example' }),
  );
  const bad = await offer(rawMail({ from: 'x@mail.spam.example' }));
  expect(await acceptor.accept(ours.scope, bad)).toMatchObject({ code: 'sender_blacklisted' });
  expect(await rowsOf(ours, [bad.trackingId])).toEqual([]);
  const events = await test.db.withTenant(ours.scope, (tx) =>
    tx.sql('events').where({ correlation_id: bad.correlationId }).select('type', 'data'),
  );
  expect(events).toEqual([{ type: 'mail.rejected', data: { blacklist_entry: 'spam.example' } }]);
  // The list is the tenant's own.
  expect(
    await acceptor.accept(theirs.scope, await offer(rawMail({ from: 'x@mail.spam.example' }))),
  ).toBeNull();
});

it('finds the entity by the mailbox, and falls back to the first one', async () => {
  const acceptor = new Acceptor(test.db);
  const south = await offer(rawMail({ to: 'Sales <SALES@south.ours.example>' }));
  const unknown = await offer(rawMail({ to: 'somebody@elsewhere.example' }));
  await Promise.all([south, unknown].map((one) => acceptor.accept(ours.scope, one)));
  const byId = new Map(
    (await rowsOf(ours, [south.trackingId, unknown.trackingId])).map((row) => [row.id, row]),
  );
  expect(byId.get(south.trackingId)).toMatchObject({
    entity_id: ours.entities['south'],
    mailbox: 'sales@south.ours.example',
  });
  expect(byId.get(unknown.trackingId)).toMatchObject({ entity_id: ours.entities['north'], mailbox: null });
});

it('refuses a mailbox that is not there, or belongs to an entity out of scope', async () => {
  const acceptor = new Acceptor(test.db);
  const mailbox = 'sales@south.ours.example';
  const refused = await acceptor.accept(ours.entityScope('north'), await offer(rawMail(), { mailbox }));
  expect(refused).toMatchObject({ code: 'invalid_request' });
  expect(await acceptor.accept(ours.entityScope('south'), await offer(rawMail(), { mailbox }))).toBeNull();
});
