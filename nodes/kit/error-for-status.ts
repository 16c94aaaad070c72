// Generated from pieces/kit/src/error-for-status.ts by `npm run nodes:generate`: change it there.
import {
  AuthError,
  ConflictError,
  type ConnectorError,
  InputError,
  NotFoundError,
  RateLimitedError,
  UpstreamError,
} from './errors';
import type { HttpResponse } from './http';

type Failure = Pick<HttpResponse, 'status' | 'headers'>;

/**
 * The error for an answer that is not a success. `what` names who answered.
 * Only the status decides: a body may repeat what was sent, so it stays out.
 */
export function errorForStatus(what: string, failure: Failure): ConnectorError {
  const message = `${what} answered ${failure.status}`;
  switch (failure.status) {
    case 401:
    case 403:
      return new AuthError(message);
    case 404:
    case 410:
      return new NotFoundError(message);
    case 409:
      return new ConflictError(message);
    case 429:
      return new RateLimitedError(message, retryAfterSeconds(failure.headers));
    case 408:
    case 425:
      return new UpstreamError(message);
  }
  const rejected = failure.status >= 400 && failure.status < 500;
  return rejected ? new InputError(message) : new UpstreamError(message, retryAfterSeconds(failure.headers));
}

/**
 * Seconds to wait by RFC 9110, from a number or a date; null when absent or unreadable.
 * A date is read against the answer's own `date` header: the two clocks need not agree, and no clock is read here.
 */
export function retryAfterSeconds(headers: Record<string, string>): number | null {
  const value = headers['retry-after']?.trim();
  if (!value) return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  const seconds = (Date.parse(value) - Date.parse(headers['date'] ?? '')) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}
