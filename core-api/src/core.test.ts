import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { KEY_RING } from '../test/key-ring.ts';
import { createTestCore, JWT_KEYS, type TestCore } from '../test/test-core.ts';
import { createCore } from './core.ts';
import { createClassifier } from './features/classify/classifier.ts';
import { SecretKeeper } from './features/sources/sealed-secret.ts';
import { createEventFeed } from './features/events/event-feed.ts';
import type * as Blacklist from './features/senders/blacklist.routes.ts';

let forgotten = false;
vi.mock(import('./features/senders/blacklist.routes.ts'), async (load): Promise<typeof Blacklist> => {
  const real = await load();
  return { ...real, blacklistRoutes: () => (forgotten ? [] : real.blacklistRoutes()) };
});

let test: TestCore;
const log = pino({ level: 'silent' });

beforeAll(async () => {
  test = await createTestCore();
});
afterAll(() => test.close());

function create(ready: () => Promise<void> = async () => undefined) {
  const feed = createEventFeed({ db: test.db, log });
  return {
    feed,
    build: () =>
      createCore({
        ...{ db: test.db, jwtKeys: JWT_KEYS, classifier: createClassifier(), feed, ready, log },
        keeper: new SecretKeeper(KEY_RING),
        keyRing: KEY_RING,
        privateHosts: [],
      }),
  };
}

async function ask(path: string, ready?: () => Promise<void>) {
  const { feed, build } = create(ready);
  try {
    return await build().dispatch({
      method: 'GET',
      path,
      query: {},
      header: () => undefined,
      address: null,
      readBody: async () => new Uint8Array(),
      signal: new AbortController().signal,
    });
  } finally {
    await feed.close();
  }
}

it('refuses to be put together without the code of an endpoint, and names it', async () => {
  forgotten = true;
  const { feed, build } = create();
  expect(build).toThrow(/^no route serves: .*Blacklist/);
  forgotten = false;
  expect(build).not.toThrow();
  await feed.close();
});

describe('health', () => {
  it('is alive whatever the database does, and ready only with it', async () => {
    const away = () => Promise.reject(new Error('password of the database is hunter2'));
    expect(await ask('/healthz', away)).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await ask('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
    const refused = await ask('/readyz', away);
    expect(refused).toMatchObject({ status: 503, body: { code: 'not_ready' } });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  });

  it('shows the OpenAPI document with every path of the contract', async () => {
    const { body } = await test.send({ path: '/api/v1/openapi.json', token: await test.signIn('agent') });
    expect(Object.keys((body as { paths: object }).paths)).toEqual(
      expect.arrayContaining(['/healthz', '/readyz', '/api/v1/token/', '/api/v1/cards/{card_id}/']),
    );
  });
});
