import { retryAfterSeconds } from '@pebble/kit/error-for-status';
import { CircuitOpenError } from '@pebble/kit/errors';
import type { Http } from '@pebble/kit/http';
import type { Dispatch } from '../http/dispatch.ts';
import { inProcessSend } from '../http/in-process.ts';

/** The base URL that a flow in this process is given for the core. It resolves nowhere: such calls never touch a socket. */
export const CORE_BASE_URL = 'http://core.pebble.internal';

/** The embedded engine's Http port: calls to the core go straight into the dispatcher, others by `outside`. */
export function createCoreHttp(dispatch: Dispatch, correlationId: string, outside: Http): Http {
  const send = inProcessSend(dispatch, { 'x-correlation-id': correlationId });
  return async (request) => {
    if (!request.url.startsWith(`${CORE_BASE_URL}/`)) return outside(request);
    const { method, headers, url, body } = request;
    const path = url.slice(CORE_BASE_URL.length);
    const reply = await send({ method, path, headers, ...(typeof body === 'string' ? { body } : {}) });
    // Our own database is away: no fault of the step, and no attempt at it.
    if (isNotReady(reply))
      throw new CircuitOpenError('Pebble answered 503', retryAfterSeconds(reply.headers));
    return {
      status: reply.status,
      headers: reply.headers,
      body: reply.body === undefined ? '' : JSON.stringify(reply.body),
    };
  };
}

function isNotReady({ status, body }: { status: number; body?: unknown }): boolean {
  return status === 503 && (body as { code?: unknown } | undefined)?.code === 'not_ready';
}
