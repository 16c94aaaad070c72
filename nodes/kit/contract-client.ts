// Generated from pieces/kit/src/contract-client.ts by `npm run nodes:generate`: change it there.
import { passOn } from './host/pass-on';
import { call, type Send } from '../contract/client';
import { ConnectorError, UpstreamError } from './errors';
import type { Http, HttpMethod } from './http';
import { decodeSuccess } from './json-http';

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
      if (error instanceof ConnectorError) throw passOn(error);
      // A reply outside the contract; its issues would quote what came back.
      throw passOn(new UpstreamError('Pebble answered outside its contract'));
    }
  };
}
