import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig, VARIABLE_NAMES } from './config.ts';

const secret = Buffer.alloc(32, 'k').toString('base64');
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://pebble:hunter2@db.example.com/pebble',
  PEBBLE_JWT_KEYS: `k1:${secret}`,
  PEBBLE_MASTER_KEY: secret,
};

function complaint(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'none';
}

test('with nothing set, everything has a value that works at home', () => {
  expect(loadConfig({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    dataDir: resolve('.pebble'),
    postgresDir: resolve('.pebble/postgres'),
    databaseUrl: null,
    databaseAppUrl: null,
    logLevel: 'info',
    demoPassword: null,
    production: false,
    smtp: null,
    imapPrivateHosts: ['*'],
    ...{ connectionPrivateHosts: ['*'], publicUrl: null, feedPollMs: 30_000 },
    redisUrl: null,
    redisPrefix: 'pebble',
    retryBaseMs: 1000,
    workerConcurrency: 64,
    queueWindow: 256,
    limits: { unfinished: 100_000, perMinute: { tenant: 600_000, key: 300_000 } },
    sweep: { everyMs: 60_000, forgottenAfterSeconds: 300 },
    jwtKeys: null,
    masterKey: null,
    sealingKeys: [],
    deadLetterRetentionDays: 90,
    importFileDays: 7,
    flows: { engine: 'embedded', leaseSeconds: 300, mostInHand: 32 },
    crashAt: null,
  });
});

test('the queue and its limits are set by variables', () => {
  const config = loadConfig({
    ...{ REDIS_URL: 'rediss://user:pw@redis.example.com:6380/1', REDIS_PREFIX: 'acme', QUEUE_WINDOW: '64' },
    ...{ MAX_UNFINISHED: '10', MAX_PER_MINUTE_TENANT: '20', MAX_PER_MINUTE_KEY: '5' },
    ...{ SWEEP_EVERY_MS: '500', FORGOTTEN_AFTER_S: '3' },
  });
  expect(config).toMatchObject({
    redisUrl: 'rediss://user:pw@redis.example.com:6380/1',
    redisPrefix: 'acme',
    queueWindow: 64,
    limits: { unfinished: 10, perMinute: { tenant: 20, key: 5 } },
    sweep: { everyMs: 500, forgottenAfterSeconds: 3 },
  });
  expect(() => loadConfig({ REDIS_URL: 'localhost:6379' })).toThrow(/REDIS_URL must look like redis/);
});

test('every variable arrives', () => {
  const config = loadConfig({
    ...production,
    PORT: '0',
    HOST: '0.0.0.0',
    DATA_DIR: '/srv/pebble',
    DATABASE_APP_URL: 'postgresql://app:hunter3@db.example.com/pebble',
    LOG_LEVEL: 'debug',
    DEMO_PASSWORD: 'demo-demo',
    RETRY_BASE_MS: '50',
    WORKER_CONCURRENCY: '2',
    PEBBLE_JWT_KEYS: `new:${secret}, old.1:${secret}`,
    PEBBLE_SEALING_KEYS: `s2:${secret}, s1:${secret}`,
    DEAD_LETTER_RETENTION_DAYS: '30',
  });
  expect(config).toMatchObject({
    port: 0,
    host: '0.0.0.0',
    dataDir: '/srv/pebble',
    databaseUrl: production.DATABASE_URL,
    databaseAppUrl: 'postgresql://app:hunter3@db.example.com/pebble',
    logLevel: 'debug',
    demoPassword: 'demo-demo',
    production: true,
    retryBaseMs: 50,
    workerConcurrency: 2,
    masterKey: Buffer.alloc(32, 'k'),
    sealingKeys: [{ kid: 's2' }, { kid: 's1' }],
    deadLetterRetentionDays: 30,
  });
  expect(config.jwtKeys).toEqual([
    { kid: 'new', secret: Buffer.alloc(32, 'k') },
    { kid: 'old.1', secret: Buffer.alloc(32, 'k') },
  ]);
});

test('an empty variable counts as unset', () => {
  expect(loadConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000, databaseUrl: null });
});

describe('a wrong value is refused by the name of its variable, and not repeated', () => {
  test.each([
    ['PORT', '70000'],
    ['PORT', 'eighty'],
    ['PORT', '-1'],
    ['PUBLIC_URL', 'http://pebble.example.com'],
    ['PUBLIC_URL', 'http://127.0.0.1.evil.example'],
    ['PUBLIC_URL', 'https://pebble.example.com/?token=hunter3'],
    ['FEED_POLL_SECONDS', 'daily'],
    ['LOG_LEVEL', 'loudly'],
    ['DATABASE_URL', 'mysql://db.example.com/pebble'],
    ['DATABASE_URL', 'postgres://[broken'],
    ['DATABASE_APP_URL', 'postgres://app@db.example.com/pebble'], // without DATABASE_URL
    ['DEMO_PASSWORD', 'short'],
    ['RETRY_BASE_MS', '9999999'],
    ['WORKER_CONCURRENCY', '1.5'],
    ['PEBBLE_MASTER_KEY', Buffer.alloc(31).toString('base64')],
    ['PEBBLE_MASTER_KEY', 'not base64 at all!'],
    ['PEBBLE_SEALING_KEYS', `s1:${secret},s1:${secret}`],
    ['PEBBLE_SEALING_KEYS', `master:${secret}`],
    ['DEAD_LETTER_RETENTION_DAYS', '4000'],
    ['PEBBLE_JWT_KEYS', `k1:${Buffer.alloc(31).toString('base64')}`],
    ['PEBBLE_JWT_KEYS', `k1:${secret},k1:${secret}`],
    ['PEBBLE_JWT_KEYS', `${secret}`],
    ['PEBBLE_JWT_KEYS', `k1:${secret},`],
  ])('%s=%s', (name, value) => {
    const message = complaint({ [name]: value });
    expect(message).toContain(name);
    expect(message).not.toContain(value);
  });
});

test('all wrong values are named at once', () => {
  const message = complaint({ PORT: 'x', LOG_LEVEL: 'y' });
  expect(message).toContain('PORT must be a whole number from 0 to 65535');
  expect(message).toContain('LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent');
});

describe('in production', () => {
  test('a complete environment is enough', () => {
    expect(complaint(production)).toBe('none');
  });

  test('each missing variable is named, with how to make it', () => {
    const message = complaint({ NODE_ENV: 'production' });
    expect(message).toMatch(/DATABASE_URL\n.*postgres:\/\//);
    expect(message).toMatch(/PEBBLE_JWT_KEYS\n.*make one with: node -p/);
    expect(message).toMatch(/PEBBLE_MASTER_KEY\n.*make one with: node -p/);
  });

  test('only what is missing is named', () => {
    const message = complaint({ ...production, PEBBLE_MASTER_KEY: undefined });
    expect(message).toContain('PEBBLE_MASTER_KEY');
    expect(message).not.toContain('DATABASE_URL');
    expect(message).not.toContain('PEBBLE_JWT_KEYS');
  });

  test('missing and wrong are told together', () => {
    const message = complaint({ ...production, DATABASE_URL: '', PORT: 'x' });
    expect(message).toContain('DATABASE_URL\n');
    expect(message).toContain('PORT must be');
  });
});

test('.env.example shows every variable, and switches none on', () => {
  const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  const shown = [...example.matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
  expect(shown.sort()).toEqual([...VARIABLE_NAMES].sort());
  expect(example).not.toMatch(/^[^#\n]/m);
});

test('in production only the named mail servers of private networks may be read', () => {
  expect(loadConfig(production).imapPrivateHosts).toEqual([]);
  const named = { ...production, IMAP_PRIVATE_HOSTS: 'Exchange.acme.local, 10.0.0.5,' };
  expect(loadConfig(named).imapPrivateHosts).toEqual(['exchange.acme.local', '10.0.0.5']);
  expect(loadConfig({ IMAP_PRIVATE_HOSTS: '*' }).imapPrivateHosts).toEqual(['*']);
});

test('connected systems: where they reach us, and which private ones we may reach', () => {
  const named = { ...production, CONNECTION_PRIVATE_HOSTS: 'odoo.acme.local', FEED_POLL_SECONDS: '5' };
  expect(loadConfig(production).connectionPrivateHosts).toEqual([]);
  expect(loadConfig({ ...named, PUBLIC_URL: 'https://pebble.example.com/' })).toMatchObject({
    ...{
      connectionPrivateHosts: ['odoo.acme.local'],
      publicUrl: 'https://pebble.example.com',
      feedPollMs: 5_000,
    },
  });
  expect(loadConfig({ PUBLIC_URL: 'http://127.0.0.1:3000' }).publicUrl).toBe('http://127.0.0.1:3000');
});

test('a process kills itself on purpose only where it is not in production', () => {
  expect(loadConfig({ PEBBLE_CRASH_AT: 'accept.received' }).crashAt).toBe('accept.received');
  expect(complaint({ ...production, PEBBLE_CRASH_AT: 'accept.received' })).toContain('PEBBLE_CRASH_AT');
});
