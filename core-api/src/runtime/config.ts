import { join, resolve } from 'node:path';
import { z } from 'zod';
import { decodeBase64, parseJwtKeys, parseSealingKeys, SECRET_BYTES } from './jwt-keys.ts';
import { OperatorError } from './operator-error.ts';
import { missingInProduction } from './production-needs.ts';
import { smtpContradiction, smtpSettings, smtpVariables } from './smtp-settings.ts';
import { wholeNumber } from './whole-number.ts';

export type Config = Readonly<ReturnType<typeof toConfig>>;

/** Names every variable that is missing or wrong, never its value. */
export class ConfigError extends OperatorError {
  override readonly name = 'ConfigError';
}

/**
 * The one place that reads the environment. An empty variable counts as unset, because compose files and CI pass those on.
 *
 * @throws ConfigError
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = variables.safeParse(given);
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
  const missing = missingInProduction(given);
  if (parsed.success && missing === null) return toConfig(parsed.data);
  const complaint = wrong.length > 0 ? `Pebble cannot start with these settings:\n${wrong.join('\n')}` : null;
  throw new ConfigError([missing, complaint].filter((part) => part !== null).join('\n\n'));
}

const FLOW_ENGINES = ['embedded', 'activepieces', 'n8n'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const variables = z
  .object({
    PORT: wholeNumber(0, 65_535).default(3000),
    HOST: z.string().default('127.0.0.1'),
    DATA_DIR: z.string().default('.pebble'),
    DATABASE_URL: postgresUrl().optional(),
    DATABASE_APP_URL: postgresUrl().optional(),
    LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
    DEMO_PASSWORD: z.string().min(8, { error: 'must have at least 8 characters' }).optional(),
    NODE_ENV: z.string().optional(),
    ...smtpVariables,
    IMAP_PRIVATE_HOSTS: z.string().optional(),
    CONNECTION_PRIVATE_HOSTS: z.string().optional(),
    PUBLIC_URL: publicUrl().optional(),
    FEED_POLL_SECONDS: wholeNumber(1, 3600).default(30),
    REDIS_URL: redisUrl().optional(),
    REDIS_PREFIX: z
      .string()
      .regex(/^[\w.-]{1,50}$/, { error: 'must be letters, digits, dot, dash' })
      .default('pebble'),
    RETRY_BASE_MS: wholeNumber(1, 3_600_000).default(1000),
    WORKER_CONCURRENCY: wholeNumber(1, 200).default(64),
    QUEUE_WINDOW: wholeNumber(8, 10_000).default(256),
    MAX_UNFINISHED: wholeNumber(1, 100_000_000).default(100_000),
    MAX_PER_MINUTE_TENANT: wholeNumber(1, 100_000_000).default(600_000),
    MAX_PER_MINUTE_KEY: wholeNumber(1, 100_000_000).default(300_000),
    SWEEP_EVERY_MS: wholeNumber(100, 3_600_000).default(60_000),
    FORGOTTEN_AFTER_S: wholeNumber(1, 86_400).default(300),
    PEBBLE_JWT_KEYS: decoded(
      parseJwtKeys,
      `must be kid:secret pairs joined by commas, each kid once, each secret base64 of at least ${SECRET_BYTES} bytes`,
    ).optional(),
    PEBBLE_MASTER_KEY: decoded(parseMasterKey, `must be base64 of exactly ${SECRET_BYTES} bytes`).optional(),
    PEBBLE_SEALING_KEYS: decoded(
      parseSealingKeys,
      `must be kid:secret pairs joined by commas, each kid once and none called master, each secret base64 of at least ${SECRET_BYTES} bytes`,
    ).optional(),
    FLOW_ENGINE: z
      .enum(FLOW_ENGINES, { error: `must be one of ${FLOW_ENGINES.join(', ')}` })
      .default('embedded'),
    FLOW_LEASE_S: wholeNumber(10, 3600).default(300),
    FLOW_IN_HAND: wholeNumber(1, 10_000).default(32),
    IMPORT_FILE_DAYS: wholeNumber(1, 3650).default(7),
    DEAD_LETTER_RETENTION_DAYS: wholeNumber(1, 3650).default(90),
    PEBBLE_CRASH_AT: z.string().optional(),
  })
  .refine((env) => env.PEBBLE_CRASH_AT === undefined || env.NODE_ENV !== 'production', {
    path: ['PEBBLE_CRASH_AT'],
    error: 'kills the process on purpose; it is for tests and refused in production',
  })
  .refine((env) => env.DATABASE_URL !== undefined || env.DATABASE_APP_URL === undefined, {
    path: ['DATABASE_APP_URL'],
    error: 'needs DATABASE_URL beside it',
  })
  .superRefine((env, context) => {
    const [variable, message] = smtpContradiction(env) ?? [];
    if (variable !== undefined) context.addIssue({ code: 'custom', path: [variable], message });
  });

/** What can be set, for the documentation to be complete. */
export const VARIABLE_NAMES = Object.keys(variables.shape);

function toConfig(env: z.output<typeof variables>) {
  const dataDir = resolve(env.DATA_DIR);
  return {
    /** 0 lets the system choose. */
    port: env.PORT,
    host: env.HOST,
    /** Absolute. */
    dataDir,
    /** Where the embedded Postgres keeps its data when there is no `databaseUrl`. */
    postgresDir: join(dataDir, 'postgres'),
    /** The owner of the schema; null means the embedded Postgres. */
    databaseUrl: env.DATABASE_URL ?? null,
    /** The unprivileged login, for owners that may not create one. */
    databaseAppUrl: env.DATABASE_APP_URL ?? null,
    logLevel: env.LOG_LEVEL,
    /** For all demo sign-ins; null means a random one. */
    demoPassword: env.DEMO_PASSWORD ?? null,
    production: env.NODE_ENV === 'production',
    /** Null means that there is no mail server. */
    smtp: smtpSettings(env),
    imapPrivateHosts: privateHosts(env.IMAP_PRIVATE_HOSTS, env.NODE_ENV),
    connectionPrivateHosts: privateHosts(env.CONNECTION_PRIVATE_HOSTS, env.NODE_ENV),
    /** Where others reach this API, without a slash at the end; null: they cannot, and so nobody is asked to wake us. */
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    /** How often a mail feed is polled while nobody wakes it. */
    feedPollMs: env.FEED_POLL_SECONDS * 1000,
    /** Where BullMQ keeps its jobs; null means Postgres. */
    redisUrl: env.REDIS_URL ?? null,
    redisPrefix: env.REDIS_PREFIX,
    retryBaseMs: env.RETRY_BASE_MS,
    workerConcurrency: env.WORKER_CONCURRENCY,
    /** How many mails may wait in the queue; the rest waits in the outbox, where tenants take turns. */
    queueWindow: env.QUEUE_WINDOW,
    /** Beyond these, senders are told to come later. */
    limits: {
      unfinished: env.MAX_UNFINISHED,
      perMinute: { tenant: env.MAX_PER_MINUTE_TENANT, key: env.MAX_PER_MINUTE_KEY },
    },
    sweep: { everyMs: env.SWEEP_EVERY_MS, forgottenAfterSeconds: env.FORGOTTEN_AFTER_S },
    /** Null means those of secrets.json, see `loadSecrets`. */
    jwtKeys: env.PEBBLE_JWT_KEYS ?? null,
    /** Null means that of secrets.json, see `loadSecrets`. */
    masterKey: env.PEBBLE_MASTER_KEY ?? null,
    /** Where this process kills itself, see crash-points.ts; null, as always outside tests, for nowhere. */
    crashAt: env.PEBBLE_CRASH_AT ?? null,
    /** The first seals, the others open; empty until a key is rotated. */
    sealingKeys: env.PEBBLE_SEALING_KEYS ?? [],
    /** Where flows run. Another engine has a lease on a mail for so many seconds, and so many jobs of a flow in hand at a time. */
    flows: { engine: env.FLOW_ENGINE, leaseSeconds: env.FLOW_LEASE_S, mostInHand: env.FLOW_IN_HAND },
    /** Days that the file of an import that has ended is kept. */
    importFileDays: env.IMPORT_FILE_DAYS,
    /** Days after which the kept mail of a resolved or discarded dead letter is destroyed. */
    deadLetterRetentionDays: env.DEAD_LETTER_RETENTION_DAYS,
  };
}

/** A laptop may read any server that it reaches; an installation that serves tenants names those in its own network. */
function privateHosts(listed: string | undefined, nodeEnv: string | undefined): readonly string[] {
  if (listed === undefined) return nodeEnv === 'production' ? [] : ['*'];
  return listed.split(',').flatMap((host) => host.trim().toLowerCase() || []);
}

/** Other systems call back over TLS only, except twins on this machine. */
function publicUrl() {
  return z
    .string()
    .refine(
      (text) =>
        URL.canParse(text) && /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])[^?#]*$/.test(`${text}/`),
      { error: 'must look like https://pebble.example.com' },
    );
}

function postgresUrl() {
  return z.string().refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), {
    error: 'must look like postgres://user:password@host:5432/database',
  });
}

function redisUrl() {
  return z.string().refine((text) => /^rediss?:\/\//.test(text) && URL.canParse(text), {
    error: 'must look like redis://user:password@host:6379/0',
  });
}

function decoded<T>(parse: (text: string) => T | null, error: string) {
  return z.string().transform((text, context): T => {
    const value = parse(text);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: error });
    return z.NEVER;
  });
}

function parseMasterKey(text: string): Buffer | null {
  const key = decodeBase64(text);
  return key?.length === SECRET_BYTES ? key : null;
}
