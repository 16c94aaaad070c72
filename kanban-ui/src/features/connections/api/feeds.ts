import { call, type Send } from '@pebble/contract/client';
import {
  cancelFeedBackfill,
  listFeedBackfills,
  startFeedBackfill,
  type FeedBackfill,
} from '@pebble/contract/feed-backfills';
import {
  createMailFeed,
  deleteMailFeed,
  listMailFeeds,
  testMailFeed,
  updateMailFeed,
  type MailFeed,
} from '@pebble/contract/mail-feeds';
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { operationsKeys } from '../../shared/operations-keys.ts';
import type { Tested } from './connections.ts';

const { connections } = operationsKeys;
/** No event tells how a feed is doing; in milliseconds. */
const LOOK_MS = 10_000;
const RUNNING_MS = 2000;

export type NewFeed = z.input<typeof createMailFeed.body>;
export type FeedChange = z.input<typeof updateMailFeed.body>;

export function feedsQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: [...connections, 'feeds'],
    queryFn: async ({ signal }) => (await call(withSignal(send, signal), listMailFeeds, {})).items,
    refetchInterval: LOOK_MS,
  });
}

export function requestFeed(send: Send, body: NewFeed): Promise<MailFeed> {
  return call(send, createMailFeed, { body });
}

export function requestFeedChange(send: Send, id: string, body: FeedChange): Promise<MailFeed> {
  return call(send, updateMailFeed, { params: { feed_id: id }, body });
}

export async function requestFeedEnd(send: Send, id: string): Promise<void> {
  await call(send, deleteMailFeed, { params: { feed_id: id } });
}

export function requestFeedTest(send: Send, id: string): Promise<Tested> {
  return call(send, testMailFeed, { params: { feed_id: id } });
}

export function backfillsQuery(send: AbortableSend, feedId: string) {
  return queryOptions({
    queryKey: [...connections, 'backfills', feedId],
    queryFn: async ({ signal }) =>
      (await call(withSignal(send, signal), listFeedBackfills, { params: { feed_id: feedId } })).items,
    refetchInterval: ({ state: { data } }) =>
      data?.some(({ state }) => state === 'listing' || state === 'working') ? RUNNING_MS : false,
  });
}

export function requestBackfill(
  send: Send,
  feedId: string,
  body: { from: string; to: string; preview: boolean },
): Promise<FeedBackfill> {
  return call(send, startFeedBackfill, { params: { feed_id: feedId }, body });
}

export function requestBackfillEnd(send: Send, { feed_id, id }: FeedBackfill): Promise<FeedBackfill> {
  return call(send, cancelFeedBackfill, { params: { feed_id, backfill_id: id } });
}
