import type { TwinReply } from '../../kit/twin/twin-server.ts';

/** What Graph says when it says no: thrown by whoever finds out, answered at one place. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function notFound(): GraphError {
  return new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

export function badRequest(message: string, code = 'ErrorInvalidRequest'): GraphError {
  return new GraphError(400, code, message);
}

export function throttled(seconds: number, message: string): GraphError {
  return new GraphError(429, 'ApplicationThrottled', message, { 'retry-after': String(seconds) });
}

/** The error body, with the ids that the vendor's support asks for. */
export function errorBody(code: string, message: string, now: number, clientRequestId = requestId(now)) {
  const innerError = {
    date: new Date(now).toISOString().slice(0, 19),
    'request-id': requestId(now),
    'client-request-id': clientRequestId,
  };
  return { error: { code, message, innerError } };
}

export function errorReply(error: GraphError, now: number, clientRequestId?: string): TwinReply {
  const body = errorBody(error.code, error.message, now, clientRequestId);
  return { status: error.status, headers: error.headers, body };
}

/** Codes that Graph gives to failures that a fault dial makes up. */
export function codeOfStatus(status: number): string {
  const codes: Record<number, string> = {
    401: 'InvalidAuthenticationToken',
    403: 'ErrorAccessDenied',
    404: 'ErrorItemNotFound',
    410: 'syncStateNotFound',
    429: 'TooManyRequests',
    503: 'serviceNotAvailable',
    504: 'GatewayTimeout',
  };
  return codes[status] ?? (status < 500 ? 'BadRequest' : 'InternalServerError');
}

function requestId(now: number): string {
  return `00000000-0000-4000-8000-${now.toString(16).padStart(12, '0').slice(-12)}`;
}
