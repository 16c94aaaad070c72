import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { Database } from '../../db/database.ts';
import { note } from '../events/testing/note.ts';
import { settled } from '../events/testing/settled.ts';
import { anchorPath, readAnchors } from './anchors.ts';
import { blocksAbove } from './block.ts';
import { Sealer } from './sealer.ts';
import { MASTER_KEY, tenantWithNotes } from './testing/sealed-tenant.ts';

const log = pino({ level: 'silent' });
let test: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pebble-sealer-'));
});
afterEach(() => rm(dataDir, { recursive: true }));
afterAll(() => test.close());

const NEVER_MS = 24 * 3_600_000;

function open(times: { roundMs?: number; sweepMs?: number } = {}): Sealer {
  return new Sealer({ db: test.db, log, masterKey: MASTER_KEY, dataDir, ...times });
}

type Tenant = Awaited<ReturnType<typeof tenantWithNotes>>;

async function sealedEvents({ scope }: Tenant): Promise<number> {
  const blocks = await test.db.withTenant(scope, (tx) => blocksAbove(tx, 0, 1_000));
  return blocks.flatMap((block) => block.event_ids).length;
}

it('seals in the round after a commit, again and again, without a sweep over all tenants', async () => {
  const tenant = await tenantWithNotes(test.db, 1);
  const sealer = open({ sweepMs: NEVER_MS });
  await expect.poll(() => sealedEvents(tenant)).toBe(2);
  for (let turn = 0; turn < 3; turn += 1) {
    await note(test.db, tenant.scope, ['more']);
    await expect.poll(() => sealedEvents(tenant)).toBe(3 + turn);
  }
  await sealer.close();
});

it('finds by its sweep what no bell told of', async () => {
  const sealer = open({ roundMs: 1, sweepMs: 1 });
  const elsewhere = new Database(test.app, 2);
  const tenant = await tenantWithNotes(elsewhere, 1);
  await expect.poll(() => sealedEvents(tenant)).toBe(2);
  await elsewhere.close();
  await sealer.close();
});

it('puts the events of a burst into one block, for it rests between two rounds', async () => {
  const tenant = await tenantWithNotes(test.db, 0);
  const sealer = open({ roundMs: NEVER_MS, sweepMs: NEVER_MS });
  await expect.poll(() => sealedEvents(tenant)).toBe(1);
  for (let index = 0; index < 60; index += 1) await note(test.db, tenant.scope, [`burst ${index}`]);
  expect(await sealedEvents(tenant)).toBe(1);
  await settled(test.db, tenant.scope);
  await sealer.close();
  const blocks = await test.db.withTenant(tenant.scope, (tx) => blocksAbove(tx, 0, 1_000));
  expect(blocks.map((block) => block.event_ids.length)).toEqual([1, 60]);
});

it('seals what is left when it closes, and anchors every head', async () => {
  const sealer = open();
  const tenants = [await tenantWithNotes(test.db, 2), await tenantWithNotes(test.db, 3)];
  await sealer.close();
  const { byTenant } = await readAnchors(anchorPath(dataDir));
  for (const tenant of tenants) {
    const blocks = await test.db.withTenant(tenant.scope, (tx) => blocksAbove(tx, 0, 10));
    const head = blocks.at(-1);
    expect(byTenant.get(tenant.id)?.at(-1)).toEqual({
      tenant_id: tenant.id,
      height: head?.height,
      hash: head?.hash,
      last_xid: head?.last_xid,
      last_id: head?.last_id,
      sealed_at: head?.sealed_at,
    });
  }
});

it('does not give the other tenants up when one fails', async () => {
  const [broken, whole] = [await tenantWithNotes(test.db, 1), await tenantWithNotes(test.db, 1)];
  const real = test.db.withTenant.bind(test.db);
  const failing = vi.spyOn(test.db, 'withTenant').mockImplementation((scope, work) => {
    if (scope.sourceSystem === 'sealer' && scope.tenantId === broken.id) throw new Error('no connection');
    return real(scope, work);
  });
  const sealer = open();
  await expect.poll(() => sealedEvents(whole)).toBe(2);
  expect(await sealedEvents(broken)).toBe(0);
  failing.mockRestore();
  await note(test.db, broken.scope, ['again']);
  await expect.poll(() => sealedEvents(broken)).toBe(3);
  await sealer.close();
});
