// Generated from pieces/kit/src/json-http.ts by `npm run nodes:generate`: change it there.
import { passOn } from './host/pass-on';
import { errorForStatus } from './error-for-status';
import { UpstreamError } from './errors';
import type { Http, HttpMethod, HttpResponse } from './http';

/** Sends JSON and gives back decoded JSON, undefined for an empty body. Every failure is a ConnectorError. */
export type JsonHttp = (method: HttpMethod, path: string, body?: unknown) => Promise<unknown>;

/** JSON over an Http port, for a vendor whose statuses mean what they say. `who` is the vendor's name in messages. */
export function jsonHttp(http: Http, who: string): JsonHttp {
  return async (method, path, body) => {
    const response = await http({
      method,
      url: path,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return decodeSuccess(response, who);
  };
}

/** The decoded body of a success; throws the error of the status otherwise, and UpstreamError for a broken body. */
export function decodeSuccess(response: HttpResponse, who: string): unknown {
  if (response.status >= 300) throw errorForStatus(who, response);
  if (response.body === '') return undefined;
  try {
    return JSON.parse(response.body);
  } catch {
    throw passOn(new UpstreamError(`${who} answered with something that is not JSON`));
  }
}
