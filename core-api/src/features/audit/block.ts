import type { TenantTx } from '../../db/with-tenant.ts';
import { LOG_START, type LogPosition } from '../events/log-position.ts';
import { digest } from './digest.ts';
import { exactTime } from './exact-time.ts';

/** A link of a tenant's chain: which events, in which order, with which hashes, after which block. Hashes are hex. */
export interface Block {
  tenant_id: string;
  /** 1 for the first. */
  height: number;
  previous_hash: string;
  hash: string;
  /** Position of the last event in the block. */
  last_xid: string;
  last_id: string;
  event_ids: string[];
  event_hashes: string[];
  sealed_at: string;
  source_system: string;
  correlation_id: string;
}

/** Where a chain stands. */
export interface Head {
  height: number;
  hash: string;
  position: LogPosition;
}

/** What the first block of a tenant follows: it belongs to this tenant and no other. */
export function genesis(key: Uint8Array, tenantId: string): Head {
  const hash = digest(key, 'genesis', { tenant_id: tenantId }).toString('hex');
  return { height: 0, hash, position: LOG_START };
}

export function hashBlock(key: Uint8Array, block: Omit<Block, 'hash'>): string {
  const { tenant_id, previous_hash, last_xid, last_id, event_ids, event_hashes, ...rest } = block;
  const { sealed_at, source_system, correlation_id } = rest;
  const facts = { tenant_id, previous_hash, last_xid, last_id, event_ids, event_hashes, sealed_at };
  const origin = { source_system, correlation_id };
  return digest(key, 'block', { ...facts, ...origin, height: String(block.height) }).toString('hex');
}

export function headAfter(block: Block): Head {
  const position = { xid: BigInt(block.last_xid), id: Number(block.last_id) };
  return { height: block.height, hash: block.hash, position };
}

/** Up to `limit` blocks above a height, lowest first. */
export function blocksAbove(tx: TenantTx, height: number, limit: number): Promise<Block[]> {
  return selectBlocks(tx).where('height', '>', height).orderBy('height').limit(limit);
}

/** The highest block; undefined before the first. */
export async function lastBlock(tx: TenantTx): Promise<Block | undefined> {
  const [block] = await selectBlocks(tx).orderBy('height', 'desc').limit(1);
  return block;
}

function selectBlocks(tx: TenantTx) {
  return tx.sql<Block>('audit_blocks').select<Block[]>(
    tx.sql
      .raw(`tenant_id::text, height, encode(previous_hash, 'hex') AS previous_hash, encode(hash, 'hex') AS hash,
                last_xid::text, last_id::text, event_ids::text[],
                ARRAY(SELECT encode(h, 'hex') FROM unnest(event_hashes) WITH ORDINALITY AS u (h, place)
                      ORDER BY place) AS event_hashes,
                ${exactTime('sealed_at')}, source_system, correlation_id`),
  );
}

export async function insertBlock(tx: TenantTx, block: Block): Promise<void> {
  await tx.sql('audit_blocks').insert({
    ...block,
    previous_hash: Buffer.from(block.previous_hash, 'hex'),
    hash: Buffer.from(block.hash, 'hex'),
    event_hashes: block.event_hashes.map((hash) => Buffer.from(hash, 'hex')),
  });
}
