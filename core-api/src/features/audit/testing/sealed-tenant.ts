import { randomUUID } from 'node:crypto';
import { seedTenant, type SeededTenant } from '../../../../test/seed.ts';
import type { Database } from '../../../db/database.ts';
import { systemScope } from '../../../db/scope.ts';
import { note } from '../../events/testing/note.ts';
import { settled } from '../../events/testing/settled.ts';
import type { Block } from '../block.ts';
import { deriveAuditKey } from '../digest.ts';
import { sealTenant } from '../seal-tenant.ts';

export const MASTER_KEY = Buffer.alloc(32, 7);
export const KEY = deriveAuditKey(MASTER_KEY);

/** A tenant of the test's own with `notes` events after its creation, not sealed, which nothing holds back from a sealer. */
export async function tenantWithNotes(db: Database, notes: number): Promise<SeededTenant> {
  const tenant = await seedTenant(db, `t-${randomUUID().slice(0, 8)}`);
  for (let index = 0; index < notes; index += 1) {
    await note(db, tenant.scope, [`note ${index}`], { cardId: randomUUID() });
  }
  await settled(db, tenant.scope);
  return tenant;
}

/**
 * Seals everything there is into blocks of `mostEvents`, and returns them. First waits for what others' transactions hold back,
 * for a horizon in the middle of the events would end a block there.
 */
export async function sealAll(db: Database, tenantId: string, mostEvents?: number): Promise<Block[]> {
  await settled(db, systemScope(tenantId, 'test', 'seal-all'));
  const parts = { db, key: KEY, ...(mostEvents ? { mostEvents } : {}) };
  const blocks: Block[] = [];
  for (;;) {
    const { block, full } = await sealTenant(parts, tenantId);
    if (block) blocks.push(block);
    if (!full) return blocks;
  }
}
