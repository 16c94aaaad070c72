import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Transport } from './queue-transport.ts';

/** A relay that waits for an absent Redis keeps rows of the outbox locked: rather fail, and come again. */
const COMMAND_TIMEOUT_MS = 5_000;

/**
 * BullMQ on Redis. Redis is transport and never the only copy: what it loses, the sweeper puts back.
 *
 * @param prefix of every key, so that several installations can share one Redis
 */
export function redisTransport(options: { url: string; prefix: string; log: Logger }): Transport {
  const { url, prefix, log } = options;
  const connect = (waits: { maxRetriesPerRequest: number | null; commandTimeout?: number }) => {
    const redis = new Redis(url, { ...waits, retryStrategy: (times) => Math.min(times * 100, 2_000) });
    redis.on('error', (error: Error) => log.warn({ err: error }, 'redis connection'));
    return redis;
  };
  const asking = connect({ commandTimeout: COMMAND_TIMEOUT_MS, maxRetriesPerRequest: 1 });
  // A worker's connection waits for Redis however long it is away; BullMQ insists on it.
  const taking = connect({ maxRetriesPerRequest: null });
  return {
    kind: 'redis',
    queue: (name, defaultJobOptions) => new Queue(name, { connection: asking, prefix, defaultJobOptions }),
    worker: (name, process, settings) =>
      new Worker(name, process, { connection: taking, prefix, ...settings }),
    ping: async () => void (await asking.ping()),
    async close() {
      asking.disconnect();
      taking.disconnect();
    },
  };
}
