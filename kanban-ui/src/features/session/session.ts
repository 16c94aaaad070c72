import type { TokenPair } from '@pebble/contract/auth';
import { ApiError } from '@pebble/contract/client';
import type { AbortableSend, AnyRequest } from '../../lib/fetch-send.ts';
import { createStore, type Store } from '../../lib/store.ts';
import { requestRefresh } from './api/refresh.ts';
import { requestSignIn } from './api/sign-in.ts';
import { requestSignOut } from './api/sign-out.ts';
import type { RefreshTokens } from './refresh-token.ts';

/** `ended` is a session that the server closed, unlike `signed-out`, which the user did. */
export type SessionStatus = 'restoring' | 'signed-in' | 'signed-out' | 'ended';

export interface Session {
  status: Store<SessionStatus>;
  /** Sends with the access token; renews it and tries once more when the server refuses it. */
  send: AbortableSend;
  /** A token that should be good now. @throws ApiError or SignedOutError when the session is over, NetworkError */
  accessToken(): Promise<string>;
  /** A token other than `rejected`. However many ask at once, one refresh is in flight. */
  renew(rejected: string): Promise<string>;
  /** @throws ApiError wrong_credentials or too_many_requests */
  signIn(email: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  /** Takes up the session that this tab had before it was loaded anew. */
  restore(): Promise<void>;
}

/** Somebody asked for a token after the session was over. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError';
}

interface Access {
  token: string;
  /** Milliseconds since 1970. */
  expires: number;
}

// Renewed this long before it expires, so that a request does not lose its token on the way.
const MARGIN_MS = 10_000;

/** The access token lives in this closure alone; only the refresh token outlives a reload of the tab. */
export function createSession(send: AbortableSend, tokens: RefreshTokens): Session {
  const status = createStore<SessionStatus>(tokens.read() === null ? 'signed-out' : 'restoring');
  let access: Access | null = null;
  let refreshing: Promise<string> | null = null;

  const accept = (pair: TokenPair): string => {
    access = { token: pair.access, expires: Date.now() + pair.expires_in * 1000 };
    tokens.write(pair.refresh);
    status.set('signed-in');
    return pair.access;
  };

  const end = (how: 'signed-out' | 'ended'): void => {
    access = null;
    tokens.write(null);
    status.set(how);
  };

  const refresh = async (): Promise<string> => {
    const token = tokens.read();
    if (token === null) throw new SignedOutError('nobody is signed in');
    try {
      const pair = await requestRefresh(send, token);
      if (tokens.read() === null) throw new SignedOutError('signed out meanwhile');
      return accept(pair);
    } catch (error) {
      // Only a clear refusal ends the session; a lost network or a failing server does not.
      if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429)
        end('ended');
      throw error;
    }
  };

  const renew = (rejected: string | null): Promise<string> => {
    if (access && access.token !== rejected && access.expires - MARGIN_MS > Date.now())
      return Promise.resolve(access.token);
    refreshing ??= refresh().finally(() => (refreshing = null));
    return refreshing;
  };

  const authorised: AbortableSend = async (request, signal) => {
    const token = await renew(null);
    const reply = await send(withToken(request, token), signal);
    if (reply.status !== 401) return reply;
    return send(withToken(request, await renew(token)), signal);
  };

  return {
    status,
    send: authorised,
    accessToken: () => renew(null),
    renew,
    async signIn(email, password) {
      accept(await requestSignIn(send, email, password));
    },
    async signOut() {
      // Whatever the server says: who signs out is signed out here.
      await requestSignOut(authorised).catch(() => undefined);
      end('signed-out');
    },
    async restore() {
      if (status.get() !== 'restoring') return;
      await renew(null).catch(() => undefined);
      // Without an answer nothing is known to be over: the shell shows, and its requests try again.
      if (status.get() === 'restoring') status.set('signed-in');
    },
  };
}

function withToken(request: AnyRequest, token: string): AnyRequest {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
}
