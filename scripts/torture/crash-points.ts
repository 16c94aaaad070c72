import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CRASH_POINTS, type CrashPoint } from '@pebble/core-api/runtime/crash-points';
import { inParallel } from '../lib/in-parallel.ts';
import { ScriptError } from '../lib/script-error.mjs';
import { isTortured, SCENARIOS } from './crash-scenarios.ts';
import { dieAt, type Ground } from './die-at.ts';
import { FragilePostgres } from './fragile-postgres.ts';
import { createTenant, type SignIn } from './installation.ts';
import type { Judgement } from './judge.ts';
import { environment } from './lab.ts';
import type { TortureOptions, TransportKind } from './options.ts';
import { startRedis } from './own-redis.ts';
import { inScratch, type Scratch } from './scratch.ts';

export interface PointResult extends Judgement {
  point: CrashPoint;
  transport: TransportKind;
  /** False when the process never came to the point. */
  died: boolean;
  seconds: number;
}

const TEMPLATE = 'template_of_points';
const TENANT = 'points';

/** Stops a process at each point, on each transport, and says what became of the mails. Points are tried side by side. */
export async function tryCrashPoints(
  options: TortureOptions,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<PointResult[]> {
  const points = CRASH_POINTS.filter(isTortured).filter((name) => name.includes(options.only));
  if (points.length === 0) throw new ScriptError(`No crash point is called ${options.only}.`);
  return inScratch({ keep: options.keep, say }, async (scratch) => {
    const lab = await openLab(options, scratch);
    const tries = points.flatMap((point) => options.transports.map((transport) => ({ point, transport })));
    return inParallel(tries, options.jobs, async ({ point, transport }): Promise<PointResult> => {
      signal.throwIfAborted();
      const started = performance.now();
      const ground = await lab.ground(point, transport);
      const result = await dieAt(point, SCENARIOS[point], ground, signal, (line) =>
        say(`${transport.padEnd(8)}  ${point.padEnd(28)}  ${line}`),
      );
      const seconds = Math.round((performance.now() - started) / 100) / 10;
      say(`${transport.padEnd(8)}  ${point.padEnd(28)}  ${verdict(result)}  ${seconds} s`);
      return { point, transport, ...result, seconds };
    });
  });
}

export function isSound({
  died,
  findings,
  dead,
  poison,
}: Pick<PointResult, 'died' | 'findings' | 'dead' | 'poison'>): boolean {
  return died && findings.length === 0 && dead === poison;
}

function verdict(result: Parameters<typeof isSound>[0] & { lost: number; doubled: number }): string {
  if (isSound(result)) return 'ok';
  return result.died ? `lost ${result.lost}, doubled ${result.doubled}` : 'never reached';
}

interface Lab {
  /** A fresh copy of an installation with one tenant. */
  ground(point: CrashPoint, transport: TransportKind): Promise<Ground>;
}

async function openLab(options: TortureOptions, scratch: Scratch): Promise<Lab> {
  const postgres = new FragilePostgres(scratch.dir);
  scratch.onClose(() => postgres.stop());
  await postgres.start();
  await postgres.createDatabase(TEMPLATE);
  const redis = options.transports.includes('redis') ? await startRedis(scratch.dir) : null;
  if (redis) scratch.onClose(() => redis.stop());
  const first = join(scratch.dir, 'data');
  const template = environment({ dataDir: first, databaseUrl: postgres.url(TEMPLATE), redisUrl: null });
  const signIn: SignIn = await createTenant(TENANT, template);
  return {
    async ground(point, transport) {
      const name = `${transport}_${point.replace(/\W/g, '_').toLowerCase()}`;
      await postgres.createDatabase(`${name} TEMPLATE ${TEMPLATE}`);
      // The anchors of the audit chain lie beside the secrets, and each copy has a chain of its own.
      const dataDir = join(scratch.dir, name);
      await mkdir(dataDir);
      await copyFile(join(first, 'secrets.json'), join(dataDir, 'secrets.json'));
      const redisUrl = transport === 'redis' ? (redis?.url ?? null) : null;
      const env = environment({ dataDir, databaseUrl: postgres.url(name), redisUrl });
      return {
        name,
        database: name,
        postgres,
        env: { ...env, REDIS_PREFIX: name },
        signIn,
        seed: options.seed,
        scratch,
      };
    },
  };
}
