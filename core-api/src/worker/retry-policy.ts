import { CircuitOpenError } from '@pebble/kit/errors';
import type { RunResult } from '@pebble/flows/engine/run-result';
import { FlowRefused } from '@pebble/flows/engine/flow-refused';
import { isDatabaseAway } from '../db/is-away.ts';
import { ApiProblem } from '../http/problem.ts';
import { InvalidMail } from '../mail/parsed-mail.ts';
import { fullJitter } from './backoff.ts';

/** Nobody waits longer for a target that asks for it; what is not well by then is for a person. */
const MOST_ASKED_S = 6 * 3600;
/** A mail whose target is left alone waits this long since it came, without spending attempts. */
const PATIENCE_MS = 24 * 3600_000;

/** Tells the queue to bring the job again. Holds the class of the failure only: queues store messages. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  /** Milliseconds until then; null leaves it to the queue. */
  readonly delayMs: number | null;
  /** False when nothing was tried: the job keeps its attempts. */
  readonly counts: boolean;

  constructor(errorClass: string, options: { cause?: unknown; delayMs?: number; counts?: boolean } = {}) {
    super(`the attempt failed with ${errorClass}`, { cause: options.cause });
    this.delayMs = options.delayMs ?? null;
    this.counts = options.counts ?? true;
  }
}

/** A run that ended without an outcome for its mail. The message names steps and error classes, no payload. */
export class FlowFailed extends Error {
  override readonly name = 'FlowFailed';
  readonly retryable: boolean;
  /** Seconds that the other side asked to wait, if it did. */
  readonly retryAfter: number | null;
  /** The step that failed; null when the flow ended without any failure. */
  readonly step: string | null;

  constructor(result: Pick<RunResult, 'error' | 'failures'>) {
    const failure = result.error ?? result.failures.at(-1);
    super(
      failure
        ? `step "${failure.step}" failed with ${failure.error_class}: ${failure.message}`
        : 'the flow ended without giving the mail a card or another outcome',
      { cause: failure?.cause },
    );
    this.retryable = failure?.retryable ?? false;
    this.retryAfter = failure?.retry_after ?? null;
    this.step = failure?.step ?? null;
  }
}

/** Another engine has taken a job and said nothing more of it in the time that it had. */
export class LeaseEnded extends Error {
  override readonly name = 'LeaseEnded';
}

/** Another engine has not begun with a job. The message says what an operator can do. */
export class NotStarted extends Error {
  override readonly name = 'NotStarted';
  /** Seconds to wait. */
  readonly retryAfter: number | null;
  /** For so long after the mail came this is no attempt; later it is. */
  readonly patienceMs: number;

  constructor(message: string, options: { retryAfter?: number | null; patienceMs?: number } = {}) {
    super(message);
    this.retryAfter = options.retryAfter ?? null;
    this.patienceMs = options.patienceMs ?? PATIENCE_MS;
  }
}

/**
 * Whether another attempt can end differently. Errors of the mail, of the flow and of the request stay what they are;
 * anything else may be the weather: a database that restarts, a network that blinks.
 */
export function isWorthRetrying(error: unknown): boolean {
  if (error instanceof FlowFailed) return error.retryable;
  if (error instanceof ApiProblem) return error.status >= 500 || error.status === 429;
  return !(error instanceof InvalidMail || error instanceof FlowRefused);
}

/** What comes after a failed attempt: the mail again after a pause, or the dead letters. */
export type Decision = { retry: false } | { retry: true; delayMs: number; counts: boolean };

/**
 * Decides after a failed attempt.
 *
 * @param attempt.ageMs how long ago the mail came
 */
export function decide(
  error: unknown,
  attempt: { number: number; last: boolean; ageMs: number; baseMs: number },
): Decision {
  if (!isWorthRetrying(error)) return { retry: false };
  const asked = error instanceof FlowFailed || error instanceof NotStarted ? error.retryAfter : null;
  const pause = fullJitter(attempt.baseMs, attempt.number);
  // Never before the time that was asked for, and not everybody at that very moment.
  const delayMs = asked === null ? pause : asked * 1000 + pause;
  if (asked !== null && asked > MOST_ASKED_S) return { retry: false };
  const patienceMs = error instanceof NotStarted ? error.patienceMs : PATIENCE_MS;
  if (wasNotTried(error) && attempt.ageMs < patienceMs) return { retry: true, delayMs, counts: false };
  return attempt.last ? { retry: false } : { retry: true, delayMs, counts: true };
}

/** Nothing was asked of anybody, or nothing was begun: the target is left alone, or our own database is away. */
function wasNotTried(error: unknown): boolean {
  if (error instanceof NotStarted) return true;
  if (error instanceof FlowFailed) return error.cause instanceof CircuitOpenError;
  return isDatabaseAway(error);
}
