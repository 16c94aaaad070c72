import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ScriptError } from '../lib/script-error.mjs';
import { inParallel } from '../lib/in-parallel.ts';
import { Chaos } from './chaos.ts';
import { readEvidence } from './evidence.ts';
import { FragilePostgres } from './fragile-postgres.ts';
import { createTenant, mailboxesOf, verifyAudit } from './installation.ts';
import { judge, type Judgement } from './judge.ts';
import { Ledger } from './ledger.ts';
import type { TortureOptions, TransportKind } from './options.ts';
import { startRedis, type OwnRedis } from './own-redis.ts';
import { drawPlan, type Plan } from './plan.ts';
import { Poster } from './poster.ts';
import { Random } from './random.ts';
import { inScratch, type Scratch } from './scratch.ts';
import { Supervised, type Role } from './supervised.ts';
import { untilSettled } from './until-settled.ts';

const DATABASE = 'torture';
const TENANTS = ['storm', 'lee'];
/** A storm with kills lasts at least as long as this many of them. */
const LEAST_KILLS = 5;
const START_MS = 120_000;

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
    const env = environment(scratch.dir, postgres.url(DATABASE), redis);
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
        postgres,
        database: DATABASE,
        chaos,
        expected: plan.postings.length,
        signal,
        say,
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

/** Nothing of our own environment goes along: it may name a database that is somebody's. */
function environment(dir: string, databaseUrl: string, redis: OwnRedis | null): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    DATA_DIR: join(dir, 'data'),
    DATABASE_URL: databaseUrl,
    ...(redis ? { REDIS_URL: redis.url } : {}),
    PORT: '0',
    LOG_LEVEL: 'warn',
    RETRY_BASE_MS: '200',
    SWEEP_EVERY_MS: '2000',
    FORGOTTEN_AFTER_S: '15',
  };
}

function startFleet(
  { apis, workers }: TortureOptions,
  env: NodeJS.ProcessEnv,
  scratch: Scratch,
): Supervised[] {
  const names = (role: Role, count: number) =>
    Array.from({ length: count }, (_, at) => ({ role, name: `${role}-${at + 1}` }));
  return [...names('api', apis), ...names('worker', workers)].map(({ role, name }) => {
    const log = createWriteStream(join(scratch.dir, `${name}.log`));
    const one = new Supervised({ role, name, env, log });
    scratch.onClose(async () => {
      await one.stop();
      log.end();
    });
    one.start();
    return one;
  });
}

/** @throws when a process does not come up, which its log explains */
async function untilReady(fleet: readonly Supervised[], signal: AbortSignal): Promise<void> {
  const started = Date.now();
  while (fleet.some(({ ready }) => ready === null)) {
    if (Date.now() - started > START_MS)
      throw new ScriptError('Pebble does not start; run again with --keep and read its logs.');
    await pause(100, undefined, { signal });
  }
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
