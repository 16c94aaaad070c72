import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { createTenant, type SignIn } from '../../scripts/torture/installation.ts';
import { FragilePostgres } from '../../scripts/torture/fragile-postgres.ts';
import { startRedis } from '../../scripts/torture/own-redis.ts';
import { inScratch } from '../../scripts/torture/scratch.ts';
import { Supervised, type Role } from '../../scripts/torture/supervised.ts';

export type TransportKind = 'postgres' | 'redis';

const DATABASE = 'bench';

/** An installation of real processes on a Postgres with durable settings, gone afterwards. */
export interface Rig {
  transport: TransportKind;
  url: string;
  tenants: SignIn[];
  start(role: Role, extra?: NodeJS.ProcessEnv): Promise<Supervised>;
  stopAll(): Promise<void>;
  /** As the superuser, whom row security does not bind. */
  asOwner<T>(work: (client: Client) => Promise<T>): Promise<T>;
}

export async function inRig<T>(transport: TransportKind, work: (rig: Rig) => Promise<T>): Promise<T> {
  return inScratch({ keep: false, say: (line) => console.error(line) }, async (scratch) => {
    const postgres = new FragilePostgres(scratch.dir);
    await postgres.start();
    scratch.onClose(() => postgres.stop());
    await postgres.createDatabase(DATABASE);
    const redis = transport === 'redis' ? await startRedis(scratch.dir) : null;
    if (redis) scratch.onClose(() => redis.stop());
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      ...{
        DATABASE_URL: postgres.url(DATABASE),
        REDIS_URL: redis?.url ?? '',
        DATA_DIR: join(scratch.dir, 'data'),
      },
      ...{ PORT: '0', LOG_LEVEL: 'error', NODE_ENV: '', MAX_UNFINISHED: '10000000' },
      ...{ MAX_PER_MINUTE_KEY: '100000000', MAX_PER_MINUTE_TENANT: '100000000' },
    };
    const tenants = [await createTenant('alpha', env), await createTenant('beta', env)];
    const running: Supervised[] = [];
    const stopAll = async () => void (await Promise.all(running.splice(0).map((one) => one.stop())));
    scratch.onClose(stopAll);
    return work({
      transport,
      url: postgres.url(DATABASE),
      tenants,
      stopAll,
      asOwner: (ask) => postgres.asOwner(DATABASE, ask),
      async start(role, extra = {}) {
        const log = createWriteStream(join(scratch.dir, `${role}-${running.length}.log`));
        const one = new Supervised({
          role,
          name: `${role}-${running.length}`,
          env: { ...env, ...extra },
          log,
        });
        running.push(one);
        one.start();
        while (one.ready === null) {
          if (one.ends.length >= 3) throw new Error(`${role} does not start: see ${String(log.path)}`);
          await pause(20);
        }
        return one;
      },
    });
  });
}

/** Resident memory of a process in megabytes, shared pages counted in their share. */
export async function memoryOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Math.round(Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? Number.NaN) / 1024);
}
