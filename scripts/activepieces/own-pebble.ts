import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DEMO_TENANTS } from '@pebble/core-api/features/tenants/demo-tenants';
import { openSession } from '../lib/api-session.ts';
import { awaitOutcomes } from '../lib/await-outcomes.ts';
import { handOver, type Outcome } from '../lib/delivery.ts';
import { readDemoSignIn } from '../lib/demo-sign-in.ts';
import { ROOT } from '../lib/root.mjs';
import { runQuietly } from '../lib/run-quietly.mjs';
import { ScriptError } from '../lib/script-error.mjs';
import type { LanePebble } from './lane.ts';

const PATIENCE_MS = 180_000;

/**
 * A Pebble of its own, with data that is gone afterwards, which hands jobs to Activepieces. Where that is on another machine, PUBLIC_URL
 * and HOST say how it reaches this one.
 */
export async function startOwnPebble(
  settings: Readonly<Record<string, string>>,
): Promise<LanePebble & { close(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pebble-activepieces-'));
  const port = process.env['PORT'] ?? String(await freePort());
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...{ PUBLIC_URL: process.env['PUBLIC_URL'] ?? `http://127.0.0.1:${port}` },
    ...{ DATA_DIR: dataDir, PORT: port, DATABASE_URL: '', REDIS_URL: '', NODE_ENV: '', LOG_LEVEL: 'warn' },
    ...{ FLOW_ENGINE: 'activepieces', FLOW_LEASE_S: '60', ...settings },
  };
  // Without the pages of the UI, which nobody looks at here.
  const args = [join(ROOT, 'core-api/src/main.ts'), 'all'];
  const server = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const close = async () => {
    server.kill('SIGTERM');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const url = await readyUrl(server);
    return { close, deploy: () => deploy(env), deliver: () => deliver(url, dataDir) };
  } catch (error) {
    await close();
    throw error;
  }
}

const [TENANT] = DEMO_TENANTS;

async function deploy(env: NodeJS.ProcessEnv): Promise<void> {
  const args = ['deploy', 'email-triage', '--to', 'activepieces', '--tenant', TENANT?.slug ?? ''];
  await runQuietly(['node', 'scripts/run.mjs', 'scripts/flows.ts', ...args], { cwd: ROOT, env });
}

async function deliver(url: string, dataDir: string): Promise<Outcome> {
  const session = await openSession(url, await readDemoSignIn(dataDir));
  const to = TENANT?.entities[0]?.mailboxes[0] ?? '';
  const raw = new TextEncoder().encode(enquiry(String(to)));
  const handed = await handOver(session, { name: 'enquiry', raw });
  const options = { concurrency: 1, patienceMs: PATIENCE_MS, onFinal: () => undefined };
  const [outcome] = await awaitOutcomes(session, [handed], options);
  if (!outcome) throw new ScriptError('Pebble told nothing of the mail.');
  return outcome;
}

function enquiry(to: string): string {
  return [
    'From: Ada Byron <ada@buyer.example>',
    `To: ${to}`,
    `Message-ID: <activepieces-${Date.now()}@buyer.example>`,
    `Date: ${new Date().toUTCString()}`,
    'Subject: Request for quotation: 40 gate valves',
    '',
    'Dear sales team,',
    '',
    'please quote 40 gate valves, DN50, PN16, with delivery time and prices.',
    '',
    'Ada Byron',
  ].join('\r\n');
}

async function readyUrl(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new ScriptError('Pebble has no output.');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^Pebble is ready: (\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new ScriptError('Pebble ended before it was ready.');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
