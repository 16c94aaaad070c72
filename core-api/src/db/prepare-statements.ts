import { createHash } from 'node:crypto';
import type { Client, QueryConfig } from 'pg';

/** Distinct statements that may be prepared; those beyond are planned anew each time, as they would be anyway. */
const MOST = 300;

type Query = (config: QueryConfig, done: (error: Error | undefined, result: unknown) => void) => unknown;

/**
 * Makes a connection prepare each statement the first time it meets it. Planning under row security costs Postgres more than
 * running most of our statements does. The names are the statements' hashes, so that all connections agree on them.
 */
export function prepareStatements(connection: Client): void {
  const send = connection.query.bind(connection) as unknown as Query;
  const prepared: Query = (config, done) => {
    const name = typeof config === 'object' && !config.name ? nameFor(config.text) : undefined;
    return send(name === undefined ? config : { ...config, name }, done);
  };
  connection.query = prepared as unknown as Client['query'];
}

const names = new Map<string, string>();

function nameFor(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined) return known;
  // BEGIN, COMMIT and their like have no plan.
  if (names.size >= MOST || !/^\s*(\/\*.*?\*\/\s*)?(select|insert|update|delete|with)\b/i.test(sql))
    return undefined;
  const name = createHash('sha256').update(sql).digest('base64url').slice(0, 32);
  names.set(sql, name);
  return name;
}
