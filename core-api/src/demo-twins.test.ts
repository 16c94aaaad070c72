import { expect, it, beforeAll, afterAll } from 'vitest';
import { pino } from 'pino';
import { KEY_RING } from '../test/key-ring.ts';
import { createTestDatabase, type TestDatabase } from '../test/test-database.ts';
import { systemScope } from './db/scope.ts';
import { startDemoTwins } from './demo-twins.ts';
import { Connectors } from './features/connections/connectors.ts';
import type { ConnectionRow } from './features/connections/connection-rows.ts';
import { SecretKeeper } from './features/sources/sealed-secret.ts';
import { seedDemo } from './features/tenants/seed-demo.ts';
import { createOutside } from './outside.ts';

let test: TestDatabase;
let tenantId: string;

beforeAll(async () => {
  test = await createTestDatabase();
  await seedDemo(test.db, { password: 'demo-demo', passwordHash: async () => 'no hash', reset: false });
  tenantId = (await test.db.tenants()).find(({ slug }) => slug === 'meridian')?.id ?? '';
});
afterAll(() => test.close());

const start = async () => {
  const { connectors } = createOutside({ privateHosts: ['*'], publicUrl: null });
  const twins = await startDemoTwins({
    ...{ db: test.db, keeper: new SecretKeeper(KEY_RING), log: pino({ level: 'silent' }) },
    connectors: new Connectors(connectors),
  });
  await twins.close();
  return twins.lines;
};
const rows = <T extends object>(table: string) =>
  test.db.withTenant(systemScope(tenantId, 'test', 'test'), (tx) => tx.sql(table).select<T[]>('*'));

it('connects the first demo organisation, once, and tells where the twin is', async () => {
  const lines = await start();
  expect(lines).toEqual([
    expect.stringMatching(/twin of odoo .* http:\/\/127\.0\.0\.1:\d+\. .*\/rows\/crm\.lead/),
    expect.stringMatching(/twin of outlook .* http:\/\/127\.0\.0\.1:\d+\. .*sales@meridian\.example/),
  ]);
  expect(await rows<ConnectionRow>('connections')).toHaveLength(2);
  const before = (await rows<ConnectionRow>('connections')).find(({ name }) => name === 'outlook');
  expect((await rows('mail_feeds')).length).toBe(3);
  await start();
  const after = (await rows<ConnectionRow>('connections')).find(({ name }) => name === 'outlook');
  expect(after?.id).toBe(before?.id);
  // Another twin listens somewhere else.
  expect(after?.plain['base_url']).not.toBe(before?.plain['base_url']);
  expect((await rows('mail_feeds')).length).toBe(3);
});

it('leaves the connection with a real system alone', async () => {
  await test.db.withTenant(systemScope(tenantId, 'test', 'test'), (tx) =>
    tx
      .sql('connections')
      .where({ name: 'outlook' })
      .update({ plain: JSON.stringify({ base_url: 'https://graph.microsoft.com' }) }),
  );
  await start();
  const kept = (await rows<ConnectionRow>('connections')).find(({ name }) => name === 'outlook');
  expect(kept?.plain).toEqual({ base_url: 'https://graph.microsoft.com' });
});
