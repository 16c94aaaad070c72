import { AuthError, ConnectorError, InputError, retryAfterOf } from '../src/errors.ts';

/** What a failed step shows: Activepieces prints a message that is JSON as it is, and anything else with a stack. */
export interface PieceFailure {
  error: string;
  message: string;
  retryable: boolean;
  field?: string;
  /** Seconds. */
  retryAfter?: number;
}

/** Made for the engine already; its message is a `PieceFailure`. */
class PieceError extends Error {}

/** The error for the engine. A defect of ours loses its words, which may hold anything. */
export function toPieceError(error: unknown): Error {
  return error instanceof PieceError ? error : new PieceError(JSON.stringify(failureOf(error)));
}

export function failureOf(error: unknown): PieceFailure {
  if (!(error instanceof ConnectorError)) {
    return { error: 'Defect', message: 'The piece failed in a way that it should not', retryable: false };
  }
  const retryAfter = retryAfterOf(error);
  return {
    error: error.name,
    message: error.message,
    retryable: error.retryable,
    ...(error instanceof InputError && error.field !== null ? { field: error.field } : {}),
    ...(retryAfter === null ? {} : { retryAfter }),
  };
}

/** One line for the form of a connection. */
export function whyNotConnected(error: unknown): string {
  const { error: kind, message } = failureOf(error);
  return error instanceof AuthError ? message : `${kind}: ${message}`;
}
