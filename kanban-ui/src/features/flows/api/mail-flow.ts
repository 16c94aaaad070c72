import { call, type Send } from '@pebble/contract/client';
import { listConnections } from '@pebble/contract/connections';
import { getMailFlow, setMailFlow } from '@pebble/contract/flows';
import { queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { operationsKeys } from '../../shared/operations-keys.ts';

/** Id of the flow that new mail goes through. */
export function mailFlowQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: [...operationsKeys.flows, 'mail-flow'],
    queryFn: async ({ signal }) => (await call(withSignal(send, signal), getMailFlow, {})).flow_id,
  });
}

/** Names of the connections that flows can use. */
export function connectionNamesQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: [...operationsKeys.connections, 'names'],
    queryFn: async ({ signal }) => {
      const { items } = await call(withSignal(send, signal), listConnections, {});
      return items.map(({ name }) => name);
    },
  });
}

/** @throws ApiError `not_found` without an active version, `invalid_request` when the flow does not start with mail */
export async function requestMailFlow(send: Send, flowId: string): Promise<string> {
  return (await call(send, setMailFlow, { body: { flow_id: flowId } })).flow_id;
}
