import { ConnectorError, isRetryable, retryAfterOf } from '@pebble/kit/errors';
import type { StepFailure } from './run-result.ts';

/** Describes an error without payload: a connector's own message is safe, any other error gives its class alone. */
export function describeFailure(
  step: string,
  cause: unknown,
  { continued = false, aborted = false } = {},
): StepFailure {
  return {
    step,
    error_class: cause instanceof Error ? cause.name : 'Error',
    message: cause instanceof ConnectorError ? cause.message : 'The step failed unexpectedly',
    // An aborted run did nothing wrong, and its next attempt starts afresh.
    retryable: aborted || isRetryable(cause),
    retry_after: retryAfterOf(cause),
    continued,
    cause,
  };
}

/** Ends a run. The failure is complete; nothing above adds to it. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
  readonly failure: StepFailure;

  constructor(failure: StepFailure) {
    super(`Step "${failure.step}" failed`);
    this.failure = failure;
  }
}
