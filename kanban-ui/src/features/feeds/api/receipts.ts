import { call, type Send } from '@pebble/contract/client';
import {
  checkMailFeed,
  getReceipt,
  listReceipts,
  verifyReceipt,
  type Receipt,
  type ReceiptDetail,
} from '@pebble/contract/receipts';
import { listMailFeeds } from '@pebble/contract/mail-feeds';
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { operationsKeys } from '../../shared/operations-keys.ts';

const { receipts } = operationsKeys;
/** A week has 168 hours. */
const MOST = 200;

export type OneReceipt = z.infer<typeof Receipt>;
export type FullReceipt = z.infer<typeof ReceiptDetail>;

/** Which mailboxes there are to prove. */
export function provenFeedsQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: [...receipts, 'feeds'],
    queryFn: async ({ signal }) => (await call(withSignal(send, signal), listMailFeeds, {})).items,
  });
}

/** @param from an instant, the beginning of a day */
export function receiptsQuery(send: AbortableSend, feedId: string, from: string) {
  return queryOptions({
    queryKey: [...receipts, 'list', feedId, from],
    queryFn: async ({ signal }) =>
      (
        await call(withSignal(send, signal), listReceipts, {
          query: { feed_id: feedId, from, limit: MOST },
        })
      ).items,
  });
}

export function receiptQuery(send: AbortableSend, id: string) {
  return queryOptions({
    queryKey: [...receipts, 'one', id],
    queryFn: ({ signal }) => call(withSignal(send, signal), getReceipt, { params: { receipt_id: id } }),
  });
}

export function requestVerification(send: Send, id: string): Promise<{ valid: boolean; detail: string }> {
  return call(send, verifyReceipt, { params: { receipt_id: id } });
}

/** @throws ApiError `feed_off`, `other_side_failed` */
export function requestCheck(
  send: Send,
  feedId: string,
  window: { from: string; to: string },
): Promise<FullReceipt> {
  return call(send, checkMailFeed, { params: { feed_id: feedId }, body: window });
}
