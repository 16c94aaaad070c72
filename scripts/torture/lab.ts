import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ScriptError } from '../lib/script-error.mjs';
import type { Scratch } from './scratch.ts';
import { Supervised, type Role } from './supervised.ts';

const START_MS = 120_000;

/**
 * What our processes run with, and nothing of our own environment: that may name a database which is somebody's. The times are
 * short, so that a run has time for many troubles.
 */
export function environment(where: {
  dataDir: string;
  databaseUrl: string;
  redisUrl: string | null;
}): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    DATA_DIR: where.dataDir,
    DATABASE_URL: where.databaseUrl,
    ...(where.redisUrl === null ? {} : { REDIS_URL: where.redisUrl }),
    PORT: '0',
    LOG_LEVEL: 'warn',
    RETRY_BASE_MS: '200',
    SWEEP_EVERY_MS: '2000',
    FORGOTTEN_AFTER_S: '15',
  };
}

/** A process that is ended with the scratch directory, and logs into it. It is not started yet. */
export function enlist(role: Role, name: string, env: NodeJS.ProcessEnv, scratch: Scratch): Supervised {
  const log = createWriteStream(join(scratch.dir, `${name}.log`));
  const one = new Supervised({ role, name, env, log });
  scratch.onClose(async () => {
    await one.stop();
    log.end();
  });
  return one;
}

/** @throws ScriptError when a process does not come up, which its log explains */
export async function untilReady(fleet: readonly Supervised[], signal: AbortSignal): Promise<void> {
  const up = () => fleet.every(({ ready }) => ready !== null);
  if (await until(up, START_MS, signal)) return;
  throw new ScriptError('Pebble does not start. Run this again with --keep and read its logs.');
}

/** Asks again and again; false when the time is over. */
export async function until(
  ask: () => boolean | Promise<boolean>,
  patienceMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const started = Date.now();
  while (!(await ask())) {
    if (Date.now() - started > patienceMs) return false;
    await pause(50, undefined, { signal });
  }
  return true;
}
