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

it('takes a mail to several entities in once for each, and to several mailboxes of one entity once', async () => {
  const acceptor = new Acceptor(test.db);
  await test.db.withTenant(ours.scope, (tx) =>
    tx.sql('mailboxes').insert({
      ...{ id: uuid(), tenant_id: ours.id, entity_id: ours.entities['north'] },
      address: 'orders@north.ours.example',
    }),
  );
  const to = 'sales@north.ours.example, sales@south.ours.example, orders@north.ours.example';
  const one = await offer(rawMail({ to }));
  expect(await acceptor.accept(ours.scope, one)).toBeNull();
  const rows = await test.db.withTenant(ours.scope, (tx) =>
    tx
      .sql('inbound_emails')
      .where({ id: one.trackingId })
      .orWhere({ delivered_with: one.trackingId })
      .orderBy('id')
      .select('id', 'entity_id', 'mailbox', 'also_mailboxes', 'delivered_with', 'correlation_id'),
  );
  const shared = { correlation_id: one.correlationId };
  expect(rows).toEqual([
    {
      ...{ ...shared, id: one.trackingId, entity_id: ours.entities['north'], delivered_with: null },
      ...{ mailbox: 'sales@north.ours.example', also_mailboxes: ['orders@north.ours.example'] },
    },
    {
      ...{ ...shared, id: expect.any(String), entity_id: ours.entities['south'] },
      ...{ delivered_with: one.trackingId, mailbox: 'sales@south.ours.example', also_mailboxes: [] },
    },
  ]);
  const accepted = await test.db.withTenant(ours.scope, (tx) =>
    tx.sql('events').where({ type: 'mail.accepted', correlation_id: one.correlationId }).pluck('inbound_id'),
  );
  expect(accepted.sort()).toEqual(rows.map((row) => row.id));
});

it('takes a mail in for the entities in scope of who hands it over, and for no other', async () => {
  const acceptor = new Acceptor(test.db);
  const to = 'sales@south.ours.example, sales@north.ours.example';
  const one = await offer(rawMail({ to }));
  expect(await acceptor.accept(ours.entityScope('north'), one)).toBeNull();
  const rows = await test.db.withTenant(ours.scope, (tx) =>
    tx.sql('inbound_emails').where({ correlation_id: one.correlationId }).pluck('entity_id'),
  );
  expect(rows).toEqual([ours.entities['north']]);
});

it('refuses a mailbox that is not there, or belongs to an entity out of scope', async () => {
  const acceptor = new Acceptor(test.db);
  const mailbox = 'sales@south.ours.example';
  const refused = await acceptor.accept(ours.entityScope('north'), await offer(rawMail(), { mailbox }));
  expect(refused).toMatchObject({ code: 'invalid_request' });
  expect(await acceptor.accept(ours.entityScope('south'), await offer(rawMail(), { mailbox }))).toBeNull();
});
