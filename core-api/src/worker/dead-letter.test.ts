import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../test/mails.ts';
import { createTestCore, type TestCore } from '../../test/test-core.ts';
import { MASTER_KEY, startTestWorker, type TestWorker } from '../../test/test-worker.ts';
import { PIPELINE_TRANSPORT, testTransport } from '../../test/transports.ts';
import { until } from '../../test/until.ts';
import { unseal } from '../crypto/sealed-box.ts';
import { describeError } from '../log/describe-error.ts';
import { createBullQueue } from './bullmq-queue.ts';
import { bury, DEAD_LETTER_QUEUE, sealContext } from './dead-letter.ts';
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
  const error = describeError(new Error('no way'));
  const one = () => test.db.withTenant(test.ours.scope, (tx) => bury(tx, MASTER_KEY, ours, 2, error));
  await Promise.all([one(), one(), one()]);
  expect(await read('sync_errors', ours)).toHaveLength(1);
  const events = await read<{ type: string; data: object }>('events', ours);
  expect(events.filter(({ type }) => type === 'mail.dead')).toHaveLength(1);
});

it('seals the payload for its own tenant and mail', async () => {
  const raw = rawMail();
  const id = await acceptRaw(test.db, test.ours, raw);
  await worker.outcome(id);
  const [row] = await read<{ payload_sealed: Buffer }>('sync_errors', id);
  const box = row?.payload_sealed ?? Buffer.alloc(0);
  expect(unseal(MASTER_KEY, sealContext(test.ours.id, id), box)).toEqual(raw);
  expect(() => unseal(MASTER_KEY, sealContext(test.theirs.id, id), box)).toThrow();
});
