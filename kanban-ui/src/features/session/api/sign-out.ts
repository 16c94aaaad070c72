import { signOut } from '@pebble/contract/auth';
import { call, type Send } from '@pebble/contract/client';

/** Ends the session on the server. */
export async function requestSignOut(send: Send): Promise<void> {
  await call(send, signOut, {});
}
