import { DelayedError, type JobsOptions } from 'bullmq';
import type { Logger } from 'pino';
import { fullJitter } from './backoff.ts';
import { MAX_ATTEMPTS, type Attempt, type MailJob, type Queue, type QueueJob } from './queue.ts';
import type { Processor, Transport, TransportQueue, TransportWorker } from './queue-transport.ts';
import { RetryLater } from './retry-policy.ts';

/** A killed worker's jobs are with another one after at most the lock and one look for stalled jobs: 20 seconds. */
const LOCK_MS = 15_000;
const STALLED_LOOK_MS = 5_000;

/**
 * BullMQ as our queue, on whichever transport.
 *
 * @param retryBaseMs ceiling of the pause before the second attempt, unless the failure says how long to wait
 */
export function createBullQueue(options: { transport: Transport; retryBaseMs: number; log: Logger }): Queue {
  const { transport, retryBaseMs, log } = options;
  const queues = new Map<string, TransportQueue>();
  const workers: TransportWorker[] = [];
  const queueNamed = (name: string) => {
    const known = queues.get(name);
    if (known) return known;
    const queue = transport.queue(name, JOB_OPTIONS);
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
    async remove(name, ids) {
      for (const id of ids) await queueNamed(name).remove(id);
    },
    waiting: (name) => queueNamed(name).getWaitingCount(),
    async consume(name, concurrency, work) {
      const worker = transport.worker(name, processor(work), {
        concurrency,
        // A worker that was killed is no fault of the mail: give the job to another as often as it takes.
        maxStalledCount: 1000,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_LOOK_MS,
        settings: { backoffStrategy: (failures, _type, error) => pauseAfter(error, failures, retryBaseMs) },
      });
      worker.on('error', (error) => log.warn({ err: error, queue: name }, 'worker connection'));
      workers.push(worker);
      await worker.waitUntilReady();
    },
    ping: () => transport.ping(),
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await transport.close();
    },
  };
}

const JOB_OPTIONS: JobsOptions = {
  attempts: MAX_ATTEMPTS,
  backoff: { type: 'ours' },
  // Never a count: keeping the last n jobs deadlocks on Postgres. What a job did stands in our own tables. And an id that
  // is kept could not be added again, which the sweeper and redrive must be able to do.
  removeOnComplete: true,
  removeOnFail: true,
};

function processor(work: (attempt: Attempt) => Promise<void>): Processor {
  return async (job, token) => {
    const number = job.attemptsMade + 1;
    try {
      await work({ job: job.data as MailJob, number, last: number >= MAX_ATTEMPTS });
    } catch (error) {
      if (!(error instanceof RetryLater) || error.counts) throw error;
      await job.moveToDelayed(Date.now() + (error.delayMs ?? 0), token);
      // Tells BullMQ that the job has been put where it belongs, and that this was no attempt.
      throw new DelayedError();
    }
  };
}

function pauseAfter(error: Error | undefined, failures: number, baseMs: number): number {
  return (error instanceof RetryLater ? error.delayMs : null) ?? fullJitter(baseMs, failures);
}
