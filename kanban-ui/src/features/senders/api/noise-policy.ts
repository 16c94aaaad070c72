import { call, type Send } from '@pebble/contract/client';
import {
  changeNoisePolicy,
  readNoisePolicy,
  type LoopGuard,
  type NoiseAction,
  type NoisePolicy,
  type PolicyKind,
} from '@pebble/contract/noise';
import { queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { senderKeys } from '../../shared/operations-keys.ts';

/** What becomes of mail that no person wrote. */
export function noisePolicyQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: senderKeys.noisePolicy,
    queryFn: ({ signal }) => call(withSignal(send, signal), readNoisePolicy, {}),
  });
}

export interface PolicyChange {
  kinds?: Partial<Record<PolicyKind, NoiseAction>>;
  loop_guard?: Partial<LoopGuard>;
}

/** Changes what is named and nothing else. */
export function requestPolicy(send: Send, change: PolicyChange): Promise<NoisePolicy> {
  return call(send, changeNoisePolicy, { body: change });
}
