// Generated from pieces/outlook/src/graph-failure.ts by `npm run nodes:generate`: change it there.
import { errorForStatus, retryAfterSeconds } from '../../kit/error-for-status';
import {
  ConflictError,
  InputError,
  RateLimitedError,
  UpstreamError,
  type ConnectorError,
} from '../../kit/errors';
import type { HttpResponse } from '../../kit/http';

/** The innermost code of an error answer, which is the most exact one; empty when there is none. Never look at the message. */
export function codeOf({ body }: Pick<HttpResponse, 'body'>): string {
  let part: unknown = parse(body)?.['error'];
  let code = '';
  while (typeof part === 'object' && part !== null) {
    const { code: own, innerError, innererror } = part as Record<string, unknown>;
    if (typeof own === 'string' && own !== '') code = own;
    part = innerError ?? innererror;
  }
  return code;
}

/** The delta or skip token is worth nothing any more: begin anew. */
export function isSyncLost(response: HttpResponse): boolean {
  return response.status === 410 || /^(syncState|resync)/i.test(codeOf(response));
}

const BUSY =
  /^(ApplicationThrottled|TooManyRequests|activityLimitReached|ErrorServerBusy|MailboxConcurrency)$/i;

/** The error of an answer that is no success: by its code where that says more than the status. */
export function failureOf(response: HttpResponse): ConnectorError {
  const code = codeOf(response);
  // Codes are short words of a published list; anything else stays out of the message.
  const named = /^[A-Za-z][\w.]{2,60}$/.test(code) ? `Microsoft Graph (${code})` : 'Microsoft Graph';
  if (response.status >= 400 && BUSY.test(code)) {
    return new RateLimitedError(`${named} answered ${response.status}`, retryAfterSeconds(response.headers));
  }
  if (response.status === 412) return new ConflictError(`${named} answered 412`);
  if (response.status === 507) return new InputError(`${named} answered 507: the mailbox is full`);
  if (response.status < 400) return new UpstreamError(`${named} answered ${response.status}`);
  return errorForStatus(named, response);
}

function parse(body: string): Record<string, unknown> | null {
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
