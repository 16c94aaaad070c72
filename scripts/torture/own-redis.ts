import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { spawnWatched } from '@pebble/core-api/db/embedded-postgres/watchdog';
import { ScriptError } from '../lib/script-error.mjs';

export interface OwnRedis {
  url: string;
  /** Forgets everything, as a Redis without persistence does when its machine restarts. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const START_MS = 10_000;

/** A redis-server on loopback that keeps nothing on disk and goes down with this process. @throws ScriptError */
export async function startRedis(dir: string): Promise<OwnRedis> {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    throw new ScriptError(
      'There is no redis-server here. Install it (apt-get install redis-server), or use --transport postgres.',
    );
  }
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--logfile', 'redis.log'];
    const nothingOnDisk = ['--save', '', '--appendonly', 'no'];
    const server = spawnWatched(['redis-server', ...where, ...nothingOnDisk], process.env);
    server.stderr.resume();
    const exited = once(server, 'exit');
    const ready = await Promise.race([answers(port), exited.then(() => false)]);
    const stop = async () => {
      server.stdin.end();
      await exited;
    };
    const flush = async () => {
      const reply = await ask(port, 'FLUSHALL');
      if (!reply.startsWith('+OK')) throw new Error(`FLUSHALL answered ${reply}`);
    };
    if (ready) return { url: `redis://127.0.0.1:${port}`, flush, stop };
    await stop();
    if (tries === 5) throw new ScriptError('redis-server does not start.');
  }
}

async function answers(port: number): Promise<boolean> {
  const started = Date.now();
  while (Date.now() - started < START_MS) {
    if ((await ask(port, 'PING').catch(() => '')).startsWith('+PONG')) return true;
    await pause(20);
  }
  return false;
}

/** One command in Redis' inline form, and the first line of its answer. */
async function ask(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write(`${command}\r\n`);
    const [reply] = await once(socket, 'data');
    return String(reply).trim();
  } finally {
    socket.destroy();
  }
}

/** Somebody else may take it meanwhile; then the start fails and another is tried. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
