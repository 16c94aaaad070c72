import { asOwner } from '../../../db/owner.ts';
import type { Connection } from '../../../db/pool.ts';

/** Process ids of the connections to this database that listen, as Postgres knows them by their last statement. */
export function listening(owner: Connection): Promise<number[]> {
  return asOwner(owner, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle'
       AND (query LIKE 'LISTEN %' OR query LIKE '%pg_notify%')`,
    );
    return rows.map((row) => row.pid);
  });
}
