import {
  cancelBacktest,
  exportBacktest,
  getBacktest,
  listBacktestItems,
  listBacktests,
  startBacktest,
  type Backtest,
  type BacktestVerdict,
} from '@pebble/contract/backtests';
import { call, type Send } from '@pebble/contract/client';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { operationsKeys } from '../../shared/operations-keys.ts';

const { backtests } = operationsKeys;
const PAGE = 50;
/** How often a running one is looked at; in milliseconds. */
const RUNNING_MS = 1500;
/** How often its mails are, which are more to read; in milliseconds. */
const MAILS_MS = 3000;

export function backtestsQuery(send: AbortableSend, flowId: string) {
  return queryOptions({
    queryKey: [...backtests, 'list', flowId],
    queryFn: async ({ signal }) =>
      (await call(withSignal(send, signal), listBacktests, { query: { flow_id: flowId } })).items,
    refetchInterval: ({ state: { data } }) =>
      data?.some((one) => one.state === 'running') ? RUNNING_MS : false,
  });
}

export function backtestQuery(send: AbortableSend, id: string) {
  return queryOptions({
    queryKey: [...backtests, 'one', id],
    queryFn: ({ signal }) => call(withSignal(send, signal), getBacktest, { params: { backtest_id: id } }),
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? RUNNING_MS : false),
  });
}

/** Mails that were tried. Those of a running backtest grow, and are read once more at its end. */
export function backtestItemsQuery(
  send: AbortableSend,
  { id, state }: Pick<Backtest, 'id' | 'state'>,
  verdict: BacktestVerdict | null,
) {
  return infiniteQueryOptions({
    queryKey: [...backtests, 'items', id, verdict, state],
    queryFn: ({ pageParam, signal }) =>
      call(withSignal(send, signal), listBacktestItems, {
        params: { backtest_id: id },
        query: { verdict: verdict ?? undefined, cursor: pageParam, limit: PAGE },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    // Whoever reads on is left in peace.
    refetchInterval: ({ state: { data } }) =>
      state === 'running' && (data?.pages.length ?? 1) === 1 ? MAILS_MS : false,
  });
}

/** @throws ApiError `backtest_running`, `nothing_to_backtest` */
export function requestBacktest(
  send: Send,
  wanted: { flow_id: string; version: string; last: number },
): Promise<Backtest> {
  return call(send, startBacktest, { body: wanted });
}

export function requestCancel(send: Send, id: string): Promise<Backtest> {
  return call(send, cancelBacktest, { params: { backtest_id: id } });
}

export async function requestCsv(send: Send, id: string): Promise<Blob> {
  const csv = await call(send, exportBacktest, { params: { backtest_id: id } });
  // Reading it as text has taken the byte order mark away, without which Excel takes UTF-8 for something else.
  return new Blob([csv.startsWith('\uFEFF') ? csv : `\uFEFF${csv}`], { type: 'text/csv' });
}
