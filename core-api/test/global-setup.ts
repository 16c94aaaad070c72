import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { asOwner } from '../src/db/owner.ts';
import { migrate } from '../src/db/migrate.ts';
import { startEmbeddedPostgres } from '../src/db/embedded-postgres/start.ts';
import { startRedis } from './redis-server.ts';
import { TEMPLATE, type TestServer } from './test-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServer;
    /** URL of a real Redis; null where the machine has none. */
    redis: string | null;
  }
}

/** One real Postgres for the whole run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'pebble-test-'));
  const postgres = await startEmbeddedPostgres({
    dir,
    password: 'test-owner',
    // The data is thrown away: nothing is lost by not waiting for the disk.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' },
  });
  const server: TestServer = postgres.connection;
  await asOwner({ ...server, database: 'postgres' }, (client) => client.query(`CREATE DATABASE ${TEMPLATE}`));
  await asOwner({ ...server, database: TEMPLATE }, (client) => migrate(client));
  project.provide('postgres', server);
  const redis = await startRedis();
  project.provide('redis', redis?.url ?? null);
  return async () => {
    await redis?.stop();
    await postgres.stop();
    await rm(dir, { recursive: true, force: true });
  };
}
