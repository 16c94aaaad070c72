import type { Send } from '@pebble/contract/client';

/** Sends a text as it is in the place of the JSON that the contract's `call` would send. */
export function withBody(send: Send, type: string, text: string): Send {
  return (request) => send({ ...request, headers: { ...request.headers, 'content-type': type }, body: text });
}
