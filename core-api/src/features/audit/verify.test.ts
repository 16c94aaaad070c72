import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { asOwner } from '../../db/owner.ts';
import { note } from '../events/testing/note.ts';
import { Anchor, type Anchors } from './anchors.ts';
import type { Block } from './block.ts';
import type { Finding } from './findings.ts';
import { KEY, sealAll, tenantWithNotes } from './testing/sealed-tenant.ts';
import { verifyAudit } from './verify.ts';

let test: TestDatabase;
let tenant: SeededTenant;
let blocks: Block[];

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

/** A tenant with eight events in the blocks 1 to 4, and an anchor at its head. */
async function sealedTenant(): Promise<void> {
  tenant = await tenantWithNotes(test.db, 7);
  blocks = await sealAll(test.db, tenant.id, 2);
}

function anchored(upTo = blocks): Anchors {
  return { byTenant: new Map([[tenant.id, upTo.map((block) => Anchor.parse(block))]]), unreadable: [] };
}

async function findings(anchors = anchored()): Promise<Finding[]> {
  const report = await verifyAudit({ db: test.db, key: KEY, anchors, slug: tenant.slug });
  expect(report.intact).toBe(report.tenants.every((one) => one.findings.length === 0));
  return report.tenants.flatMap((one) => one.findings);
}

/** Changes rows as nobody but the owner of the database can. */
function tamper(sql: string, values: unknown[] = []): Promise<unknown> {
  return asOwner(test.owner, (client) => client.query(sql, values));
}

/** The id of the sealed event at a place, counted from 0. */
function idAt(place: number): string {
  return blocks.flatMap((block) => block.event_ids)[place] ?? '';
}

it('finds nothing where nothing was touched, and counts what it saw', async () => {
  await sealedTenant();
  await note(test.db, tenant.scope, ['not sealed yet']);
  const report = await verifyAudit({ db: test.db, key: KEY, anchors: anchored(), slug: tenant.slug });
  expect(report).toEqual({
    intact: true,
    findings: [],
    tenants: [
      {
        id: tenant.id,
        slug: tenant.slug,
        events: 8,
        blocks: 4,
        unsealed: 1,
        anchored: true,
        findings: [],
      },
    ],
  });
});

it.each([
  ['data', `data = '{"text": "another"}'`],
  ['who did it', `actor = 'user:somebody-else'`],
  ['when, by a microsecond', `occurred_at = occurred_at + interval '1 microsecond'`],
  ['which entity', `entity_id = gen_random_uuid()`],
  ['a number that a double cannot tell apart', `data = data || '{"n": 9007199254740993}'`],
])('names an event of which somebody altered %s', async (what, change) => {
  tenant = await tenantWithNotes(test.db, 0);
  await note(test.db, tenant.scope, ['x'], { cardId: randomUUID() });
  if (what.startsWith('a number')) {
    await tamper(`UPDATE events SET data = data || '{"n": 9007199254740992}' WHERE tenant_id = $1`, [
      tenant.id,
    ]);
  }
  blocks = await sealAll(test.db, tenant.id);
  const { rows } = (await tamper(
    `UPDATE events SET ${change} WHERE tenant_id = $1 AND id = $2 RETURNING id::text, type, card_id`,
    [tenant.id, idAt(1)],
  )) as { rows: object[] };
  expect(await findings()).toEqual([
    { kind: 'event_altered', height: 1, event: expect.objectContaining(rows[0] ?? {}) },
  ]);
});

it('names an event that was moved to another place in the log', async () => {
  await sealedTenant();
  await tamper(`UPDATE events SET xid = '1' WHERE tenant_id = $1 AND id = $2`, [tenant.id, idAt(5)]);
  expect(await findings()).toEqual([
    { kind: 'event_altered', height: 3, event: expect.objectContaining({ id: idAt(5) }) },
  ]);
});

it('names an event that was removed, and the block that had sealed it', async () => {
  await sealedTenant();
  await tamper('DELETE FROM events WHERE tenant_id = $1 AND id = $2', [tenant.id, idAt(2)]);
  expect(await findings()).toEqual([
    { kind: 'event_removed', height: 2, id: idAt(2), sealedAt: blocks[1]?.sealed_at },
  ]);
});

it('names an event that was given to another tenant, on both sides', async () => {
  await sealedTenant();
  const [giver, givenBlocks, id] = [tenant, blocks, idAt(2)];
  await sealedTenant();
  await tamper('UPDATE events SET tenant_id = $1 WHERE tenant_id = $2 AND id = $3', [
    tenant.id,
    giver.id,
    id,
  ]);
  expect(await findings()).toEqual([{ kind: 'event_inserted', event: expect.objectContaining({ id }) }]);
  [tenant, blocks] = [giver, givenBlocks];
  expect(await findings()).toEqual([
    { kind: 'event_removed', height: 2, id, sealedAt: blocks[1]?.sealed_at },
  ]);
});

it('names an event that was written into the past', async () => {
  await sealedTenant();
  const cardId = randomUUID();
  const { rows } = (await tamper(
    `INSERT INTO events (tenant_id, xid, type, card_id, actor, source_system, correlation_id)
     SELECT tenant_id, xid, 'card.moved', $3, 'user:forger', 'api', 'forged' FROM events
     WHERE tenant_id = $1 AND id = $2 RETURNING id::text`,
    [tenant.id, idAt(3), cardId],
  )) as { rows: { id: string }[] };
  expect(await findings()).toEqual([
    {
      kind: 'event_inserted',
      event: expect.objectContaining({ id: rows[0]?.id, type: 'card.moved', card_id: cardId }),
    },
  ]);
});

it('is not led astray by a forged copy of an event under the same id', async () => {
  await sealedTenant();
  await tamper(
    `INSERT INTO events (id, tenant_id, xid, type, actor, source_system, correlation_id)
     OVERRIDING SYSTEM VALUE
     SELECT id, tenant_id, (xid::text::bigint - 1)::text::xid8, type, 'user:forger', source_system, correlation_id
     FROM events WHERE tenant_id = $1 AND id = $2`,
    [tenant.id, idAt(3)],
  );
  expect(await findings()).toEqual([
    { kind: 'event_inserted', event: expect.objectContaining({ id: idAt(3), actor: 'user:forger' }) },
  ]);
});

it.each([
  ['an event hash', `event_hashes[1] = '\\x00'`],
  ['its own hash', `hash = '\\x00'`],
  ['the link to the one before', `previous_hash = '\\x00'`],
  ['its end', `last_xid = '999999999'`],
  ['the time', `sealed_at = sealed_at - interval '1 day'`],
  ['where it came from', `source_system = 'elsewhere'`],
])('names a block of which somebody altered %s, and nothing else', async (_, change) => {
  await sealedTenant();
  await tamper(`UPDATE audit_blocks SET ${change} WHERE tenant_id = $1 AND height = 2`, [tenant.id]);
  expect(await findings()).toEqual([{ kind: 'block_altered', height: 2 }]);
});

it('names blocks that were removed, and still checks the events of the others', async () => {
  await sealedTenant();
  await tamper('DELETE FROM audit_blocks WHERE tenant_id = $1 AND height IN (1, 2)', [tenant.id]);
  await tamper('DELETE FROM events WHERE tenant_id = $1 AND id = $2', [tenant.id, idAt(5)]);
  expect(await findings()).toEqual([
    { kind: 'blocks_removed', from: 1, to: 2 },
    { kind: 'event_removed', height: 3, id: idAt(5), sealedAt: blocks[2]?.sealed_at },
  ]);
});

it('sees by the anchor that the end of events and blocks was cut off', async () => {
  await sealedTenant();
  await cutTail();
  const last = blocks[3];
  expect(await findings()).toEqual([
    { kind: 'tail_cut', from: 3, to: 4, lastId: last?.last_id, sealedAt: last?.sealed_at },
  ]);
});

it('sees by the anchor that a cut chain has grown again', async () => {
  await sealedTenant();
  await cutTail();
  for (const text of ['a', 'b', 'c', 'd', 'e']) await note(test.db, tenant.scope, [text]);
  const regrown = await sealAll(test.db, tenant.id, 1);
  const both = anchored([...blocks.slice(2), ...regrown]);
  expect(await findings(both)).toEqual([
    { kind: 'chain_replaced', height: 3, sealedAt: blocks[2]?.sealed_at },
  ]);
});

it('says so when an anchored tenant is gone, and when a line of the anchors is unreadable', async () => {
  await sealedTenant();
  const [block] = blocks;
  const gone = randomUUID();
  const anchors: Anchors = {
    byTenant: new Map([[gone, [Anchor.parse({ ...block, tenant_id: gone, height: 9 })]]]),
    unreadable: [3],
  };
  const report = await verifyAudit({ db: test.db, key: KEY, anchors });
  expect(report.tenants.find((one) => one.id === gone)?.findings).toEqual([
    { kind: 'tenant_missing', height: 9 },
  ]);
  expect(report.findings).toEqual([{ kind: 'anchor_unreadable', line: 3 }]);
  expect(report.intact).toBe(false);
  expect(report.tenants.find((one) => one.id === tenant.id)).toMatchObject({ anchored: false, findings: [] });
});

it('takes every block for altered when it is given another key', async () => {
  await sealedTenant();
  const other = { db: test.db, key: Buffer.alloc(32, 9), anchors: anchored(), slug: tenant.slug };
  const [report] = (await verifyAudit(other)).tenants;
  expect(report?.findings.map((finding) => finding.kind)).toEqual(Array(4).fill('block_altered'));
});

/** Removes blocks 3 and 4 with their events. */
async function cutTail(): Promise<void> {
  await tamper('DELETE FROM audit_blocks WHERE tenant_id = $1 AND height > 2', [tenant.id]);
  await tamper('DELETE FROM events WHERE tenant_id = $1 AND id > $2', [tenant.id, idAt(3)]);
}
