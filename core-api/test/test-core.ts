import { loadCatalog } from '@pebble/flows/catalog';
import { pino, type Logger } from 'pino';
import { createCore, type Core, type CoreParts } from '../src/core.ts';
import { createClassifier } from '../src/features/classify/classifier.ts';
import { createEventFeed } from '../src/features/events/event-feed.ts';
import type { AdmissionLimits } from '../src/features/ingestion/admission.ts';
import { SecretKeeper } from '../src/features/sources/sealed-secret.ts';
import { hashPassword } from '../src/features/auth/password.ts';
import { HQ_ROLES, PERSON_ROLES, type Role } from '@pebble/contract/roles';
import type { NewUser } from '../src/features/tenants/create-tenant.ts';
import type { RawReply, RawRequest } from '../src/http/dispatch.ts';
import { installFlows } from '../src/worker/start-worker.ts';
import { KEY_RING } from './key-ring.ts';
import { seedTenant, type SeededTenant } from './seed.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export const PASSWORD = 'correct horse battery staple';
export const JWT_KEYS = [{ kid: 'test', secret: 'a secret of more than thirty-two bytes' }];

export interface TestCore extends TestDatabase {
  core: Core;
  /** Two tenants, each with one person for each role: `<role>@<slug>.example`; entity roles see `north` only. */
  ours: SeededTenant;
  theirs: SeededTenant;
  /** Signs in and returns the access token. */
  signIn(role: Role, tenant?: 'ours' | 'theirs'): Promise<string>;
  send(request: TestRequest): Promise<RawReply>;
}

export interface TestRequest {
  method?: string;
  path: string;
  token?: string | undefined;
  body?: unknown;
  /** Bytes in place of JSON, with their content type. */
  raw?: { type: string; bytes: Uint8Array };
  headers?: Record<string, string>;
}

/** The whole API over a fresh database, with flows installed, but without listening and without a worker. */
export async function createTestCore(
  options: {
    now?: () => number;
    log?: Logger;
    limits?: AdmissionLimits;
    outside?: CoreParts['outside'];
  } = {},
): Promise<TestCore> {
  const test = await createTestDatabase({ poolSize: 10 });
  const passwordHash = await hashPassword(PASSWORD);
  const ours = await seedTenant(test.db, 'ours', people('ours', passwordHash));
  const theirs = await seedTenant(test.db, 'theirs', people('theirs', passwordHash));
  await installFlows(test.db, await loadCatalog(), 'test-install');
  const log = options.log ?? pino({ level: 'silent' });
  const feed = createEventFeed({ db: test.db, log });
  const core = createCore({
    db: test.db,
    log,
    feed,
    keyRing: KEY_RING,
    jwtKeys: JWT_KEYS,
    classifier: createClassifier(),
    keeper: new SecretKeeper(KEY_RING),
    privateHosts: ['*'],
    ready: () => test.db.ping(),
    // A slow machine is no reason to give one up here.
    rehearsalMs: 120_000,
    ...(options.now ? { now: options.now } : {}),
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.outside ? { outside: options.outside } : {}),
  });
  const send = (request: TestRequest) => core.dispatch(toRaw(request));
  return {
    ...test,
    core,
    ours,
    theirs,
    send,
    async signIn(role, tenant = 'ours') {
      const body = { email: `${role}@${tenant}.example`, password: PASSWORD };
      const reply = await send({ method: 'POST', path: '/api/v1/token/', body });
      if (reply.status !== 200) throw new Error(`sign-in as ${role} answered ${reply.status}`);
      return (reply.body as { access: string }).access;
    },
    async close() {
      await feed.close();
      await test.close();
    },
  };
}

function people(slug: string, passwordHash: string): NewUser[] {
  return PERSON_ROLES.map((role) => ({
    email: `${role}@${slug}.example`,
    name: `${role} of ${slug}`,
    role,
    entities: HQ_ROLES.includes(role) ? [] : ['north'],
    passwordHash,
  }));
}

function toRaw(request: TestRequest): RawRequest {
  const [path = '', search = ''] = request.path.split('?', 2);
  const json = request.body === undefined ? null : Buffer.from(JSON.stringify(request.body));
  const bytes = request.raw?.bytes ?? json ?? new Uint8Array();
  const headers: Record<string, string> = {
    ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
    ...(request.raw
      ? { 'content-type': request.raw.type }
      : json
        ? { 'content-type': 'application/json' }
        : {}),
    ...request.headers,
  };
  return {
    method: request.method ?? 'GET',
    path,
    query: Object.fromEntries(new URLSearchParams(search)),
    header: (name) => headers[name.toLowerCase()],
    address: '127.0.0.1',
    readBody: async () => bytes,
    signal: new AbortController().signal,
  };
}
