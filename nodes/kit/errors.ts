// Generated from pieces/kit/src/errors.ts by `npm run nodes:generate`: change it there.
/**
 * Everything that a connector may throw. A class says whether the same call can succeed later, so that hosts need not guess.
 * Messages name operations, fields and statuses; they never hold what was sent, received or used to sign in,
 * because hosts show them to people and write them to logs.
 */
export abstract class ConnectorError extends Error {
  abstract readonly retryable: boolean;
}

/** The caller's input does not fit. `field` is set when one field is to blame. */
export class InputError extends ConnectorError {
  override readonly name = 'InputError';
  readonly retryable = false;
  readonly field: string | null;

  constructor(message: string, field: string | null = null) {
    super(message);
    this.field = field;
  }
}

/** The credential is missing, wrong, expired or not allowed to do this. */
export class AuthError extends ConnectorError {
  override readonly name = 'AuthError';
  readonly retryable = false;
}

/** What the call is about does not exist. */
export class NotFoundError extends ConnectorError {
  override readonly name = 'NotFoundError';
  readonly retryable = false;
}

/** The state of the other side does not allow it. */
export class ConflictError extends ConnectorError {
  override readonly name = 'ConflictError';
  readonly retryable = false;
}

/** Too many calls. `retryAfter` is in seconds, null when the other side did not say. */
export class RateLimitedError extends ConnectorError {
  override readonly name = 'RateLimitedError';
  readonly retryable = true;
  readonly retryAfter: number | null;

  constructor(message: string, retryAfter: number | null = null) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

/** The other side is down, slow, or answers with something unreadable. `retryAfter` is in seconds, null when it did not say. */
export class UpstreamError extends ConnectorError {
  override readonly name: string = 'UpstreamError';
  readonly retryable = true;
  readonly retryAfter: number | null;

  constructor(message: string, retryAfter: number | null = null) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

/**
 * The host did not call the other side at all, because it has failed again and again. Thrown by a host's Http port, never by
 * a connector; nothing was sent, so the call counts as no attempt.
 */
export class CircuitOpenError extends UpstreamError {
  override readonly name = 'CircuitOpenError';
}

/** Seconds that the other side, or the host for it, asked to wait; null when nobody did. */
export function retryAfterOf(error: unknown): number | null {
  return error instanceof RateLimitedError || error instanceof UpstreamError ? error.retryAfter : null;
}

/** True when the same call may succeed later. An error of no known class is a defect, and repeating a defect does not mend it. */
export function isRetryable(error: unknown): boolean {
  return error instanceof ConnectorError && error.retryable;
}
