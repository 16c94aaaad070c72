import { signIn, type TokenPair } from '@pebble/contract/auth';
import { call, type Send } from '@pebble/contract/client';

/** @throws ApiError `wrong_credentials`, or `too_many_requests` with `retryAfter` */
export function requestSignIn(send: Send, email: string, password: string): Promise<TokenPair> {
  return call(send, signIn, { body: { email, password } });
}
