import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inParallel } from '../lib/in-parallel.ts';
import { Chaos } from './chaos.ts';
import { readEvidence } from './evidence.ts';
import { FragilePostgres } from './fragile-postgres.ts';
import { createTenant, mailboxesOf, verifyAudit } from './installation.ts';
import { judge, type Judgement } from './judge.ts';
import { enlist, environment, untilReady } from './lab.ts';
import { Ledger } from './ledger.ts';
import type { TortureOptions, TransportKind } from './options.ts';
import { startRedis } from './own-redis.ts';
import { drawPlan, type Plan } from './plan.ts';
import { Poster } from './poster.ts';
import { Random } from './random.ts';
import { inScratch, type Scratch } from './scratch.ts';
import type { Role, Supervised } from './supervised.ts';
import { untilSettled } from './until-settled.ts';

const DATABASE = 'torture';
const TENANTS = ['storm', 'lee'];
/** A storm with kills lasts at least as long as this many of them. */
const LEAST_KILLS = 5;

export interface StormResult extends Judgement {
  transport: TransportKind;
  seconds: number;
  kills: number;
  flushes: number;
  restarts: number;
  seed: number;
}

export async function storm(
  options: TortureOptions,
  transport: TransportKind,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<StormResult> {
  return inScratch({ keep: options.keep, say }, async (scratch) => {
    const postgres = new FragilePostgres(scratch.dir);
    scratch.onClose(() => postgres.stop());
    await postgres.start();
    await postgres.createDatabase(DATABASE);
    const redis = transport === 'redis' ? await startRedis(scratch.dir) : null;
    if (redis) scratch.onClose(() => redis.stop());
    const env = environment({
      dataDir: join(scratch.dir, 'data'),
      databaseUrl: postgres.url(DATABASE),
      redisUrl: redis?.url ?? null,
    });
    const signIns = [];
    for (const tenant of TENANTS) signIns.push(await createTenant(tenant, env));
    const fleet = startFleet(options, env, scratch);
    await untilReady(fleet, signal);
    const plan = drawPlan(options, TENANTS.flatMap(mailboxesOf));
    const ledger = new Ledger();
    const random = new Random(options.seed + 1);
    const chaos = new Chaos({ fleet, postgres, redis }, { ...options, random, say });
    const apis = () => fleet.flatMap(({ role, ready }) => (role === 'api' && ready ? [ready] : []));
    const poster = new Poster({ signIns, apis, ledger });
    const started = performance.now();
    chaos.start(options.killEvery);
    try {
      await handOver({ plan, poster, chaos, signal, options, say });
      await untilSettled({
        ...{ postgres, database: DATABASE, fleet, chaos },
        ...{ expected: plan.postings.length, signal, say },
      });
    } finally {
      await chaos.stop();
    }
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    for (const process of fleet) {
      const code = await process.stop();
      if (code !== 0) say(`${process.name} did not stop in order: exit code ${code}`);
    }
    const evidence = await postgres.asOwner(DATABASE, readEvidence);
    const judgement = judge({ postings: plan.postings, answers: ledger.answers, evidence });
    const audit = await verifyAudit(env);
    if (audit !== null) judgement.findings.push(`audit: ${audit}`);
    return { transport, ...judgement, ...chaos.damage, seconds, seed: options.seed };
  });
}

function startFleet(
  { apis, workers }: TortureOptions,
  env: NodeJS.ProcessEnv,
  scratch: Scratch,
): Supervised[] {
  const many = (role: Role, count: number) =>
    Array.from({ length: count }, (_, at) => enlist(role, `${role}-${at + 1}`, env, scratch));
  const fleet = [...many('api', apis), ...many('worker', workers)];
  for (const one of fleet) one.start();
  return fleet;
}

interface Handover {
  plan: Plan;
  poster: Poster;
  chaos: Chaos;
  signal: AbortSignal;
  options: TortureOptions;
  say: (line: string) => void;
}

/** Spreads a small storm out, so that there is something left to kill. */
async function handOver({ plan, poster, chaos, signal, options, say }: Handover): Promise<void> {
  const { postings } = plan;
  const everyMs = (options.killEvery * LEAST_KILLS * 1000) / postings.length;
  const started = Date.now();
  let handed = 0;
  await inParallel([...postings.entries()], options.clients, async ([at, posting]) => {
    const early = started + at * everyMs - Date.now();
    if (early > 0) await pause(early, undefined, { signal });
    await poster.post(posting, signal);
    handed += 1;
    chaos.reached(handed / postings.length);
    if (handed % Math.ceil(postings.length / 10) === 0) say(`handed over ${handed} of ${postings.length}`);
  });
}
