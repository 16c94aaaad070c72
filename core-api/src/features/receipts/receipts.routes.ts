import {
  checkMailFeed,
  getReceipt,
  listReceiptKeys,
  listReceipts,
  verifyReceipt,
} from '@pebble/contract/receipts';
import { ConnectorError } from '@pebble/kit/errors';
import { scopeOf } from '../../http/caller.ts';
import { decodeCursor, toPage } from '../../http/cursor.ts';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, person, plain, type Route } from '../../http/route.ts';
import { misfit } from '../connections/misfit.ts';
import { plainFailure } from '../connections/plain-failure.ts';
import { findFeed } from '../feeds/feed-rows.ts';
import { openFeed } from '../feeds/feed-source.ts';
import type { OpenConnections } from '../connections/open-connections.ts';
import { wakeFeed } from '../feeds/wake-feed.ts';
import { FeedChanged, proveWindow, type ProveDeps } from './prove-window.ts';
import { findReceipt, showReceipt, showReceiptDetail, type ReceiptRow } from './receipt-rows.ts';
import { verifyReceiptRow } from './verify-receipt.ts';

export function receiptRoutes(deps: ProveDeps & { connections: OpenConnections }): Route[] {
  const { signer } = deps;
  return [
    inTenant(listReceipts, async (tx, { query }) => {
      const { cursor, limit, feed_id, status, from, to } = query;
      const found = tx
        .sql('ingestion_receipts')
        .where({ is_latest: true })
        .orderByRaw('from_at DESC, id DESC')
        .limit(limit + 1)
        .select<(ReceiptRow & { sort_key: string })[]>('*', tx.sql.raw('from_at::text AS sort_key'));
      if (feed_id !== undefined) void found.where({ feed_id });
      if (status !== undefined) void found.where({ status });
      if (from !== undefined) void found.where('from_at', '>=', from);
      if (to !== undefined) void found.where('from_at', '<', to);
      if (cursor !== undefined)
        void found.whereRaw('(from_at, id) < (?::timestamptz, ?::uuid)', decodeCursor(cursor));
      const page = toPage(await found, limit, (row) => [row.sort_key, row.id]);
      return { items: page.rows.map(showReceipt), next_cursor: page.next_cursor };
    }),
    inTenant(getReceipt, async (tx, call) =>
      showReceiptDetail(await findReceipt(tx, call.params.receipt_id)),
    ),
    inTenant(verifyReceipt, async (tx, call) =>
      verifyReceiptRow(await findReceipt(tx, call.params.receipt_id), tx.scope.tenantId, signer),
    ),
    inTenant(listReceiptKeys, async () => ({
      items: [{ key_id: signer.keyId, algorithm: 'Ed25519' as const, public_key: signer.publicPem }],
      next_cursor: null,
    })),
    plain(checkMailFeed, async (db, call, caller) => {
      const scope = scopeOf(person(caller), call.context.correlationId);
      const feed = await db.withTenant(scope, (tx) => findFeed(tx, call.params.feed_id));
      if (!feed.enabled) throw new ApiProblem('feed_off');
      if (feed.mode !== 'live')
        throw new ApiProblem('feed_off', { detail: 'It is in shadow mode and takes nothing in.' });
      const window = pastOf(call.body, deps.now());
      try {
        const source = await openFeed(deps.connections, scope, feed);
        const row = await proveWindow(deps, scope, source, feed, window, { signal: call.context.signal });
        if (row.status === 'gap') await wakeFeed(db, feed.id, 'look');
        return showReceiptDetail(row);
      } catch (error) {
        if (error instanceof FeedChanged) {
          throw new ApiProblem('feed_off', {
            detail: 'It was changed while its folder was looked at. Ask again.',
          });
        }
        if (!(error instanceof ConnectorError)) throw error;
        throw new ApiProblem('other_side_failed', { detail: plainFailure(error), cause: error });
      }
    }),
  ];
}

/** Without what is still to come, of which nobody can say anything. @throws ApiProblem invalid_request */
function pastOf({ from, to }: { from: string; to: string }, now: number): { from: Date; to: Date } {
  if (Date.parse(from) >= now) throw misfit('from', 'must lie in the past');
  return { from: new Date(from), to: new Date(Math.min(Date.parse(to), now)) };
}
