import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@pebble/core-api/log/create-log';
import { startPebble, type Pebble, type Roles } from '@pebble/core-api/pebble';
import { loadConfig } from '@pebble/core-api/runtime/config';
import { loadSecrets } from '@pebble/core-api/runtime/secrets';

export interface Lab {
  pebble: Pebble;
  password: string;
  dataDir: string;
}

/** A Pebble of its own on a new embedded Postgres with the durable settings of a real start; gone afterwards. */
export async function inLab<T>(roles: Roles, work: (lab: Lab) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pebble-bench-'));
  const config = loadConfig({
    ...process.env,
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    LOG_LEVEL: 'error',
    NODE_ENV: '',
  });
  const pebble = await startPebble(config, await loadSecrets(config), createLog(config.logLevel), roles);
  try {
    return await work({ pebble, password: pebble.demo[0]?.password ?? '', dataDir });
  } finally {
    await pebble.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

const WORDS = 'valve order invoice tender quote delivery steel pump gasket flange payment meeting'.split(' ');

/** About 2 kB, each with an id of its own. */
export function sampleMail(index: number): string {
  const words = Array.from({ length: 250 }, (_, at) => WORDS[(at * 7 + index) % WORDS.length]).join(' ');
  return [
    `From: Buyer ${index} <buyer${index}@customer.example>`,
    'To: sales@meridian.example',
    `Subject: Request for quotation ${index}`,
    `Message-ID: <bench-${index}-${process.pid}@customer.example>`,
    'Date: Mon, 02 Nov 2026 09:00:00 +0530',
    '',
    `Please quote: ${words}`,
    '',
  ].join('\r\n');
}
