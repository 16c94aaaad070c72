import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../test/mails.ts';
import { seedTenant, type SeededTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { until } from '../../test/until.ts';
import { newId } from '../db/new-id.ts';
import { OutboxRelay } from './outbox-relay.ts';
import type { Queue, QueueJob } from './queue.ts';

let test: TestDatabase;
let ours: SeededTenant;
let added: QueueJob[];
let refuse = 0;
let removed: string[];
/** How many of the added jobs somebody has taken to work on. */
let taken = 0;

/** A transport that the test holds in its hand. */
const queue: Queue = {
  async add(jobs) {
    if (refuse-- > 0) throw new Error('the transport is away');
    added.push(...jobs);
  },
  remove: async (_queue, ids) => void removed.push(...ids),
  waiting: async () => Math.max(0, added.length - taken),
  consume: async () => undefined,
  ping: async () => undefined,
  close: async () => undefined,
};

beforeAll(async () => {
  test = await createTestDatabase();
  ours = await seedTenant(test.db, 'ours');
});
beforeEach(() => {
  added = [];
  removed = [];
  taken = 0;
  refuse = 0;
});
afterAll(() => test.close());

const newRelay = () => new OutboxRelay({ db: test.db, queue, log: pino({ level: 'silent' }), window: 16 });
/** Takes every job at once, as idle workers do. */
function workOff(relays: OutboxRelay[]): void {
  taken = Infinity;
  for (let n = 0; n < 16; n += 1) for (const relay of relays) relay.progress();
}
const carried = (id: string) => until(async () => added.find((job) => job.data.tracking_id === id));

it('carries what was committed before it started, and what comes while it runs', async () => {
  const early = await acceptRaw(test.db, ours, rawMail());
  const relay = newRelay();
  relay.start();
  const job = await carried(early);
  expect(job).toMatchObject({
    queue: 'email_processing',
    data: { tenant_id: ours.id, correlation_id: `accept-${early}` },
  });
  await carried(await acceptRaw(test.db, ours, rawMail()));
  await relay.stop();
});

it('keeps a row in the box until the transport has it', async () => {
  refuse = 2;
  const relay = newRelay();
  relay.start();
  await carried(await acceptRaw(test.db, ours, rawMail()));
  await relay.stop();
});

it('carries each row once, with two relays at work', async () => {
  const ids = await Promise.all(Array.from({ length: 40 }, () => acceptRaw(test.db, ours, rawMail())));
  const relays = [newRelay(), newRelay()];
  for (const relay of relays) relay.start();
  workOff(relays);
  await Promise.all(ids.map(carried));
  for (const relay of relays) await relay.stop();
  expect(added.map((job) => job.id).sort()).toEqual([...new Set(added.map((job) => job.id))].sort());
});

it('holds ids only: a queue never sees mail', async () => {
  const relay = newRelay();
  relay.start();
  await carried(await acceptRaw(test.db, ours, rawMail({ subject: 'unicorn saddles' })));
  await relay.stop();
  expect(JSON.stringify(added)).not.toContain('unicorn');
});

it('keeps the transport short, and lets a tenant with one mail pass the burst of another', async () => {
  const theirs = await seedTenant(test.db, 'theirs');
  await Promise.all(Array.from({ length: 60 }, () => acceptRaw(test.db, ours, rawMail())));
  const relay = newRelay();
  relay.start();
  await until(async () => (added.length >= 16 ? true : undefined));
  const single = await acceptRaw(test.db, theirs, rawMail());
  await carried(single);
  const place = added.findIndex((job) => job.data.tracking_id === single);
  expect(place).toBeLessThan(40);
  workOff([relay]);
  await until(async () => (added.length === 61 ? true : undefined));
  await relay.stop();
});

it('takes a job out of the transport when a person has settled it', async () => {
  await test.db.withTenant(ours.scope, async (tx) => {
    const job = JSON.stringify({ tracking_id: 'settled', remove: true });
    await tx.sql('outbox').insert({ id: newId(), tenant_id: ours.id, queue: 'email_dlq', job });
    tx.queued = true;
  });
  const relay = newRelay();
  relay.start();
  await until(async () => (removed.includes('settled') ? true : undefined));
  await relay.stop();
  expect(added.map((job) => job.data.tracking_id)).not.toContain('settled');
});
