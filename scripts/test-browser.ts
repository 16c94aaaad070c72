import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

// `npm run test:browser`: the board in a real Chromium, against a real Pebble with the sample mails on its boards.
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const dataDir = await mkdtemp(join(tmpdir(), 'pebble-browser-'));
const env = {
  ...process.env,
  DATA_DIR: dataDir,
  PORT: '0',
  DATABASE_URL: '',
  NODE_ENV: '',
  LOG_LEVEL: 'warn',
};

const server = spawn('node', ['scripts/start.mjs'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
try {
  const url = await readyUrl(server);
  await run(['scripts/run.mjs', 'scripts/send.ts', 'samples', '--url', url], env);
  const credentials = join(dataDir, 'demo-credentials.json');
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'kanban-ui/vitest.browser.config.ts'];
  await run([...vitest, ...process.argv.slice(2)], {
    ...process.env,
    PEBBLE_URL: url,
    PEBBLE_CREDENTIALS: credentials,
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  server.kill('SIGTERM');
  if (server.exitCode === null) await once(server, 'exit');
  await rm(dataDir, { recursive: true, force: true });
}

async function readyUrl(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^Pebble is ready: (\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('Pebble ended before it was ready.');
}

async function run(args: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, args, { cwd: ROOT, env: environment, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${args[0]} ended with code ${code}.`);
}
