import { call } from '@pebble/contract/client';
import {
  getFlowGraph,
  getFlowKnobs,
  getStepFigures,
  listFlowDeployments,
} from '@pebble/contract/flow-versions';
import { listFlowRuns, listFlows, type FlowRun } from '@pebble/contract/flows';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { operationsKeys } from '../../shared/operations-keys.ts';

export type Run = z.infer<typeof FlowRun>;

const { flows } = operationsKeys;
const PAGE = 30;
/** Runs that the colours of the picture are taken from. */
const FIGURES_OF = 200;
/** No event tells of runs; in milliseconds. */
const LOOK_MS = 15_000;

export function flowsQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: [...flows, 'list'],
    queryFn: async ({ signal }) => (await call(withSignal(send, signal), listFlows, {})).items,
  });
}

export function deploymentsQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: [...flows, 'deployments'],
    queryFn: async ({ signal }) => (await call(withSignal(send, signal), listFlowDeployments, {})).items,
  });
}

/** @param version `1.2.3@<hash>` */
export function graphQuery(send: AbortableSend, flowId: string, version: string) {
  return queryOptions({
    queryKey: [...flows, 'graph', flowId, version],
    queryFn: ({ signal }) =>
      call(withSignal(send, signal), getFlowGraph, { params: { flow_id: flowId, version } }),
    // A version never changes.
    staleTime: Infinity,
  });
}

export function figuresQuery(send: AbortableSend, flowId: string, contentHash: string) {
  return queryOptions({
    queryKey: [...flows, 'figures', flowId, contentHash],
    queryFn: ({ signal }) =>
      call(withSignal(send, signal), getStepFigures, {
        params: { flow_id: flowId },
        query: { content_hash: contentHash, limit: FIGURES_OF },
      }),
  });
}

export function knobsQuery(send: AbortableSend, flowId: string) {
  return queryOptions({
    queryKey: [...flows, 'knobs', flowId],
    queryFn: ({ signal }) => call(withSignal(send, signal), getFlowKnobs, { params: { flow_id: flowId } }),
  });
}

/** Runs page by page, newest first. */
export function runsQuery(send: AbortableSend, flowId: string, status: 'failed' | null) {
  return infiniteQueryOptions({
    queryKey: [...flows, 'runs', flowId, status],
    queryFn: ({ pageParam, signal }) =>
      call(withSignal(send, signal), listFlowRuns, {
        query: { flow_id: flowId, status: status ?? undefined, cursor: pageParam, limit: PAGE },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state: { data } }) => ((data?.pages.length ?? 1) > 1 ? false : LOOK_MS),
  });
}
