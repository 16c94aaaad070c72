import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { seedTenant, type SeededTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { GroupCommit } from './group-commit.ts';
import { newId } from './new-id.ts';
import type { TenantTx } from './with-tenant.ts';

let test: TestDatabase;
let ours: SeededTenant;
let theirs: SeededTenant;

beforeAll(async () => {
  test = await createTestDatabase();
  ours = await seedTenant(test.db, 'ours');
  theirs = await seedTenant(test.db, 'theirs');
});
afterAll(() => test.close());

interface Item {
  note: string;
  /** What one of them weighs, when it counts. */
  weight?: number;
}

/** Writes a row for each item; an item called "bad" cannot be written. */
async function write(tx: TenantTx, items: readonly Item[]): Promise<string[]> {
  for (const { note } of items) {
    const job = note === 'bad' ? '{' : JSON.stringify({ note });
    await tx.sql('outbox').insert({ id: newId(), tenant_id: tx.scope.tenantId, queue: note, job });
  }
  return items.map(({ note }) => `wrote ${note}`);
}
const newGroup = (change: Partial<ConstructorParameters<typeof GroupCommit<Item, string>>[0]> = {}) => {
  const work = vi.fn(write);
  return { work, group: new GroupCommit<Item, string>({ work, most: 10, underWay: 1, ...change }) };
};
const sizes = (work: ReturnType<typeof newGroup>['work']) => work.mock.calls.map(([, items]) => items.length);

it('does one item at once, and those that came meanwhile together', async () => {
  const { group, work } = newGroup();
  const items = Array.from({ length: 25 }, (_, n) => ({ note: `n${n}` }));
  const outcomes = await Promise.all(items.map((item) => group.submit(test.db, ours.scope, item)));
  expect(outcomes).toEqual(items.map(({ note }) => `wrote ${note}`));
  expect(sizes(work)).toEqual([1, 10, 10, 4]);
});

it('fails an item alone, with its own error, and does its neighbours', async () => {
  const { group } = newGroup();
  const notes = ['first', 'good', 'bad', 'also good'];
  const outcomes = await Promise.allSettled(notes.map((note) => group.submit(test.db, ours.scope, { note })));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

it('keeps tenants, and databases, apart', async () => {
  const { group, work } = newGroup();
  await Promise.all([
    group.submit(test.db, ours.scope, { note: 'ours' }),
    group.submit(test.db, theirs.scope, { note: 'theirs' }),
    group.submit(test.db, { ...ours.scope, entities: [] }, { note: 'narrow' }),
  ]);
  expect(sizes(work)).toEqual([1, 1, 1]);
});

it('takes no more than a transaction can bear, but always one', async () => {
  const { group, work } = newGroup({ weight: { of: (item) => item.weight ?? 0, most: 100 } });
  const weights = [1, 60, 40, 1, 300, 20];
  await Promise.all(weights.map((weight, n) => group.submit(test.db, ours.scope, { note: `w${n}`, weight })));
  expect(sizes(work)).toEqual([1, 2, 1, 1, 1]);
});

it('goes on after a failure', async () => {
  const { group } = newGroup();
  await expect(group.submit(test.db, ours.scope, { note: 'bad' })).rejects.toThrow();
  expect(await group.submit(test.db, ours.scope, { note: 'next' })).toBe('wrote next');
});
