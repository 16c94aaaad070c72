import { newId } from '../../db/new-id.ts';
import type { Database } from '../../db/database.ts';
import { systemScope } from '../../db/scope.ts';
import type { Anchor } from './anchors.ts';
import { headAfter } from './block.ts';
import { ChainCheck } from './chain-check.ts';
import { EventCheck } from './event-check.ts';
import type { Finding } from './findings.ts';
import { allBlocks, LogWalk, type InTenant } from './log-walk.ts';
import { storedEventsById } from './stored-event.ts';

export interface TenantReport {
  id: string;
  /** Null when the database does not have the tenant. */
  slug: string | null;
  /** Events found as they were sealed. */
  events: number;
  blocks: number;
  /** Events that no block covers yet. */
  unsealed: number;
  /** False when no anchor is at hand, so that a cut tail would go unnoticed. */
  anchored: boolean;
  findings: Finding[];
}

/** Reads one tenant's whole log beside its whole chain. Memory stays bounded however long they are. */
export async function verifyTenant(
  { db, key }: { db: Database; key: Uint8Array },
  tenant: { id: string; slug: string },
  anchors: readonly Anchor[],
): Promise<TenantReport> {
  const inTenant: InTenant = (read) => db.withTenant(systemScope(tenant.id, 'audit', newId()), read);
  const chain = new ChainCheck(key, tenant.id, anchors);
  const events = new EventCheck(key);
  const log = new LogWalk(inTenant);
  let blocks = 0;
  let hole = false;
  for await (const block of allBlocks(inTenant)) {
    blocks += 1;
    const { trusted, afterHole } = chain.next(block);
    hole ||= afterHole || !trusted;
    // The end of a block that was altered means nothing; its rows are passed over with those of the next whole one.
    if (!trusted) continue;
    await events.block(block, log.upTo(headAfter(block).position), hole);
    hole = false;
  }
  chain.end();
  let unsealed = 0;
  for await (const _ of log.upTo()) unsealed += 1;
  await events.end((ids) => inTenant((tx) => storedEventsById(tx, ids)));
  const findings = [...chain.findings, ...events.findings];
  return { ...tenant, events: events.intact, blocks, unsealed, anchored: anchors.length > 0, findings };
}
