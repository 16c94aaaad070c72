import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { asOwner } from '../../db/owner.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { appendEvent } from './append-event.ts';
import { LOG_START, positionOf } from './log-position.ts';
import { readEvents } from './read-events.ts';
import { gate, note, readAll, textsOf } from './testing/note.ts';
import { settled } from './testing/settled.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 12 });
});
afterAll(() => test.close());

/** A tenant of the test's own, with a position after everything that its creation wrote. */
async function freshTenant(): Promise<SeededTenant & { start: ReturnType<typeof positionOf> }> {
  const tenant = await seedTenant(test.db, `t-${randomUUID().slice(0, 8)}`);
  await settled(test.db, tenant.scope);
  const { next } = await readAll(test.db, tenant.scope, LOG_START);
  return { ...tenant, start: next };
}

it('waits for a transaction that drew a smaller id and commits later', async () => {
  const { scope, start } = await freshTenant();
  const [wrote, mayCommit] = [gate(), gate()];
  const slow = test.db.withTenant(scope, async (tx) => {
    await appendEvent(tx, { type: 'flow.note', data: { text: 'slow' } });
    wrote.open();
    await mayCommit.opened;
  });
  await wrote.opened;
  await note(test.db, scope, ['quick']);

  const read = () => test.db.withTenant(scope, (tx) => readEvents(tx, { after: start, limit: 10 }));
  const before = await read();
  expect(before.events).toEqual([]);
  expect(before.held).toBe(true);
  mayCommit.open();
  await slow;
  await settled(test.db, scope);
  const after = await test.db.withTenant(scope, (tx) => readEvents(tx, { after: before.next, limit: 10 }));
  expect(textsOf(after.events)).toEqual(['slow', 'quick']);
});

it('meets every event exactly once while many write, whatever rolls back', async () => {
  const { scope, start } = await freshTenant();
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let turn = 0; turn < 25; turn += 1) {
      await test.db
        .withTenant(scope, async (tx) => {
          for (let part = 0; part <= turn % 3; part += 1) {
            await appendEvent(tx, { type: 'flow.note', data: { text: `${writer}.${turn}.${part}` } });
          }
          if (turn % 7 === 3) throw new Error('changed my mind');
        })
        .catch(() => undefined);
    }
  });
  let writing = true;
  const done = Promise.all(writers).then(() => (writing = false));
  const seen: unknown[] = [];
  let position = start;
  while (writing) {
    const { events, next } = await readAll(test.db, scope, position, 7);
    seen.push(...textsOf(events));
    position = next;
  }
  await done;
  const stored: { text: string }[] = await test.db.withTenant(scope, (tx) =>
    tx.sql('events').where('type', 'flow.note').select(tx.sql.raw(`data ->> 'text' AS text`)),
  );
  await settled(test.db, scope);
  seen.push(...textsOf((await readAll(test.db, scope, position)).events));
  expect(stored.length).toBeGreaterThan(300);
  expect([...seen].sort()).toEqual(stored.map((row) => row.text).sort());
});

it('reads on from any event id', async () => {
  const { scope, start } = await freshTenant();
  await note(test.db, scope, ['a', 'b', 'c']);
  await note(test.db, scope, ['d']);
  await settled(test.db, scope);
  const all = (await readAll(test.db, scope, start)).events;
  expect(textsOf(all)).toEqual(['a', 'b', 'c', 'd']);
  for (const [index, event] of all.entries()) {
    const { events } = await readAll(test.db, scope, positionOf(event.id), 2);
    expect(events).toEqual(all.slice(index + 1));
  }
});

it('shows an entity its own events, and HQ those of the whole tenant', async () => {
  const { scope, entities, entityScope, start } = await freshTenant();
  const stranger = await freshTenant();
  await note(test.db, scope, ['north'], { entityId: entities['north'] ?? null });
  await note(test.db, scope, ['south'], { entityId: entities['south'] ?? null });
  await note(test.db, scope, ['tenant-wide']);
  await settled(test.db, scope);
  expect(textsOf((await readAll(test.db, scope, start)).events)).toEqual(['north', 'south', 'tenant-wide']);
  expect(textsOf((await readAll(test.db, entityScope('north'), start)).events)).toEqual(['north']);
  expect((await readAll(test.db, stranger.scope, start)).events.map((event) => event.type)).toEqual([
    'tenant.created',
  ]);
});

it('filters by type, card and mail', async () => {
  const { scope, start } = await freshTenant();
  const [cardId, inboundId] = [randomUUID(), randomUUID()];
  await note(test.db, scope, ['card'], { cardId });
  await note(test.db, scope, ['mail'], { inboundId });
  await test.db.withTenant(scope, (tx) => appendEvent(tx, { type: 'mail.ignored' }));
  await settled(test.db, scope);
  const read = (filters: Parameters<typeof readEvents>[1]['filters'] & object) =>
    test.db.withTenant(scope, async (tx) => {
      const { events } = await readEvents(tx, { after: start, limit: 10, filters });
      return events.map((event) => event.data['text'] ?? event.type);
    });
  expect(await read({ cardId })).toEqual(['card']);
  expect(await read({ trackingId: inboundId })).toEqual(['mail']);
  expect(await read({ type: 'mail.ignored' })).toEqual(['mail.ignored']);
  expect(await read({ type: 'flow.note', cardId, trackingId: inboundId })).toEqual([]);
});

it('reads on by index however long the log is', async () => {
  const { id, scope } = await freshTenant();
  await asOwner(test.owner, (client) =>
    client.query(
      `INSERT INTO events (tenant_id, xid, type, actor, source_system, correlation_id)
       SELECT $1, (n / 300)::text::xid8, 'flow.note', 'system', 'test', 'test' FROM generate_series(1, 60000) n`,
      [id],
    ),
  );
  await asOwner(test.owner, (client) => client.query('ANALYZE events'));
  await test.db.withTenant(scope, async (tx) => {
    const before = await rowsTouched(tx);
    const { events } = await readEvents(tx, { after: { xid: 150n, id: 0 }, limit: 20 });
    expect(events).toHaveLength(20);
    expect((await rowsTouched(tx)) - before).toBeLessThan(50);
  });
});

/** Rows of the log that this connection has looked at, by whatever plan. */
async function rowsTouched(tx: TenantTx): Promise<number> {
  const { rows } = await tx.sql.raw<{ rows: { touched: number }[] }>(
    `SELECT seq_tup_read + idx_tup_fetch AS touched FROM pg_stat_xact_user_tables WHERE relname = 'events'`,
  );
  return rows[0]?.touched ?? NaN;
}
