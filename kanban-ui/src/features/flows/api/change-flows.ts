import { call, type Send } from '@pebble/contract/client';
import { activateFlowVersion, uploadFlowDraft } from '@pebble/contract/flow-versions';
import { setKnobs, type FlowVersion } from '@pebble/contract/flows';
import type { z } from 'zod';

export type Version = z.infer<typeof FlowVersion>;
type Json = Record<string, unknown>;

/** @throws ApiError `flow_refused` with the step and the reason */
export function requestDraft(send: Send, draft: { flow: Json; manifest: Json }): Promise<Version> {
  return call(send, uploadFlowDraft, { body: draft });
}

/** @throws ApiError `not_found`, `flow_refused` */
export function requestActivation(send: Send, flowId: string, version: string): Promise<Version> {
  return call(send, activateFlowVersion, { params: { flow_id: flowId, version } });
}

/** @throws ApiError `invalid_request` with the knobs that do not fit */
export function requestKnobs(send: Send, flowId: string, knobs: Json): Promise<Version> {
  return call(send, setKnobs, { params: { flow_id: flowId }, body: { knobs } });
}
