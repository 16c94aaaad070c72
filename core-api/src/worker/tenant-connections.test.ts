import { afterAll, beforeAll, expect, it } from 'vitest';
import { startToyFeedTest, type ToyFeedTest } from '../doors/feeds/testing/toy-feed.ts';
import { tenantConnections, type OpenConnection } from './tenant-connections.ts';

/** What a run of a flow gets when it names a connection. */
let test: ToyFeedTest;
let open: OpenConnection;

beforeAll(async () => {
  test = await startToyFeedTest();
  open = tenantConnections(() => test.core.feeds.connections);
});
afterAll(() => test.close());

it('is the credential in the clear, and the session that all processes share', async () => {
  const found = await open(test.ours.scope, 'toy');
  expect(found).toMatchObject({
    connector: 'toy',
    auth: 'api_key',
    credential: { base_url: 'https://toy.example', api_key: 'k3y' },
  });
  expect((await open(test.ours.scope, 'toy'))?.session).toBe(found?.session);
});

it('is nothing for a name that there is not, or that only another tenant has', async () => {
  expect(await open(test.ours.scope, 'nothing')).toBeNull();
  expect(await open(test.theirs.scope, 'toy')).toBeNull();
});

it('is what the connection is now, and fails when its secrets cannot be read', async () => {
  await test.api('PATCH', `/connections/${test.connectionId}/`, { values: { api_key: 'k4y' } });
  expect((await open(test.ours.scope, 'toy'))?.credential).toMatchObject({ api_key: 'k4y' });
  await test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql('connections')
      .where({ id: test.connectionId })
      .update({ secrets_sealed: Buffer.from('not what it was') }),
  );
  const failure = await open(test.ours.scope, 'toy').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(String((failure as Error).message)).not.toContain('k4y');
});
