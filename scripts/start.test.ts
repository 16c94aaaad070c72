import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { join } from 'node:path';
import { stillRunning } from '@pebble/core-api/runtime/testing/processes';
import { expect, onTestFinished, test } from 'vitest';
import { scratchFiles } from './lib/testing/scratch.ts';

const RUN_SCRIPT = new URL('lib/script-error.mjs', import.meta.url).href;
const LAUNCH = new URL('lib/launch.mjs', import.meta.url).href;
const SHUTDOWN = new URL('../core-api/src/runtime/shutdown.ts', import.meta.url).href;

/** What start.mjs does after installing, with a server that only says what happens to it. */
function launcher(): string {
  return scratchFiles({
    'package.json': JSON.stringify({ type: 'module', scripts: { start: 'node start.mjs' } }),
    'start.mjs': `
      import { launchServer } from '${LAUNCH}';
      import { runScript } from '${RUN_SCRIPT}';
      console.log('launcher ' + process.pid);
      await runScript(() => launchServer(process.execPath, ['main.ts']));`,
    'main.ts': `
      import { installShutdown } from '${SHUTDOWN}';
      const server = setInterval(() => {}, 1000);
      installShutdown(async (reason) => { console.log('stopping: ' + reason); });
      process.on('SIGUSR2', () => process.exit(7));
      console.log('server ' + process.pid);`,
  });
}

interface Started {
  top: ChildProcess;
  output: Interface;
  launcher: number;
  server: number;
  lines: string[];
}

/** Starts it and waits until the server is up. In a process group of its own, like a command in a terminal. */
async function start(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Started> {
  const path = `${join(process.execPath, '..')}:${process.env['PATH']}`;
  const top = spawn(command, args, {
    cwd: launcher(),
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, npm_lifecycle_event: '', PATH: path, ...env },
  });
  const lines: string[] = [];
  const output = createInterface({ input: top.stdout }).on('line', (line) => lines.push(line));
  const pidAfter = (word: string) => Number(lines.find((line) => line.startsWith(`${word} `))?.split(' ')[1]);
  await expect.poll(() => pidAfter('server')).toBeGreaterThan(0);
  const started = { top, output, lines, launcher: pidAfter('launcher'), server: pidAfter('server') };
  onTestFinished(() =>
    stillRunning([started.launcher, started.server]).forEach((pid) => process.kill(pid, 'SIGKILL')),
  );
  return started;
}

const startDirectly = () => start(process.execPath, ['start.mjs']);
const startByNpm = () => start('npm', ['start']);

async function untilNobodyIsLeft({ launcher, server }: Started): Promise<void> {
  await expect.poll(() => stillRunning([launcher, server])).toEqual([]);
}

test('Ctrl-C, which reaches everybody, stops the server exactly once and in peace', async () => {
  const started = await startDirectly();
  process.kill(-(started.top.pid ?? 0), 'SIGINT');
  expect(await once(started.top, 'close')).toEqual([0, null]);
  expect(started.lines.filter((line) => line.startsWith('stopping'))).toHaveLength(1);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s to the launcher alone stops the server too',
  async (signal) => {
    const started = await startDirectly();
    process.kill(started.launcher, signal);
    expect(await once(started.top, 'close')).toEqual([0, null]);
    expect(started.lines).toContain('stopping: launcher gone');
  },
);

test("the server's exit code is the launcher's", async () => {
  const started = await startDirectly();
  process.kill(started.server, 'SIGUSR2');
  expect(await once(started.top, 'exit')).toEqual([7, null]);
});

test('a killed server ends the launcher as shells tell it', async () => {
  const started = await startDirectly();
  process.kill(started.server, 'SIGKILL');
  expect(await once(started.top, 'exit')).toEqual([137, null]);
});

test('a killed launcher takes the server with it', async () => {
  const started = await startDirectly();
  process.kill(started.launcher, 'SIGKILL');
  await untilNobodyIsLeft(started);
});

test.each(['SIGKILL', 'SIGTERM'] as const)('%s to npm leaves nobody behind', async (signal) => {
  const started = await startByNpm();
  process.kill(started.top.pid ?? 0, signal);
  await untilNobodyIsLeft(started);
});

test('Ctrl-C in a terminal with npm in it stops the server exactly once', async () => {
  const started = await startByNpm();
  const outputEnds = once(started.output, 'close');
  process.kill(-(started.top.pid ?? 0), 'SIGINT');
  await untilNobodyIsLeft(started);
  await outputEnds;
  expect(started.lines.filter((line) => line.startsWith('stopping'))).toHaveLength(1);
});
