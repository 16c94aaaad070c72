import { startTwins, type RunningTwin } from '@pebble/flows/twins';
import type { Logger } from 'pino';
import { newId } from './db/new-id.ts';
import type { Database } from './db/database.ts';
import { systemScope } from './db/scope.ts';
import type { TenantTx } from './db/with-tenant.ts';
import { toColumns, type ConnectionRow } from './features/connections/connection-rows.ts';
import { splitValues } from './features/connections/credential-values.ts';
import { authNamed, type Connectors } from './features/connections/connectors.ts';
import { appendEvent } from './features/events/append-event.ts';
import type { SecretKeeper } from './features/sources/sealed-secret.ts';
import { DEMO_TENANTS } from './features/tenants/demo-tenants.ts';

export interface DemoTwinDeps {
  db: Database;
  keeper: SecretKeeper;
  connectors: Connectors;
  log: Logger;
}

export interface DemoTwins {
  /** What somebody at the console should know; empty when there are none. */
  lines: readonly string[];
  close(): Promise<void>;
}

const NOTHING: DemoTwins = { lines: [], close: async () => undefined };
export const NO_TWINS = Promise.resolve(NOTHING);

/**
 * Starts the twins of vendors and connects the first demo organisation with them, as a person would: a connection for each, and a
 * feed for each mailbox. What somebody has connected under the same name is left alone, and so are feeds that were changed.
 */
export async function startDemoTwins(deps: DemoTwinDeps): Promise<DemoTwins> {
  try {
    return await startAndConnect(deps);
  } catch (error) {
    // Nobody who only tries it out shall have to do without the rest.
    deps.log.warn({ err: error }, 'the twins of the demo did not start');
    return NOTHING;
  }
}

async function startAndConnect(deps: DemoTwinDeps): Promise<DemoTwins> {
  const [demo] = DEMO_TENANTS;
  const tenant = (await deps.db.tenants()).find(({ slug }) => slug === demo?.slug);
  if (!demo || !tenant) return NOTHING;
  const mailboxes = demo.entities[0]?.mailboxes ?? [];
  const twins = await startTwins({ mailboxes });
  const scope = systemScope(tenant.id, 'seed', `demo-${demo.slug}`);
  for (const twin of twins) await deps.db.withTenant(scope, (tx) => connect(tx, deps, twin));
  return {
    lines: twins.map(lineOf),
    close: async () => void (await Promise.all(twins.map((twin) => twin.close()))),
  };
}

function lineOf({ connector, url, mailboxes: [mailbox], tip }: RunningTwin): string {
  const deliver = mailbox === undefined ? '' : `Deliver a mail to it:  npm run outlook:mail -- ${mailbox}`;
  return `A twin of ${connector} stands in for the real one at ${url}. ${tip ?? deliver}`.trim();
}

async function connect(tx: TenantTx, deps: DemoTwinDeps, twin: RunningTwin): Promise<void> {
  const { keeper, connectors } = deps;
  const { tenantId } = tx.scope;
  const auth = authNamed(connectors.wanted(twin.connector), twin.auth);
  const credential = splitValues(auth, twin.values);
  const present = await tx
    .sql<ConnectionRow>('connections')
    .where({ name: twin.connector })
    .forUpdate()
    .first();
  // Somebody has connected the real one under this name.
  if (present && !isTwin(present.plain['base_url'])) return;
  const id = present?.id ?? newId();
  const columns = toColumns(keeper, tenantId, id, credential);
  if (!present) {
    const row = { id, tenant_id: tenantId, name: twin.connector, connector: twin.connector, auth: auth.name };
    await tx.sql('connections').insert({ ...row, ...columns });
    const data = { connection_id: id, name: twin.connector, connector: twin.connector, auth: auth.name };
    await appendEvent(tx, { type: 'connection.created', data });
    await addFeeds(tx, id, twin.mailboxes);
    return;
  }
  // It is another twin than the one of the last start: at another address, and its mailboxes are empty.
  const fresh = { session_sealed: null, session_until: null, signing_in: null, signing_in_until: null };
  await tx
    .sql('connections')
    .where({ id })
    .update({ ...columns, ...fresh, session_revision: present.session_revision + 1 });
  const feeds = tx.sql('mail_feeds').where({ connection_id: id });
  const ids = await feeds.clone().pluck<string[]>('id');
  await tx.sql('feed_cursors').whereIn('feed_id', ids).delete();
  await feeds.update({
    revision: tx.sql.raw('revision + 1'),
    last_error: null,
    start_said_at: tx.sql.fn.now(),
  });
}

async function addFeeds(tx: TenantTx, connectionId: string, mailboxes: readonly string[]): Promise<void> {
  for (const mailbox of mailboxes) {
    const id = newId();
    const settings = {
      ...{ name: `Outlook ${mailbox}`, connection_id: connectionId, mailbox, remote_mailbox: mailbox },
      ...{ folder: 'inbox', mode: 'live', enabled: true, push: true, start_from: 'now' },
    };
    await tx.sql('mail_feeds').insert({ id, tenant_id: tx.scope.tenantId, ...settings });
    await appendEvent(tx, { type: 'mail_feed.created', data: { feed_id: id, ...settings } });
  }
}

function isTwin(baseUrl: string | undefined): boolean {
  return /^http:\/\/127\.0\.0\.1:\d+$/.test(baseUrl ?? '');
}
