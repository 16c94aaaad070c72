import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { Database } from '../../db/database.ts';
import { asOwner } from '../../db/owner.ts';
import { appendEvent } from '../events/append-event.ts';
import { gate, note } from '../events/testing/note.ts';
import { blocksAbove, genesis, hashBlock } from './block.ts';
import { CounterBehindError, sealTenant } from './seal-tenant.ts';
import { KEY, sealAll, tenantWithNotes } from './testing/sealed-tenant.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 12 });
});
afterAll(() => test.close());

it('links bounded blocks that cover every event once, in the order of the log', async () => {
  const { id, scope } = await tenantWithNotes(test.db, 7);
  const blocks = await sealAll(test.db, id, 3);
  expect(blocks.map((block) => [block.height, block.event_ids.length])).toEqual([
    [1, 3],
    [2, 3],
    [3, 2],
  ]);
  const rows: { id: number }[] = await test.db.withTenant(scope, ({ sql }) =>
    sql('events').select('id').orderByRaw('xid, id'),
  );
  expect(blocks.flatMap((block) => block.event_ids)).toEqual(rows.map((row) => String(row.id)));
  const links = blocks.map((block) => block.previous_hash);
  expect(links).toEqual([genesis(KEY, id).hash, blocks[0]?.hash, blocks[1]?.hash]);
  expect(await sealAll(test.db, id)).toEqual([]);
});

it('stores a block so that its hash can be computed again from what is stored', async () => {
  const { id, scope } = await tenantWithNotes(test.db, 2);
  const sealed = await sealAll(test.db, id);
  const stored = await test.db.withTenant(scope, (tx) => blocksAbove(tx, 0, 10));
  expect(stored).toEqual(sealed);
  for (const block of stored) expect(hashBlock(KEY, block)).toBe(block.hash);
});

it('begins each tenant with a genesis of its own', async () => {
  const [one, other] = [await tenantWithNotes(test.db, 0), await tenantWithNotes(test.db, 0)];
  expect(genesis(KEY, one.id).hash).not.toBe(genesis(KEY, other.id).hash);
});

it('leaves alone what a late commit may still come before', async () => {
  const { id, scope } = await tenantWithNotes(test.db, 0);
  await sealAll(test.db, id);
  const [wrote, mayCommit] = [gate(), gate()];
  const slow = test.db.withTenant(scope, async (tx) => {
    await appendEvent(tx, { type: 'flow.note', data: { text: 'slow' } });
    wrote.open();
    await mayCommit.opened;
  });
  await wrote.opened;
  await note(test.db, scope, ['quick']);
  expect(await sealTenant({ db: test.db, key: KEY }, id)).toEqual({ block: null, full: false, held: true });
  mayCommit.open();
  await slow;
  const [block] = await sealAll(test.db, id);
  expect(block?.event_ids).toHaveLength(2);
});

it('does not fork under several sealers', async () => {
  const { id, scope } = await tenantWithNotes(test.db, 40);
  const elsewhere = new Database(test.app, 6);
  const sealers = [test.db, elsewhere, test.db, elsewhere].map((db) => sealAll(db, id, 2));
  const blocks = (await Promise.all(sealers)).flat().sort((a, b) => a.height - b.height);
  await elsewhere.close();
  expect(blocks.map((block) => block.height)).toEqual(blocks.map((_, index) => index + 1));
  expect(new Set(blocks.flatMap((block) => block.event_ids)).size).toBe(41);
  for (const [index, block] of blocks.slice(1).entries()) {
    expect(block.previous_hash).toBe(blocks[index]?.hash);
  }
  expect(await test.db.withTenant(scope, (tx) => blocksAbove(tx, 0, 100))).toEqual(blocks);
});

it('refuses to go on when the transaction counter has gone back', async () => {
  const { id } = await tenantWithNotes(test.db, 0);
  await sealAll(test.db, id);
  // As after a restore from a dump into a new server: new events would sort before the old ones, where nobody looks.
  await asOwner(test.owner, (client) =>
    client.query(`UPDATE audit_blocks SET last_xid = '9000000000' WHERE tenant_id = $1`, [id]),
  );
  await expect(sealTenant({ db: test.db, key: KEY }, id)).rejects.toThrow(CounterBehindError);
});

it.each(['events', 'audit_blocks'])(
  'leaves the application no right to change or remove %s',
  async (table) => {
    const { id, scope } = await tenantWithNotes(test.db, 1);
    await sealAll(test.db, id);
    for (const change of [
      `UPDATE ${table} SET correlation_id = 'forged'`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
    ]) {
      const tried = test.db.withTenant(scope, ({ sql }) => sql.raw(change));
      await expect(tried).rejects.toThrow(`permission denied for table ${table}`);
    }
  },
);
