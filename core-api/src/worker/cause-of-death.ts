import { createHash } from 'node:crypto';
import { describeError, type ErrorDescription } from '../log/describe-error.ts';
import { FlowFailed } from './retry-policy.ts';
import { normaliseMessage } from './normalise-message.ts';

/** Why a mail died, fit for a person and for grouping. */
export interface CauseOfDeath extends ErrorDescription {
  /** The step of the flow that failed; null when it was not a step. */
  step: string | null;
  /** The same for mails that died of the same: 16 hex digits. */
  fingerprint: string;
}

export function causeOfDeath(error: unknown): CauseOfDeath {
  const described = describeError(error);
  const step = error instanceof FlowFailed ? error.step : null;
  // That a flow failed is no news; what its step met is.
  const errorClass =
    step !== null && error instanceof FlowFailed && error.cause instanceof Error
      ? error.cause.name
      : described.errorClass;
  return { ...described, errorClass, step, fingerprint: fingerprint(errorClass, step, described.message) };
}

function fingerprint(errorClass: string, step: string | null, message: string): string {
  const cause = JSON.stringify([errorClass, step, normaliseMessage(message)]);
  return createHash('sha256').update(cause).digest('hex').slice(0, 16);
}
