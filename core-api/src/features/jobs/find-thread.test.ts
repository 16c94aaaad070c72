import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { findThread } from './find-thread.ts';

let test: TestDatabase;
let ours: SeededTenant;
let north = '';

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 20 });
  ours = await seedTenant(test.db, 'ours');
  north = ours.entities['north'] ?? '';
});
afterAll(() => test.close());

const key = (name: string) => createHash('sha256').update(name).digest();
const find = (names: readonly string[], entity = north) =>
  test.db.withTenant(ours.scope, (tx) => findThread(tx, entity, names.map(key)));

it('opens a thread once and knows it by each of its keys', async () => {
  const { id, opened } = await find(['a1', 'a0']);
  expect(opened).toBe(true);
  for (const name of ['a1', 'a0']) expect(await find([name])).toEqual({ id, opened: false });
});

it('joins the nearest of several threads, and leaves the others what they were', async () => {
  const [near, far] = [await find(['near']), await find(['far'])];
  const both = await find(['own', 'near', 'far']);
  expect(both).toEqual({ id: near.id, opened: false });
  expect((await find(['own'])).id).toBe(near.id);
  expect((await find(['far'])).id).toBe(far.id);
  expect((await find(['other', 'far', 'near'])).id).toBe(far.id);
});

it('takes its own key for nearer than any ancestor', async () => {
  const late = await find(['reply', 'parent']);
  const other = await find(['grandparent']);
  expect(other.id).not.toBe(late.id);
  expect((await find(['parent', 'grandparent'])).id).toBe(late.id);
});

it('never crosses entities', async () => {
  const here = await find(['shared']);
  expect((await find(['shared'], ours.entities['south'])).id).not.toBe(here.id);
});

it('opens one thread, without a deadlock, for mails that name each other in any order at once', async () => {
  const names = ['s0', 's1', 's2', 's3', 's4'];
  const turns = Array.from({ length: 20 }, (_, n) => [...names.slice(n % 5), ...names.slice(0, n % 5)]);
  const found = await Promise.all(turns.map((turn) => find(turn)));
  expect(new Set(found.map((one) => one.id)).size).toBe(1);
  expect(found.filter((one) => one.opened)).toHaveLength(1);
});

it('leaves no thread behind after a lost race', async () => {
  const threads = () =>
    test.db.withTenant(ours.scope, async (tx) => (await tx.sql('threads').select('id')).length);
  const before = await threads();
  await Promise.all(Array.from({ length: 10 }, (_, n) => find([`race${n}`, 'race'])));
  expect(await threads()).toBe(before + 1);
});
