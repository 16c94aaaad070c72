import {
  AuthError,
  CircuitOpenError,
  ConnectorError,
  RateLimitedError,
  UpstreamError,
} from '@pebble/kit/errors';
import { BoxBroken } from '../../crypto/aes-box.ts';
import { SealingKeyMissing } from '../../crypto/key-ring.ts';
import { ApiProblem } from '../../http/problem.ts';

/** What went wrong with another system, in a sentence for the person who set the connection up. */
export function plainFailure(error: unknown): string {
  if (error instanceof AuthError)
    return `${said(error)} Check the credential, and that it may do this over there.`;
  if (error instanceof CircuitOpenError) return said(error);
  if (error instanceof RateLimitedError) return `${said(error)} We wait, and go on by ourselves.`;
  if (error instanceof UpstreamError) return `${said(error)} It is tried again by itself.`;
  // Messages of the kit name operations, fields and statuses only.
  if (error instanceof ConnectorError) return said(error);
  if (error instanceof ApiProblem) return said(error);
  if (error instanceof SealingKeyMissing || error instanceof BoxBroken)
    return 'The secrets of the connection cannot be opened with the present key. Give them again.';
  return 'Something failed on our side; the log has it.';
}

function said({ message }: Error): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
