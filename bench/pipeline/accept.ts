import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { benchMail, sender } from './mail.ts';
import { drive, hundredth } from './drive.ts';
import { placeIn } from './raw-limit.ts';
import { memoryOf, type Rig } from './rig.ts';
import { writeAccepted } from '../raw-mail.ts';

/** Accepting over HTTP by one API process, against raw single-row commits of the same bytes from as many connections. */
export async function measureAccept(rig: Rig): Promise<Record<string, unknown>[]> {
  const [tenant] = rig.tenants;
  if (!tenant) throw new Error('no tenant');
  const api = await rig.start('api');
  await rig.asOwner((client) =>
    client.query('CREATE TABLE bench_raw (id uuid PRIMARY KEY, raw bytea NOT NULL)'),
  );
  const rows: Record<string, unknown>[] = [];
  for (const clients of [1, 32, 128]) {
    const mails = await sender(api.ready ?? '', tenant, clients);
    const raw = rawCommitter(rig.url, tenant.tenant, clients);
    const same = await sameRows(rig, tenant.tenant, clients);
    const count = clients === 1 ? 400 : 4_000;
    await drive(clients, count / 4, mails.post);
    await drive(clients, count / 4, raw.commit);
    await drive(clients, count / 4, same.commit);
    const accepted = await drive(clients, count, mails.post);
    const committed = await drive(clients, count, raw.commit);
    const committedSame = await drive(clients, count, same.commit);
    await Promise.all([mails.close(), raw.close(), same.close()]);
    rows.push({
      clients,
      ...accepted,
      raw_per_s: committed.perSecond,
      ratio: hundredth(accepted.perSecond / committed.perSecond),
      same_rows_per_s: committedSame.perSecond,
      ratio_same_rows: hundredth(accepted.perSecond / committedSame.perSecond),
      api_mb: await memoryOf(api.pid ?? 0),
    });
  }
  await rig.stopAll();
  // A table without row security keeps the next process from starting, and mails that no job will ever name are never finished.
  await rig.asOwner((client) =>
    client.query(`DROP TABLE bench_raw; DELETE FROM outbox WHERE queue = 'bench';
      UPDATE inbound_emails SET state = 'ignored' WHERE source_system = 'bench' AND state = 'accepted'`),
  );
  return rows;
}

function rawCommitter(url: string, tenant: string, connections: number) {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  // What is said to idle connections when the server goes down.
  pool.on('error', () => undefined);
  let index = 0;
  return {
    commit: () =>
      pool.query({
        name: 'raw',
        text: 'INSERT INTO bench_raw VALUES ($1, $2)',
        values: [randomUUID(), benchMail((index += 1), { tenant })],
      }),
    close: () => pool.end(),
  };
}

/** The rows of an accepted mail, one mail a transaction, without HTTP, authentication, look-ups and parsing. */
async function sameRows(rig: Rig, tenant: string, connections: number) {
  const place = await placeIn(rig);
  const pool = new pg.Pool({ connectionString: rig.url, max: connections });
  // What is said to idle connections when the server goes down.
  pool.on('error', () => undefined);
  let index = 0;
  return {
    async commit() {
      const client = await pool.connect();
      await writeAccepted(client, place, benchMail((index += 1), { tenant }));
      client.release();
    },
    close: () => pool.end(),
  };
}
