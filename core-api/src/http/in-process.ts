import type { Send } from '@pebble/contract/client';
import type { Dispatch } from './dispatch.ts';
import { tooLarge } from './read-body.ts';
import { splitTarget } from './request-target.ts';

/**
 * Sends contract requests into the dispatcher without a socket. Everything else stays as over HTTP: the token is checked,
 * the body is parsed, the reply is validated.
 */
export function inProcessSend(dispatch: Dispatch, headers: Record<string, string>): Send {
  return async (request) => {
    const all = new Headers({ ...headers, ...request.headers });
    const bytes = new TextEncoder().encode(request.body ?? '');
    const reply = await dispatch({
      method: request.method,
      ...splitTarget(request.path),
      header: (name) => all.get(name) ?? undefined,
      address: null,
      readBody: async (limit) => {
        if (bytes.byteLength > limit) throw tooLarge(limit);
        return bytes;
      },
      signal: NEVER,
    });
    return { status: reply.status, headers: reply.headers, body: reply.body };
  };
}

const NEVER = new AbortController().signal;
