import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEY_RING } from '../../test/key-ring.ts';
import { acceptRaw, rawMail } from '../../test/mails.ts';
import { createTestCore, type TestCore } from '../../test/test-core.ts';
import { startTestWorker, type TestWorker } from '../../test/test-worker.ts';
import { PIPELINE_TRANSPORT, testTransport } from '../../test/transports.ts';
import { until } from '../../test/until.ts';
import { deadPayload } from '../crypto/contexts.ts';
import { createBullQueue } from './bullmq-queue.ts';
import { causeOfDeath } from './cause-of-death.ts';
import { bury, DEAD_LETTER_QUEUE, DEATHS_KEPT } from './dead-letter.ts';
import type { Attempt } from './queue.ts';

let test: TestCore;
let worker: TestWorker;

beforeAll(async () => {
  test = await createTestCore();
  worker = await startTestWorker(test, {
    // Nothing of the core can be reached, so every mail is lost at its last attempt.
    httpFor: () => async () => ({ status: 422, headers: {}, body: '' }),
  });
});
afterAll(async () => {
  await worker.stop();
  await test.close();
});

const read = <T extends object>(table: string, id: string) =>
  test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql<T>(table).where('inbound_id', id).select('*'),
  ) as Promise<T[]>;

it('a mail that cannot be processed comes out of the dead-letter queue', async () => {
  const id = await acceptRaw(test.db, test.ours, rawMail({ body: 'unicorn' }));
  expect(await worker.outcome(id)).toMatchObject({ state: 'dead' });
  const dead: Attempt[] = [];
  const { log } = worker.deps;
  const transport = await testTransport(test, PIPELINE_TRANSPORT, log);
  const reader = createBullQueue({ transport, retryBaseMs: 10, log });
  await reader.consume(DEAD_LETTER_QUEUE, 1, async (attempt) => void dead.push(attempt));
  await until(async () => (dead.length > 0 ? true : undefined));
  await reader.close();
  expect(dead.map(({ job }) => job)).toEqual([
    { tenant_id: test.ours.id, tracking_id: id, correlation_id: `accept-${id}` },
  ]);
});

it('is buried once, with the event that tells it, when two attempts end at the same moment', async () => {
  const ours = await acceptRaw(test.db, test.ours, rawMail());
  const error = causeOfDeath(new Error('no way'));
  const one = () => test.db.withTenant(test.ours.scope, (tx) => bury(tx, KEY_RING, ours, 2, error));
  await Promise.all([one(), one(), one()]);
  expect(await read('sync_errors', ours)).toHaveLength(1);
  const events = await read<{ type: string; data: object }>('events', ours);
  expect(events.filter(({ type }) => type === 'mail.dead')).toHaveLength(1);
});

it('seals the payload for its own tenant and mail', async () => {
  const raw = rawMail();
  const id = await acceptRaw(test.db, test.ours, raw);
  await worker.outcome(id);
  const [row] = await read<{ payload_sealed: Buffer; payload_key: Buffer }>('sync_errors', id);
  if (!row) throw new Error('a dead mail has a SyncError');
  const sealed = { key: row.payload_key, box: row.payload_sealed };
  expect(KEY_RING.open(deadPayload(test.ours.id, id), sealed)).toEqual(raw);
  expect(() => KEY_RING.open(deadPayload(test.theirs.id, id), sealed)).toThrow(/does not open/);
});

it('keeps one SyncError for a mail that dies again and again, with its last deaths', async () => {
  const raw = rawMail();
  const id = await acceptRaw(test.db, test.ours, raw);
  await worker.outcome(id);
  const [first] = await read<{ id: string; payload_sealed: Buffer }>('sync_errors', id);
  for (let death = 2; death <= DEATHS_KEPT + 3; death += 1) {
    await test.db.withTenant(test.ours.scope, async (tx) => {
      await tx.sql('inbound_emails').where({ id }).update({ state: 'accepted', attempts: 0 });
      await bury(tx, KEY_RING, id, 4, causeOfDeath(new Error(`for the ${death}th time`)));
    });
  }
  const all = await read<Record<string, unknown>>('sync_errors', id);
  expect(all).toMatchObject([
    { id: first?.id, deaths: DEATHS_KEPT + 3, status: 'open', error_class: 'Error', step: null },
  ]);
  expect(all[0]?.['payload_sealed']).toEqual(first?.payload_sealed);
  const deaths = await test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql<{ sync_error_id: string; number: number; message: string }>('sync_error_deaths')
      .where({ sync_error_id: first?.id ?? '' })
      .orderBy('number')
      .select('number', 'message'),
  );
  expect(deaths.map(({ number }) => number)).toEqual(Array.from({ length: DEATHS_KEPT }, (_, at) => at + 4));
  expect(deaths.at(-1)?.message).toBe(`for the ${DEATHS_KEPT + 3}th time`);
});

it('says of what and how often in its event, and nothing of the mail', async () => {
  const id = await acceptRaw(test.db, test.ours, rawMail({ body: 'unicorn' }));
  await worker.outcome(id);
  const events = await read<{ type: string; data: Record<string, unknown> }>('events', id);
  const dead = events.find(({ type }) => type === 'mail.dead');
  expect(dead?.data).toMatchObject({ error_class: 'InputError', step: expect.any(String), deaths: 1 });
  expect(dead?.data['fingerprint']).toMatch(/^[0-9a-f]{16}$/);
  expect(JSON.stringify(dead)).not.toContain('unicorn');
});
