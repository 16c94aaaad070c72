import type { Client } from 'pg';
import { OperatorError } from '../runtime/operator-error.ts';

/** First minor version of each major without a known way around row security (CVE-2025-8713 and earlier). */
const FIRST_SAFE: Readonly<Record<number, number>> = { 15: 14, 16: 10, 17: 6 };
const OLDEST_MAJOR = 15;

/** @throws when the server is too old to hold our isolation */
export async function demandSupportedPostgres(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  const version = rows[0]?.version ?? 0;
  const [major, minor] = [Math.floor(version / 10_000), version % 10_000];
  const firstSafe = FIRST_SAFE[major] ?? 0;
  if (major < OLDEST_MAJOR || minor < firstSafe) {
    const wanted = major < OLDEST_MAJOR ? `${OLDEST_MAJOR} or newer` : `${major}.${firstSafe} or newer`;
    throw new OperatorError(`PostgreSQL ${major}.${minor} has known holes in row security. Use ${wanted}.`);
  }
}
