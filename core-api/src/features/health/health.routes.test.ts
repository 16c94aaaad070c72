import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';

let test: TestCore;
beforeAll(async () => {
  test = await createTestCore();
});
afterAll(() => test.close());

it('readiness answers without a token when the database does', async () => {
  expect(await test.send({ path: '/readyz' })).toMatchObject({ status: 200, body: { status: 'ready' } });
  expect(await test.send({ path: '/healthz' })).toMatchObject({ status: 200, body: { status: 'ok' } });
});
