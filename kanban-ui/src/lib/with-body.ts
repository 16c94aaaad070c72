import type { Send } from '@pebble/contract/client';
import type { AbortableSend } from './fetch-send.ts';

/** Sends a text or bytes as they are, in the place of the JSON that the contract's `call` would send. */
export function withBody(send: AbortableSend, type: string, body: string | Blob): Send {
  return (request) => send({ ...request, headers: { ...request.headers, 'content-type': type }, body });
}
