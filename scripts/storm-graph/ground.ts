import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { call } from '@pebble/contract/client';
import { createConnection } from '@pebble/contract/connections';
import { createMailFeed, listMailFeeds, type MailFeed } from '@pebble/contract/mail-feeds';
import { startGraphTwin, type GraphTwin } from '../../pieces/outlook/twin/graph-twin.ts';
import { openSession, type ApiSession } from '../lib/api-session.ts';
import { FragilePostgres } from '../torture/fragile-postgres.ts';
import { createTenant } from '../torture/installation.ts';
import { enlist, environment, until, untilReady } from '../torture/lab.ts';
import type { Scratch } from '../torture/scratch.ts';
import type { Supervised } from '../torture/supervised.ts';

const TENANT = 'storm';
const DATABASE = 'storm';
export const MAILBOXES = ['sales', 'logistics', 'tender'].map((name) => `${name}@north.${TENANT}.example`);
/** A poll takes place every second in place of every thirty: a minute of the storm stands for half an hour. */
export const FASTER = 30;

/** A Pebble of its own with a mailbox of the twin for each of its feeds. */
export interface Ground {
  twin: GraphTwin;
  postgres: FragilePostgres;
  database: string;
  env: NodeJS.ProcessEnv;
  api: Supervised;
  worker: Supervised;
  session: ApiSession;
  feeds: readonly MailFeed[];
}

export async function prepare(scratch: Scratch, seed: number, signal: AbortSignal): Promise<Ground> {
  const twin = await startGraphTwin({
    ...{ seed, dials: { deltaPage: 25, deltaReplay: 0.05, latencyMs: 2 } },
    users: MAILBOXES.map((address) => ({ address, name: address })),
  });
  scratch.onClose(() => twin.close());
  const postgres = new FragilePostgres(scratch.dir);
  scratch.onClose(() => postgres.stop());
  await postgres.start();
  await postgres.createDatabase(DATABASE);
  const port = String(await freePort());
  const where = { dataDir: join(scratch.dir, 'data'), databaseUrl: postgres.url(DATABASE), redisUrl: null };
  const url = `http://127.0.0.1:${port}`;
  const env = { ...environment(where), PORT: port, PUBLIC_URL: url, FEED_POLL_SECONDS: String(30 / FASTER) };
  const signIn = await createTenant(TENANT, env);
  await addMailboxes(postgres);
  const api = enlist('api', 'api', env, scratch);
  const worker = enlist('worker', 'worker', env, scratch);
  api.start();
  worker.start();
  await untilReady([api, worker], signal);
  const session = await openSession(url, signIn);
  const feeds = await connect(session, twin);
  const ground = { twin, postgres, database: DATABASE, env, api, worker, session, feeds };
  await until(() => isAwake(ground), 60_000, signal);
  return ground;
}

/** True when every feed has its registration at the other side. */
async function isAwake({ session }: Ground): Promise<boolean> {
  const { items } = await call(session.send, listMailFeeds, {});
  return items.every(({ push_state }) => push_state.state === 'active');
}

async function connect(session: ApiSession, twin: GraphTwin): Promise<MailFeed[]> {
  const connection = await call(session.send, createConnection, {
    body: { name: 'outlook', connector: 'outlook', values: twin.credential },
  });
  const feeds: MailFeed[] = [];
  for (const mailbox of MAILBOXES) {
    feeds.push(
      await call(session.send, createMailFeed, {
        body: { name: mailbox, connection_id: connection.id, mailbox },
      }),
    );
  }
  return feeds;
}

function addMailboxes(postgres: FragilePostgres): Promise<unknown> {
  return postgres.asOwner(DATABASE, (client) =>
    client.query(
      `INSERT INTO mailboxes (id, tenant_id, entity_id, address, source_system, correlation_id)
       SELECT gen_random_uuid(), e.tenant_id, e.id, address, 'storm', 'storm'
       FROM entities e CROSS JOIN unnest($1::text[]) AS address WHERE e.slug = 'north' ON CONFLICT DO NOTHING`,
      [MAILBOXES],
    ),
  );
}

/** The address that the other side calls is known before the API listens at it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
