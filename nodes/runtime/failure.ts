import { NodeApiError, NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';
import {
  AuthError,
  ConflictError,
  ConnectorError,
  InputError,
  NotFoundError,
  RateLimitedError,
  isRetryable,
  retryAfterOf,
} from '../kit/errors';

/** What a workflow may look at of a failure. */
export interface Failure {
  error: string;
  errorClass: string;
  retryable: boolean;
  /** Seconds that the other side asked to wait. */
  retryAfter: number | null;
}

/** A failure without payload: a connector's own message is safe, any other error gives nothing but that it happened. */
export function describe(error: unknown): Failure {
  return {
    error: error instanceof ConnectorError ? error.message : 'The operation failed unexpectedly',
    errorClass: error instanceof Error ? error.name : 'Error',
    retryable: isRetryable(error),
    retryAfter: retryAfterOf(error),
  };
}

/** The failure as n8n shows it, at the item that it happened with. */
export function toNodeError(
  node: INode,
  error: unknown,
  itemIndex?: number,
): NodeApiError | NodeOperationError {
  const { error: message, ...facts } = describe(error);
  const shown = { message, description: adviceFor(error), ...(itemIndex === undefined ? {} : { itemIndex }) };
  const own = error instanceof InputError || !(error instanceof ConnectorError);
  const failure = own
    ? new NodeOperationError(node, message, shown)
    : new NodeApiError(node, {}, { ...shown, httpCode: codeOf(error) });
  Object.assign(failure.context as IDataObject, facts);
  return failure;
}

// n8n tells rate limits and refused credentials of a poll by the code.
function codeOf(error: unknown): string {
  if (error instanceof AuthError) return '401';
  if (error instanceof NotFoundError) return '404';
  if (error instanceof ConflictError) return '409';
  return error instanceof RateLimitedError ? '429' : '502';
}

function adviceFor(error: unknown): string {
  if (error instanceof InputError) return 'Correct the field and run the node again.';
  if (error instanceof AuthError) return 'Open the credential, check it and its rights, and test it.';
  if (error instanceof NotFoundError)
    return 'What the node is about does not exist, or not for this account.';
  if (error instanceof ConflictError) return 'The other side is in a state that does not allow this.';
  return isRetryable(error)
    ? 'The other side could not answer. Requests that may be repeated were repeated; run it again later.'
    : 'This is a defect of the connector. Please report it.';
}
