import { createPostgresBackend, runMigrations, withBackend } from 'bullmq';
import type { Client } from 'pg';
import type { Connection } from '../db/pool.ts';
import type { Transport } from './queue-transport.ts';

const onPostgres = withBackend(createPostgresBackend);

/** The queue's own schema: no tenant data lives there, only ids of jobs. */
const SCHEMA = 'bullmq';

/**
 * A crash of the server may take the queue's last moments with it, and nothing else: then a job that was done comes back and finds
 * its mail done. A job that was added is never among them, because the outbox lets go of it later, in a commit that is waited
 * for and that writes everything before it.
 */
const NO_WAIT = '-c synchronous_commit=off';

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

/** BullMQ in the database that everything else is in: nothing more to run. `ping` asks that database. */
export function postgresTransport(connection: Connection, ping: () => Promise<void>): Transport {
  const config = {
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    schema: SCHEMA,
    options: NO_WAIT,
  };
  return {
    kind: 'postgres',
    queue: (name, defaultJobOptions) =>
      new onPostgres.Queue(name, { connection: { ...config, max: 2 }, defaultJobOptions }),
    worker: (name, process, settings) =>
      new onPostgres.Worker(name, process, { connection: { ...config, max: 3 }, ...settings }),
    ping,
    close: async () => undefined,
  };
}
