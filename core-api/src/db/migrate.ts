import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Client } from 'pg';
import { OperatorError } from '../runtime/operator-error.ts';

const FOLDER = new URL('../../migrations/', import.meta.url);

/** Any constant will do, as long as every Pebble process uses the same one. */
const LOCK_KEY = 7_032_253_201;

/** A migration failed, or its history does not fit this version of Pebble. */
export class MigrationError extends OperatorError {
  override readonly name = 'MigrationError';
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Brings the schema up to date with the numbered files of core-api/migrations, each in a transaction of its own, and returns
 * the names of those that ran. Two processes may start at once: the second waits for the first and finds nothing to do.
 *
 * @param owner a connection of the role that owns the schema, not the application's
 */
export async function migrate(owner: Client, folder: URL = FOLDER): Promise<string[]> {
  const migrations = await readMigrations(folder);
  // A session lock, not a transaction lock: it must span the transactions of all files. It ends with the connection.
  await owner.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
  try {
    await owner.query(LEDGER);
    const { rows } = await owner.query<{ name: string; checksum: string }>(
      'SELECT * FROM pebble_admin.migrations',
    );
    const pending = unfinished(migrations, rows);
    for (const migration of pending) await run(owner, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await owner.query('SELECT pg_advisory_unlock($1)', [LOCK_KEY]);
  }
}

// In a schema of its own: the application has no business with it.
const LEDGER = `
  CREATE SCHEMA IF NOT EXISTS pebble_admin;
  CREATE TABLE IF NOT EXISTS pebble_admin.migrations (
    name text PRIMARY KEY, checksum text NOT NULL, ran_at timestamptz NOT NULL DEFAULT now())`;

async function run(owner: Client, migration: Migration): Promise<void> {
  await owner.query('BEGIN');
  try {
    await owner.query(migration.sql);
    await owner.query('INSERT INTO pebble_admin.migrations (name, checksum) VALUES ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await owner.query('COMMIT');
  } catch (error) {
    await owner.query('ROLLBACK');
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`${migration.name} failed and was rolled back: ${reason}`, { cause: error });
  }
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

function unfinished(migrations: Migration[], ran: { name: string; checksum: string }[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of ran) {
    const migration = known.get(name);
    if (!migration) {
      throw new MigrationError(
        `The database has run ${name}, which this version does not know. Start the newer version.`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new MigrationError(
        `${name} was changed after it had run. Undo the edit and add a new migration instead.`,
      );
    }
  }
  const done = new Set(ran.map((row) => row.name));
  return migrations.filter((migration) => !done.has(migration.name));
}
