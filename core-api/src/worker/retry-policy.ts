import type { RunResult } from '@pebble/flows/engine/run-result';
import { FlowRefused } from '@pebble/flows/engine/flow-refused';
import { ApiProblem } from '../http/problem.ts';
import { InvalidMail } from '../mail/parsed-mail.ts';

/** Tells the queue to bring the job again. Holds the class of the failure only: queues store messages. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';

  constructor(errorClass: string, options?: ErrorOptions) {
    super(`the attempt failed with ${errorClass}`, options);
  }
}

/** A run that ended without an outcome for its mail. The message names steps and error classes, no payload. */
export class FlowFailed extends Error {
  override readonly name = 'FlowFailed';
  readonly retryable: boolean;

  constructor(result: RunResult) {
    const failure = result.error ?? result.failures.at(-1);
    super(
      failure
        ? `step "${failure.step}" failed with ${failure.error_class}: ${failure.message}`
        : 'the flow ended without giving the mail a card or another outcome',
      { cause: failure?.cause },
    );
    this.retryable = failure?.retryable ?? false;
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
