import { call, type Send } from '@pebble/contract/client';
import { ConnectorError, UpstreamError } from './errors.ts';
import type { Http, HttpMethod } from './http.ts';
import { decodeSuccess } from './json-http.ts';

/** The contract client over an Http port: `(endpoint, parts) => reply`. Every failure is a ConnectorError. */
export function contractClient(http: Http) {
  return withSend(call, sendOver(http));
}
export type ContractClient = ReturnType<typeof contractClient>;

function sendOver(http: Http): Send {
  return async (request) => {
    const response = await http({
      method: request.method as HttpMethod,
      url: request.path,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    // A failure is thrown here and not left to the contract's ApiError, because that one repeats the server's words.
    return { status: response.status, headers: response.headers, body: decodeSuccess(response, 'Pebble') };
  };
}

// Keeps the generic signature of `call` while filling in its first parameter.
function withSend<A extends unknown[], R>(
  fn: (send: Send, ...rest: A) => Promise<R>,
  send: Send,
): (...rest: A) => Promise<R> {
  return async (...rest) => {
    try {
      return await fn(send, ...rest);
    } catch (error) {
      if (error instanceof ConnectorError) throw error;
      // A reply outside the contract; its issues would quote what came back.
      throw new UpstreamError('Pebble answered outside its contract');
    }
  };
}
