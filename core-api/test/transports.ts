import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { inject } from 'vitest';
import { asOwner } from '../src/db/owner.ts';
import { migrateQueue, postgresTransport } from '../src/worker/postgres-transport.ts';
import type { Transport } from '../src/worker/queue-transport.ts';
import { redisTransport } from '../src/worker/redis-transport.ts';
import type { TestDatabase } from './test-database.ts';

export type TransportKind = 'postgres' | 'redis';

/** What this machine has; without a redis-server the tests on Redis are shown as skipped. */
export const hasTransport = (kind: TransportKind): boolean => kind === 'postgres' || inject('redis') !== null;

/** The transport that whole-pipeline tests run on: `TEST_TRANSPORT=redis` repeats them on Redis. */
export const PIPELINE_TRANSPORT: TransportKind =
  process.env['TEST_TRANSPORT'] === 'redis' ? 'redis' : 'postgres';

const prefixes = new WeakMap<TestDatabase['db'], string>();

/** A transport for a test database. All transports of one database and kind meet in the same queues. */
export async function testTransport(
  test: Pick<TestDatabase, 'db' | 'owner' | 'app'>,
  kind: TransportKind,
  log: Logger,
): Promise<Transport> {
  if (kind === 'postgres') {
    await asOwner(test.owner, migrateQueue);
    return postgresTransport(test.app, () => test.db.ping());
  }
  const url = inject('redis');
  if (url === null) throw new Error('these tests need redis-server: apt-get install redis-server');
  const prefix = prefixes.get(test.db) ?? `t-${randomUUID()}`;
  prefixes.set(test.db, prefix);
  return redisTransport({ url, prefix, log });
}
