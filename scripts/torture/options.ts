import { parseArgs } from 'node:util';
import { ScriptError } from '../lib/script-error.mjs';

export type TransportKind = 'postgres' | 'redis';

export interface TortureOptions {
  mode: 'storm' | 'crash-points';
  /** How many are handed over in all, copies and poison included. */
  mails: number;
  /** Share of `mails` that are copies of others. */
  duplicates: number;
  /** Share of `mails` that can never be processed. */
  poison: number;
  /** Seconds between two kills of a process; 0 for none. */
  killEvery: number;
  /** How often Redis forgets everything. */
  flushRedis: number;
  /** How often Postgres is killed. */
  restartPostgres: number;
  transports: readonly TransportKind[];
  apis: number;
  workers: number;
  /** Mails that are handed over at the same time. */
  clients: number;
  seed: number;
  /** Leaves the scratch directory with the logs of all processes behind. */
  keep: boolean;
  /** Only crash points whose name contains this. */
  only: string;
  /** Crash points that are tried at the same time. */
  jobs: number;
}

export const USAGE = `Hands mail to API and worker processes of its own while it kills them, and proves from the database that no mail was
lost, none doubled and none stuck. Prints one line of JSON; exit code 0 only if all of that holds.

  npm run torture -- [--mails 400] [--duplicates 0.1] [--poison 0.02] [--kill-every 5] [--flush-redis 2]
      [--restart-postgres 1] [--transport postgres|redis] [--apis 1] [--workers 2] [--clients 16] [--seed N] [--keep]

  npm run torture -- --crash-points [--only NAME] [--transport postgres|redis] [--jobs 2] [--keep]
      stops a process at each named point between receiving and acknowledging, one after the other

Without --transport: a storm with --flush-redis runs on Redis, any other on Postgres; crash points run on both.`;

const number = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** @returns null when help was asked for. @throws ScriptError */
export function readTortureOptions(args: readonly string[], random = Math.random): TortureOptions | null {
  const { values } = parse(args);
  if (values.help) return null;
  const crashPoints = values['crash-points'] ?? false;
  const flushRedis = count('flush-redis', values['flush-redis'], 0, 0);
  const share = {
    duplicates: fraction('duplicates', values.duplicates, 0.1),
    poison: fraction('poison', values.poison, 0.02),
  };
  if (share.duplicates + share.poison > 0.9) {
    throw new ScriptError('--duplicates and --poison must leave at least a tenth of the mails.');
  }
  const options: TortureOptions = {
    mode: crashPoints ? 'crash-points' : 'storm',
    mails: count('mails', values.mails, 400, 1),
    ...share,
    killEvery: seconds(values['kill-every']),
    flushRedis,
    restartPostgres: count('restart-postgres', values['restart-postgres'], 0, 0),
    transports: transports(values.transport, crashPoints, flushRedis),
    apis: count('apis', values.apis, 1, 1, 8),
    workers: count('workers', values.workers, 2, 1, 16),
    clients: count('clients', values.clients, 16, 1, 256),
    seed: count('seed', values.seed, Math.floor(random() * 1_000_000), 0),
    keep: values.keep ?? false,
    only: values.only ?? '',
    jobs: count('jobs', values.jobs, 2, 1, 8),
  };
  if (options.flushRedis > 0 && !options.transports.includes('redis')) {
    throw new ScriptError('--flush-redis needs --transport redis.');
  }
  return options;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ mails: number, duplicates: number, poison: number, 'kill-every': number, 'flush-redis': number },
        ...{ 'restart-postgres': number, transport: number, apis: number, workers: number, clients: number },
        ...{ seed: number, only: number, jobs: number },
        ...{ 'crash-points': flag, keep: flag, help: { type: 'boolean', short: 'h' } as const },
      },
    });
  } catch (error) {
    throw new ScriptError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function transports(given: string | undefined, crashPoints: boolean, flushes: number): TransportKind[] {
  if (given === 'postgres' || given === 'redis') return [given];
  if (given !== undefined) throw new ScriptError('--transport must be postgres or redis.');
  if (crashPoints) return ['postgres', 'redis'];
  return [flushes > 0 ? 'redis' : 'postgres'];
}

function count(
  name: string,
  text: string | undefined,
  fallback: number,
  least: number,
  most = 1_000_000,
): number {
  const value = text === undefined ? fallback : Number(text);
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw new ScriptError(`--${name} must be a whole number from ${least} to ${most}.`);
}

function fraction(name: string, text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (value >= 0 && value <= 0.9) return value;
  throw new ScriptError(`--${name} must be a share from 0 to 0.9.`);
}

function seconds(text: string | undefined): number {
  const value = text === undefined ? 5 : Number(text);
  if (value === 0 || (value >= 0.5 && value <= 3600)) return value;
  throw new ScriptError('--kill-every must be seconds from 0.5 to 3600, or 0 for no kills.');
}
