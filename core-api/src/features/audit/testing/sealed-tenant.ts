import { randomUUID } from 'node:crypto';
import { seedTenant, type SeededTenant } from '../../../../test/seed.ts';
import type { Database } from '../../../db/database.ts';
import { note } from '../../events/testing/note.ts';
import type { Block } from '../block.ts';
import { deriveAuditKey } from '../digest.ts';
import { sealTenant } from '../seal-tenant.ts';

export const MASTER_KEY = Buffer.alloc(32, 7);
export const KEY = deriveAuditKey(MASTER_KEY);

/** A tenant of the test's own with `notes` events after its creation, not sealed. */
export async function tenantWithNotes(db: Database, notes: number): Promise<SeededTenant> {
  const tenant = await seedTenant(db, `t-${randomUUID().slice(0, 8)}`);
  for (let index = 0; index < notes; index += 1) {
    await note(db, tenant.scope, [`note ${index}`], { cardId: randomUUID() });
  }
  return tenant;
}

/** Seals everything there is into blocks of `mostEvents`, and returns them. Waits for what others' transactions hold back. */
export async function sealAll(db: Database, tenantId: string, mostEvents?: number): Promise<Block[]> {
  const parts = { db, key: KEY, ...(mostEvents ? { mostEvents } : {}) };
  const blocks: Block[] = [];
  for (;;) {
    const { block, full, held } = await sealTenant(parts, tenantId);
    if (block) blocks.push(block);
    if (!full && !held) return blocks;
  }
}
