import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface TestRedis {
  url: string;
  stop(): Promise<void>;
}

/** A real redis-server of our own on loopback, nothing on disk; null where the machine has none. */
export async function startRedis(): Promise<TestRedis | null> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return null;
  const dir = await mkdtemp(join(tmpdir(), 'pebble-redis-'));
  for (let tries = 0; ; tries += 1) {
    const port = await freePort();
    const args = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      dir,
    ];
    const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let ready = false;
    for await (const line of createInterface({ input: server.stdout })) {
      ready = /ready to accept connections/i.test(line);
      if (ready) break;
    }
    // Nobody reads any further; a full pipe would stop it.
    server.stdout.resume();
    if (!ready && tries < 5) continue;
    if (!ready) throw new Error('redis-server does not start');
    return {
      url: `redis://127.0.0.1:${port}`,
      async stop() {
        const gone = once(server, 'exit');
        server.kill('SIGKILL');
        await gone;
        await rm(dir, { recursive: true, force: true });
      },
    };
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
