import pg from 'pg';
import type { Connection } from './pool.ts';

/** Runs `work` on one connection of the role that owns the schema. Only migrations and the login set-up need it. */
export async function asOwner<T>(
  connection: Connection,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(
    typeof connection === 'string' ? { connectionString: connection } : connection,
  );
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
