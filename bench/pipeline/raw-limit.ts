import pg from 'pg';
import type { Rig } from './rig.ts';
import { writeRaw, type Place } from '../raw-mail.ts';

/** Raw transactions a second that write the rows which a mail becomes, from so many connections. */
export async function rawLimit(rig: Rig, connections: number, count: number): Promise<number> {
  const place = await placeIn(rig);
  const pool = new pg.Pool({ connectionString: rig.url, max: connections });
  // What is said to idle connections when the server goes down.
  pool.on('error', () => undefined);
  let left = count;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = await pool.connect();
      while (left-- > 0) await writeRaw(client, place, left);
      client.release();
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await pool.end();
  return Math.round(count / seconds);
}

/** Ids of the first tenant that the rows of a mail point to. */
export async function placeIn(rig: Rig): Promise<Place> {
  return rig.asOwner(async (client) => {
    const { rows } = await client.query<Place>(
      `SELECT t.id AS tenant, e.id AS entity, c.board_id AS board, c.id AS "column", f.id AS flow
       FROM tenants t JOIN entities e ON e.tenant_id = t.id JOIN board_columns c ON c.tenant_id = t.id
       JOIN flow_versions f ON f.tenant_id = t.id LIMIT 1`,
    );
    const [found] = rows;
    if (!found) throw new Error('there is no tenant to write for');
    return found;
  });
}
