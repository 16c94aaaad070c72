import { MAX_MAIL_BYTES } from '@pebble/contract/ingestion';
import { loadCatalog } from '@pebble/flows/catalog';
import { laned } from '@pebble/kit/host/lanes';
import { retrying } from '@pebble/kit/host/retrying';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { newId } from './db/new-id.ts';
import { createCore, type Core } from './core.ts';
import { KeyRing } from './crypto/key-ring.ts';
import { Database } from './db/database.ts';
import { proveIsolation } from './db/isolation-probe.ts';
import { openStorage, type Storage } from './db/open-storage.ts';
import { asOwner } from './db/owner.ts';
import { nameDemoOperator, prepareDemo } from './demo.ts';
import { NO_TWINS, startDemoTwins, type DemoTwins } from './demo-twins.ts';
import { startDoors, type Doors } from './doors/start-doors.ts';
import { createSealer } from './features/audit/sealer.ts';
import { createClassifier } from './features/classify/classifier.ts';
import { createEventFeed } from './features/events/event-feed.ts';
import { startImports } from './features/imports/start-imports.ts';
import { SecretKeeper } from './features/sources/sealed-secret.ts';
import type { DemoCredential } from './features/tenants/seed-demo.ts';
import { createGuardedFetch } from './mail/fetch-guard.ts';
import { createOutside } from './outside.ts';
import type { Config } from './runtime/config.ts';
import type { Secrets } from './runtime/secrets.ts';
import { createBullQueue } from './worker/bullmq-queue.ts';
import { Attempts } from './worker/attempts.ts';
import { withBreaker } from './worker/breaker.ts';
import { startBacktests } from './worker/backtest-runner.ts';
import { createCoreHttp } from './worker/core-http.ts';
import type { ForeignEngine } from './worker/foreign-engine.ts';
import { LoadedFlows } from './worker/loaded-flows.ts';
import { OutboxRelay } from './worker/outbox-relay.ts';
import { outsideHttp } from './worker/outside-http.ts';
import { migrateQueue, postgresTransport } from './worker/postgres-transport.ts';
import type { Queue } from './worker/queue.ts';
import { redisTransport } from './worker/redis-transport.ts';
import { tenantConnections } from './worker/tenant-connections.ts';
import { installFlows, startWorker, type RunningWorker } from './worker/start-worker.ts';

/** What a process does: any number of processes with either role can share a database. */
export interface Roles {
  /** Accepts and shows. */
  api: boolean;
  /** Works accepted mail off. */
  worker: boolean;
  /** Without DATABASE_URL: use the embedded Postgres that another process of this installation has started. */
  attach?: boolean;
}

/** Everything that runs in one process, short of listening. */
export interface Pebble {
  core: Core;
  db: Database;
  storage: Storage;
  /** Empty unless this is the embedded default. */
  demo: readonly DemoCredential[];
  doors: Doors;
  /** Twins of vendors that the demo is connected with. */
  twins: DemoTwins;
  /** Settles when the database has gone down under us. */
  lost: Promise<unknown>;
  /** Ends the live streams, which never end by themselves, so that the server can close. */
  endStreams(): Promise<void>;
  /** Stops in the order that loses nothing: new work, running work, readers, connections, database. */
  stop(): Promise<void>;
}

export async function startPebble(
  config: Config,
  secrets: Secrets,
  log: Logger,
  roles: Roles = { api: true, worker: true },
): Promise<Pebble> {
  const onLog = (line: string) => log.debug({ line }, 'postgres');
  const attach = roles.attach ?? false;
  const storage = await openStorage({ ...config, ...secrets, attach, alsoMigrate: migrateQueue, onLog });
  const closing: (() => Promise<void>)[] = [() => storage.close()];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    return {
      ...(await startParts(config, secrets, log, storage, closing, roles)),
      storage,
      lost: storage.lost,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const DEMO_POLL_MS = 5_000;

/** Starts part after part; each adds what ends it to `closing`, which is run backwards. */
async function startParts(
  config: Config,
  secrets: Secrets,
  log: Logger,
  storage: Storage,
  closing: (() => Promise<void>)[],
  roles: Roles,
): Promise<Pick<Pebble, 'core' | 'db' | 'demo' | 'doors' | 'twins' | 'endStreams'>> {
  if (storage.migrated.length > 0) log.info({ migrations: storage.migrated }, 'schema brought up to date');
  const db = new Database(storage.app);
  closing.push(() => db.close());
  await proveIsolation(db.pool);
  const isDemo = config.databaseUrl === null && !config.production && !roles.attach;
  const demo = isDemo ? await prepareDemo(db, config.dataDir, config.demoPassword) : [];
  if (isDemo) await asOwner(storage.owner, (owner) => nameDemoOperator({ owner, db }));
  await installFlows(db, await loadCatalog(), newId());

  const feed = createEventFeed({ db, log });
  closing.push(() => feed.close());
  const sealer = createSealer({ db, log, masterKey: secrets.masterKey, dataDir: config.dataDir });
  closing.push(() => sealer.close());
  const transport =
    config.redisUrl === null
      ? postgresTransport(storage.app, () => db.ping())
      : redisTransport({ url: config.redisUrl, prefix: config.redisPrefix, log });
  const queue = createBullQueue({ transport, retryBaseMs: config.retryBaseMs, log });
  closing.push(() => queue.close());

  const keyRing = new KeyRing(secrets.masterKey, secrets.sealingKeys);
  const keeper = new SecretKeeper(keyRing);
  const core = createCore({
    keyRing,
    ...{ db, log, feed, keeper },
    jwtKeys: secrets.jwtKeys.map(({ kid, secret }) => ({ kid, secret: secret.toString('base64') })),
    classifier: createClassifier(),
    privateHosts: config.imapPrivateHosts,
    outside: createOutside({ privateHosts: config.connectionPrivateHosts, publicUrl: config.publicUrl }),
    limits: config.limits,
    ready: async () => void (await Promise.all([db.ping(), queue.ping()])),
  });
  closing.push(() => core.settle());
  const beginning = isDemo
    ? startDemoTwins({ db, keeper, connectors: core.feeds.connectors, log })
    : NO_TWINS;
  closing.push(async () => (await beginning).close());
  const background = roles.worker
    ? await work(config, keyRing, { core, db, queue, log })
    : carry(config, { db, queue, log });
  closing.push(() => background.stop());
  if (roles.worker) closing.push(startImports(config, { core, db, log }));
  if (roles.worker) closing.push(startBacktests({ db, log, tryVersion: core.tryVersion }));
  // Who tries it out waits for the card, and asks nobody but a twin on the same machine.
  const pace = { feedPollMs: isDemo ? Math.min(config.feedPollMs, DEMO_POLL_MS) : config.feedPollMs };
  const twins = await beginning;
  const doors = await startDoors({ ...config, ...pace }, { db, core, keeper, log }, roles);
  closing.push(() => doors.close());
  return { core, db, demo, doors, twins, endStreams: () => feed.close() };
}

/** What is accepted here goes to the queue at once, without a worker having to look for it. */
function carry(config: Config, parts: { db: Database; queue: Queue; log: Logger }): OutboxRelay {
  const relay = new OutboxRelay({ ...parts, window: config.queueWindow });
  relay.start();
  return relay;
}

function work(
  config: Config,
  keyRing: KeyRing,
  { core, ...parts }: { core: Core; db: Database; queue: Queue; log: Logger },
): Promise<RunningWorker> {
  const outside = retrying(laned(withBreaker(outsideHttp)), {
    sleep: (ms) => sleep(ms, undefined, { ref: false }),
    random: Math.random,
  });
  return startWorker({
    ...parts,
    concurrency: config.workerConcurrency,
    window: config.queueWindow,
    sweep: config.sweep,
    retryBaseMs: config.retryBaseMs,
    attempts: new Attempts(core.mails, new LoadedFlows()),
    memos: core.memos,
    keyRing,
    retentionDays: config.deadLetterRetentionDays,
    fetchFile: createGuardedFetch({ maxBytes: MAX_MAIL_BYTES, timeoutMs: 20_000, maxRedirects: 3 }),
    httpFor: (correlationId) => createCoreHttp(core.dispatch, correlationId, outside),
    issueJobToken: core.issueJobToken,
    openConnection: tenantConnections(() => core.feeds.connections),
    foreign: foreignEngine(config, keyRing),
  });
}

/** Undefined when flows run in this process. */
function foreignEngine({ flows }: Config, keyRing: KeyRing): ForeignEngine | undefined {
  const { engine, ...limits } = flows;
  if (engine === 'embedded') return undefined;
  // Without retries: a job that is sent twice is run twice.
  return { engine, ...limits, keeper: new SecretKeeper(keyRing), http: withBreaker(outsideHttp) };
}
