import { refreshToken, type TokenPair } from '@pebble/contract/auth';
import { call, type Send } from '@pebble/contract/client';

/** @throws ApiError `refresh_rejected` when the session is over */
export function requestRefresh(send: Send, refresh: string): Promise<TokenPair> {
  return call(send, refreshToken, { body: { refresh } });
}
