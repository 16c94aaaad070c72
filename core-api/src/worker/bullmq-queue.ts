import { createPostgresBackend, runMigrations, withBackend, type JobsOptions } from 'bullmq';
import type { Client } from 'pg';
import type { Logger } from 'pino';
import type { Connection } from '../db/pool.ts';
import { MAX_ATTEMPTS, type Attempt, type MailJob, type Queue, type QueueJob } from './queue.ts';

const onPostgres = withBackend(createPostgresBackend);

/** The queue's own schema: no tenant data lives there, only ids of jobs. */
const SCHEMA = 'bullmq';

/**
 * Creates or updates the queue's tables, and lets the application use them. BullMQ does not do it by itself, but it does make
 * a sequence for each new queue when it first meets it; hence CREATE.
 */
export async function migrateQueue(owner: Client): Promise<void> {
  await runMigrations(owner, SCHEMA);
  // One query is one transaction: the lock lasts as long as the grants, for two processes that grant at once both fail.
  await owner.query(`
    SELECT pg_advisory_xact_lock(7032253203);
    GRANT USAGE, CREATE ON SCHEMA ${SCHEMA} TO pebble_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${SCHEMA} TO pebble_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${SCHEMA} TO pebble_app;
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${SCHEMA} TO pebble_app;`);
}

/**
 * BullMQ on Postgres.
 *
 * @param retryBaseMs pause before the second attempt; it doubles with each further one, with jitter
 */
export function createBullQueue(options: {
  connection: Connection;
  retryBaseMs: number;
  log: Logger;
}): Queue {
  const { log } = options;
  const connection = { ...asConfig(options.connection), schema: SCHEMA };
  const jobOptions: JobsOptions = {
    attempts: MAX_ATTEMPTS,
    backoff: { type: 'exponential', delay: options.retryBaseMs, jitter: 0.5 },
    // Never a count: keeping the last n jobs deadlocks on Postgres. What a job did stands in our own tables.
    removeOnComplete: true,
    removeOnFail: true,
  };
  const queues = new Map<string, InstanceType<typeof onPostgres.Queue>>();
  const workers: InstanceType<typeof onPostgres.Worker>[] = [];
  const queueNamed = (name: string) => {
    const known = queues.get(name);
    if (known) return known;
    const queue = new onPostgres.Queue(name, {
      connection: { ...connection, max: 2 },
      defaultJobOptions: jobOptions,
    });
    queue.on('error', (error) => log.warn({ err: error, queue: name }, 'queue connection'));
    queues.set(name, queue);
    return queue;
  };
  return {
    async add(jobs) {
      for (const [name, group] of Map.groupBy(jobs, (one: QueueJob) => one.queue)) {
        await queueNamed(name).addBulk(group.map(({ id, data }) => ({ name, data, opts: { jobId: id } })));
      }
    },
    async consume(name, concurrency, work) {
      const worker = new onPostgres.Worker(name, (job) => work(toAttempt(job)), {
        connection: { ...connection, max: 3 },
        concurrency,
        // A worker that was killed is no fault of the mail: give the job to another as often as it takes.
        maxStalledCount: 1000,
        lockDuration: 30_000,
        stalledInterval: 10_000,
      });
      worker.on('error', (error) => log.warn({ err: error, queue: name }, 'worker connection'));
      workers.push(worker);
      await worker.waitUntilReady();
    },
    async ping() {
      await Promise.all([...queues.values()].map((queue) => queue.waitUntilReady()));
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

function toAttempt(job: { data: unknown; attemptsMade: number }): Attempt {
  const number = job.attemptsMade + 1;
  return { job: job.data as MailJob, number, last: number >= MAX_ATTEMPTS };
}

function asConfig(connection: Connection) {
  return typeof connection === 'string' ? { connectionString: connection } : connection;
}
