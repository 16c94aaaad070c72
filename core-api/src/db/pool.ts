import knexPackage, { type Knex } from 'knex';
import pg from 'pg';
import { openLazily } from './lazy-opening.ts';
import { prepareStatements } from './prepare-statements.ts';
import { refuseHollowCommit } from './refuse-hollow-commit.ts';

/** What `pg` needs to connect: a URL, or its parts. */
export type Connection =
  string | { host: string; port: number; user: string; password: string; database: string };

// Counts and cursors are bigints; ours stay far below 2^53, and a string in place of a number is a trap.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export function createPool(connection: Connection, size: { min?: number; max: number }): Knex {
  return knexPackage({
    client: 'pg',
    // What goes wrong is thrown to the caller; knex would print it to the console as well.
    log: { warn: ignore, error: ignore, deprecate: ignore, debug: ignore },
    connection: settingsOf(connection),
    pool: {
      min: size.min ?? 0,
      max: size.max,
      idleTimeoutMillis: 30_000,
      afterCreate(connection: pg.Client, done: (error: Error | null, connection: pg.Client) => void) {
        connection.query(PLAN_BY_INDEX, (error) => {
          // The last one is the first to see a statement.
          refuseHollowCommit(connection);
          prepareStatements(connection);
          openLazily(connection);
          done(error, connection);
        });
      },
    },
    acquireConnectionTimeout: 10_000,
  });
}

/**
 * Every statement of ours reads a few rows by an index. A statement is planned once for a connection, perhaps while its table is
 * empty and reading all of it looks cheapest, and would go on reading all of it when there are a million rows.
 */
const PLAN_BY_INDEX = 'SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off';

/** knex does not know `pipeline`, but hands everything on to pg. See `openLazily` for why it is on. */
function settingsOf(connection: Connection): Knex.PgConnectionConfig {
  const config = typeof connection === 'string' ? { connectionString: connection } : connection;
  const piped = { ...config, pipeline: true };
  return piped;
}

function ignore(): void {}
