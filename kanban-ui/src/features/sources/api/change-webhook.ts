import { call, type Send } from '@pebble/contract/client';
import type { Rehearsal } from '@pebble/contract/rehearsal';
import {
  createSource,
  deleteSource,
  rotateSourceSecret,
  testSource,
  updateSource,
  type Source,
} from '@pebble/contract/sources';
import type { z } from 'zod';

export type WebhookSettings = z.input<typeof createSource.body>;

/** A source and its secret, which no other answer ever holds. */
export interface WithSecret {
  source: Source;
  secret: string;
}

/** @throws ApiError `already_exists`, `invalid_request` for an unknown mailbox */
export function requestWebhook(send: Send, settings: WebhookSettings): Promise<WithSecret> {
  return call(send, createSource, { body: settings });
}

/** @throws ApiError `not_found`, `already_exists`, `invalid_request` */
export function requestWebhookChange(
  send: Send,
  id: string,
  change: Partial<WebhookSettings>,
): Promise<Source> {
  return call(send, updateSource, { params: { source_id: id }, body: change });
}

export async function requestWebhookEnd(send: Send, id: string): Promise<void> {
  await call(send, deleteSource, { params: { source_id: id } });
}

/** @param graceHours how long the secrets of now stay good; 0 ends them at once */
export function requestSecret(send: Send, id: string, graceHours: number): Promise<WithSecret> {
  return call(send, rotateSourceSecret, { params: { source_id: id }, body: { grace_hours: graceHours } });
}

/** Says what would become of a payload, without taking it. @throws ApiError `invalid_request`, `not_ready` */
export function requestTrial(send: Send, id: string, payload: Record<string, unknown>): Promise<Rehearsal> {
  return call(send, testSource, { params: { source_id: id }, body: { payload } });
}
