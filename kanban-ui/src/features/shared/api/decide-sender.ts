import { call, type Send } from '@pebble/contract/client';
import { decideSender, type SenderDecision } from '@pebble/contract/sender-checks';
import { queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { senderKeys } from '../operations-keys.ts';

/** What the lists say about mail of an address. */
export function requestDecision(send: Send, address: string): Promise<SenderDecision> {
  return call(send, decideSender, { query: { address } });
}

export function senderDecisionQuery(send: AbortableSend, address: string) {
  return queryOptions({
    queryKey: senderKeys.decision(address),
    queryFn: ({ signal }) => requestDecision(withSignal(send, signal), address),
  });
}
