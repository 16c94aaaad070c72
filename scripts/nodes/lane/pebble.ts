import { DEMO_TENANTS } from '@pebble/core-api/features/tenants/demo-tenants';
import { listCards } from '@pebble/contract/cards';
import { call } from '@pebble/contract/client';
import { createSource } from '@pebble/contract/sources';
import { join } from 'node:path';
import { openSession, type ApiSession } from '../../lib/api-session.ts';
import { readDemoSignIn } from '../../lib/demo-sign-in.ts';
import { ROOT } from '../../lib/root.mjs';
import { runQuietly } from '../../lib/run-quietly.mjs';
import { startChild, type Child } from './child.ts';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** A Pebble with data of its own, which hands its mails to n8n, for as long as the lane runs. */
export interface OwnPebble {
  url: string;
  env: NodeJS.ProcessEnv;
  server: Child;
  session: ApiSession;
}

export async function startPebble(dataDir: string): Promise<OwnPebble> {
  const port = String(await freePort());
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...{ DATA_DIR: dataDir, PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}`, LOG_LEVEL: 'warn' },
    ...{ DATABASE_URL: '', REDIS_URL: '', NODE_ENV: '', FLOW_ENGINE: 'n8n', FLOW_LEASE_S: '60' },
  };
  const server = startChild([process.execPath, join(ROOT, 'core-api/src/main.ts'), 'all'], {
    cwd: ROOT,
    env,
  });
  const ready = async () => /^Pebble is ready: (\S+)/m.exec(server.said())?.[1];
  const url = (await until('Pebble', ready, server)).replace(/\/$/, '');
  return { url, env, server, session: await openSession(url, await readDemoSignIn(dataDir)) };
}

/** Deploys the flow that puts mails on boards into n8n, with the command that an operator uses. */
export async function deployFlow({ env }: OwnPebble, n8n: { url: string; apiKey: string }): Promise<void> {
  const tenant = DEMO_TENANTS[0]?.slug ?? '';
  const args = ['scripts/flows.ts', 'deploy', 'email-triage', '--to', 'n8n', '--tenant', tenant];
  const own = { ...env, N8N_URL: n8n.url, N8N_API_KEY: n8n.apiKey };
  await runQuietly([process.execPath, 'scripts/run.mjs', ...args], { cwd: ROOT, env: own });
}

/** A source for the mails of n8n, and what its credential holds. */
export async function makeSource({ url, session }: OwnPebble) {
  const mailbox = DEMO_TENANTS[0]?.entities[0]?.mailboxes[0] ?? null;
  const { source, secret } = await call(session.send, createSource, {
    body: { name: 'n8n lane', mailbox: mailbox === null ? null : String(mailbox) },
  });
  return { baseUrl: url, source: source.id, signingSecret: secret };
}

/** The card whose title holds these words. */
export async function findCard({ session, server }: OwnPebble, words: string) {
  const look = async () => {
    const { items } = await call(session.send, listCards, { query: { limit: 100 } });
    return items.find(({ title }) => title.includes(words));
  };
  return await until('The card', look, server);
}
