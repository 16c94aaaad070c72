// Generated from pieces/odoo/src/reply.ts by `npm run nodes:generate`: change it there.
import { errorForStatus } from '../../kit/error-for-status';
import { UpstreamError } from '../../kit/errors';
import type { HttpResponse } from '../../kit/http';
import { errorForException } from './errors';

/** What a call returned, over either protocol; null for nothing. Throws the ConnectorError of any failure. */
export function readReply(response: HttpResponse): unknown {
  const body = parse(response.body);
  if (response.status >= 300) {
    const failure = errorForStatus('Odoo', response);
    // What comes before Odoo (a proxy, a limit) speaks by its status; Odoo itself by the name of its exception.
    return fail(
      failure.retryable && response.status !== 500 ? failure : (errorForException(nameOf(body)) ?? failure),
    );
  }
  if (body === undefined) throw new UpstreamError('Odoo answered with something that is not JSON');
  return isEnvelope(body) ? unwrap(body) : body;
}

/** JSON-RPC: a failure comes as HTTP 200 with `error`; a result of nothing comes without `result`. */
function unwrap(envelope: Record<string, unknown>): unknown {
  const { error, result } = envelope;
  if (error === undefined) return result ?? null;
  const { code, data } = isObject(error) ? error : {};
  return fail(
    errorForException(nameOf(data), code) ?? new UpstreamError('Odoo failed; its log has the reason'),
  );
}

function fail(error: Error): never {
  throw error;
}

function nameOf(body: unknown): string {
  return isObject(body) && typeof body['name'] === 'string' ? body['name'] : '';
}

// No method of Odoo returns an object that says this of itself.
function isEnvelope(body: unknown): body is Record<string, unknown> {
  return isObject(body) && body['jsonrpc'] === '2.0';
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
