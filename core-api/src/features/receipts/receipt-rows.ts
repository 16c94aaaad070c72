import type { Receipt, ReceiptDetail } from '@pebble/contract/receipts';
import type { z } from 'zod';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { fromText } from './receipt-body.ts';

export interface ReceiptRow {
  id: string;
  feed_id: string;
  from_at: Date;
  to_at: Date;
  revision: number;
  status: Receipt['status'];
  body: string;
  key_id: string;
  signature: Buffer;
  signed_at: Date;
  is_latest: boolean;
  look_again_at: Date | null;
}

/** @throws ApiProblem not_found */
export async function findReceipt(tx: TenantTx, id: string): Promise<ReceiptRow> {
  const row = await tx.sql<ReceiptRow>('ingestion_receipts').where({ id }).first();
  if (!row) throw new ApiProblem('not_found');
  return row;
}

export function showReceipt(row: ReceiptRow): z.input<typeof Receipt> {
  const { feed_id, feed, mailbox, folder, from, to, revision, counts, status, signed_at } = fromText(
    row.body,
  );
  const { id, key_id, signature } = row;
  return {
    ...{ id, feed_id, feed, mailbox, folder, from, to, revision, counts, status, signed_at, key_id },
    signature: signature.toString('base64'),
  };
}

export function showReceiptDetail(row: ReceiptRow): z.input<typeof ReceiptDetail> {
  const { missing, late, doubled } = fromText(row.body);
  return { ...showReceipt(row), missing, late, doubled, body: row.body };
}
