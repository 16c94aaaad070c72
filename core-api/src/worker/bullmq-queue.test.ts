import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { hasTransport, testTransport } from '../../test/transports.ts';
import { until } from '../../test/until.ts';
import { asOwner } from '../db/owner.ts';
import { createBullQueue } from './bullmq-queue.ts';
import { migrateQueue } from './postgres-transport.ts';
import { MAX_ATTEMPTS, type Attempt, type Queue, type QueueJob } from './queue.ts';
import { RetryLater } from './retry-policy.ts';

let test: TestDatabase;
let name: string;
const open: Queue[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(() => {
  // A queue of its own for each test: what one leaves behind, the next does not meet.
  name = `q-${randomUUID()}`;
  return async () => {
    for (const queue of open.splice(0)) await queue.close();
  };
});
afterAll(() => test.close());

const job = (trackingId: string, id: string = randomUUID()): QueueJob => ({
  id,
  queue: name,
  data: { tenant_id: 't', tracking_id: trackingId, correlation_id: 'c' },
});
const seen = (attempts: Attempt[]) => attempts.map((attempt) => attempt.job.tracking_id);
const have = (attempts: Attempt[], count: number) =>
  until(async () => (attempts.length >= count ? attempts : undefined));

/** Consumes everything and keeps what came. */
async function collect(queue: Queue, work: (attempt: Attempt) => Promise<void> = async () => undefined) {
  const attempts: Attempt[] = [];
  await queue.consume(name, 4, async (attempt) => {
    attempts.push(attempt);
    await work(attempt);
  });
  return attempts;
}

/** Makes the one waiting job look as a killed worker leaves it: under way, its lock run out, seen stalled before. */
const abandon = {
  async postgres(): Promise<void> {
    await asOwner(test.owner, (client) =>
      client.query(
        `UPDATE bullmq.job SET state = 'active', lock_token = 'killed', locked_until_ms = 1, stalled_marked = true,
                attempts_started = 9, stalled_count = 9 WHERE queue = $1`,
        [name],
      ),
    );
  },
  async redis(): Promise<void> {
    const redis = new Redis(inject('redis') ?? '');
    const [key] = await redis.keys(`*:${name}:wait`);
    const base = key?.replace(/wait$/, '') ?? '';
    const id = (await redis.rpoplpush(`${base}wait`, `${base}active`)) ?? '';
    await redis.hset(`${base}${id}`, { ats: 9, stc: 9 });
    await redis.sadd(`${base}stalled`, id);
    redis.disconnect();
  },
};

it('can be prepared again and again', async () => {
  await Promise.all([asOwner(test.owner, migrateQueue), asOwner(test.owner, migrateQueue)]);
});

describe.each(['postgres', 'redis'] as const)('on %s', (kind) => {
  describe.skipIf(!hasTransport(kind))('the queue', () => {
    const newQueue = async (): Promise<Queue> => {
      const log = pino({ level: 'silent' });
      const transport = await testTransport(test, kind, log);
      const queue = createBullQueue({ transport, retryBaseMs: 5, log });
      open.push(queue);
      return queue;
    };

    it('brings each job once, with its data, to one of several workers', async () => {
      const all = (await Promise.all([collect(await newQueue()), collect(await newQueue())])) as Attempt[][];
      const ids = Array.from({ length: 60 }, (_, n) => `mail-${n}`);
      await (await newQueue()).add(ids.map((id) => job(id)));
      await until(async () => (all.flat().length >= ids.length ? true : undefined));
      expect(seen(all.flat()).sort()).toEqual(ids.sort());
      expect(all.flat()[0]).toMatchObject({
        job: { tenant_id: 't', correlation_id: 'c' },
        number: 1,
        last: false,
      });
    });

    it('has a job once however often it is added, in one go or later', async () => {
      const queue = await newQueue();
      const twice = job('twice');
      await queue.add([twice, twice]);
      await (await newQueue()).add([twice]);
      await queue.add([job('after')]);
      const attempts = await collect(queue);
      await have(attempts, 2);
      expect(seen(attempts).sort()).toEqual(['after', 'twice']);
    });

    it('keeps queues apart', async () => {
      const queue = await newQueue();
      await queue.add([job('here'), { ...job('elsewhere'), queue: `other-${name}` }]);
      const attempts = await collect(queue);
      await have(attempts, 1);
      expect(seen(attempts)).toEqual(['here']);
    });

    it('brings a failing job four times, says which is the last, and then lets it go', async () => {
      const queue = await newQueue();
      const attempts = await collect(queue, async ({ job }) => {
        if (job.tracking_id === 'poison') throw new Error('no');
      });
      const poison = job('poison');
      await queue.add([poison]);
      await have(attempts, MAX_ATTEMPTS);
      expect(attempts.map(({ number, last }) => [number, last])).toEqual([
        [1, false],
        [2, false],
        [3, false],
        [4, true],
      ]);
      // The id is free again: nothing of the job is kept.
      await until(async () => {
        await queue.add([poison]);
        return attempts.length > MAX_ATTEMPTS ? true : undefined;
      });
      expect(attempts[MAX_ATTEMPTS]?.number).toBe(1);
    });

    it('does not let a failing job hold up the others', async () => {
      const queue = await newQueue();
      const attempts = await collect(queue, async ({ job }) => {
        if (job.tracking_id === 'poison') throw new Error('no');
      });
      await queue.add([job('poison'), ...Array.from({ length: 10 }, (_, n) => job(`good-${n}`))]);
      await until(async () => (new Set(seen(attempts)).size === 11 ? true : undefined));
      expect(seen(attempts).filter((id) => id.startsWith('good'))).toHaveLength(10);
    });

    it('waits on closing for what is under way, and takes nothing new', async () => {
      const queue = await newQueue();
      const { promise: mayEnd, resolve: end } = Promise.withResolvers<undefined>();
      let ended = false;
      const attempts = await collect(queue, async () => {
        await mayEnd;
        ended = true;
      });
      await queue.add([job('under way')]);
      await have(attempts, 1);
      const closed = queue.close().then(() => ended);
      await (await newQueue()).add([job('too late')]);
      end(undefined);
      expect(await closed).toBe(true);
      expect(seen(attempts)).toEqual(['under way']);
      const next = await collect(await newQueue());
      await have(next, 1);
      expect(seen(next)).toEqual(['too late']);
    });

    it('gives the job of a worker that was killed to another, as the same attempt, however often that happens', async () => {
      const queue = await newQueue();
      await queue.add([job('orphan')]);
      await abandon[kind]();
      const attempts = await collect(queue);
      await have(attempts, 1);
      expect(attempts).toMatchObject([{ job: { tracking_id: 'orphan' }, number: 1, last: false }]);
    });

    it('has no job any more that was taken out, and passes over ids that it does not know', async () => {
      const queue = await newQueue();
      const settled = job('settled');
      await queue.add([settled, job('open')]);
      await queue.remove(name, [settled.id, randomUUID()]);
      expect(await queue.waiting(name)).toBe(1);
      const attempts = await collect(queue);
      await have(attempts, 1);
      expect(seen(attempts)).toEqual(['open']);
    });

    it('counts what waits, not what is under way', async () => {
      const queue = await newQueue();
      await queue.add([job('a'), job('b'), job('c')]);
      expect(await queue.waiting(name)).toBe(3);
      const { promise: mayEnd, resolve: end } = Promise.withResolvers<undefined>();
      await queue.consume(name, 1, () => mayEnd);
      await until(async () => ((await queue.waiting(name)) === 2 ? true : undefined));
      end(undefined);
      await until(async () => ((await queue.waiting(name)) === 0 ? true : undefined));
    });

    it('brings a job back when its failure says, and not before', async () => {
      const queue = await newQueue();
      const times: number[] = [];
      const attempts = await collect(queue, async ({ number }) => {
        times.push(Date.now());
        if (number === 1) throw new RetryLater('Busy', { delayMs: 300 });
      });
      await queue.add([job('patient')]);
      await have(attempts, 2);
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(290);
      expect(attempts.map(({ number }) => number)).toEqual([1, 2]);
    });

    it('does not count an attempt that tried nothing', async () => {
      const queue = await newQueue();
      let parked = 0;
      const attempts = await collect(queue, async () => {
        parked += 1;
        if (parked <= 6) throw new RetryLater('CircuitOpenError', { delayMs: 1, counts: false });
      });
      await queue.add([job('parked')]);
      await have(attempts, 7);
      expect(attempts.map(({ number }) => number)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    });

    it('answers a ping', async () => {
      const queue = await newQueue();
      await queue.ping();
      await queue.add([job('known')]);
      await queue.ping();
    });
  });
});
