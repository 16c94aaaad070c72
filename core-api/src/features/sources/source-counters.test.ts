import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { takeDatabaseAway } from '../../doors/smtp/testing/smtp-fixture.ts';
import { SourceCounters } from './source-counters.ts';
import { newSource } from './testing/webhook.ts';

let test: TestCore;
let counters: SourceCounters;

beforeAll(async () => {
  test = await createTestCore();
  counters = new SourceCounters({ db: test.db, log: pino({ level: 'silent' }) });
});
afterAll(() => test.close());

async function newCounted() {
  const { source } = await newSource(test);
  return { id: source.id, tenantId: test.ours.id };
}
const written = (id: string) =>
  test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql('webhook_sources').where({ id }).first('received', 'accepted', 'refused', 'last_at'),
  );

it('adds up what it has counted, and is done when a flush is', async () => {
  const [one, two] = [await newCounted(), await newCounted()];
  counters.count(one, 'accepted');
  const first = counters.flush();
  counters.count(one, 'refused');
  counters.count(one, 'neither');
  counters.count(two, 'accepted');
  await Promise.all([first, counters.flush()]);
  expect(await written(one.id)).toMatchObject({ received: 3, accepted: 1, refused: 1 });
  expect(await written(two.id)).toMatchObject({ received: 1, accepted: 1, refused: 0 });
});

it('keeps what it could not write for the next time', async () => {
  const one = await newCounted();
  const giveBack = await takeDatabaseAway(test);
  counters.count(one, 'accepted');
  await counters.flush();
  counters.count(one, 'accepted');
  await giveBack();
  await counters.flush();
  expect(await written(one.id)).toMatchObject({ received: 2, accepted: 2 });
});

it('does not mind a source that has gone meanwhile', async () => {
  counters.count({ id: '00000000-0000-7000-8000-000000000000', tenantId: test.ours.id }, 'refused');
  await counters.flush();
});
