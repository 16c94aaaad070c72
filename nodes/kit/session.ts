// Generated from pieces/kit/src/session.ts by `npm run nodes:generate`: change it there.
import type { Credential } from './auth';
import type { HttpRequest, HttpResponse } from './http';

/** How a credential becomes something that requests can carry: a token from a token endpoint, a session from a login. */
export interface SessionRecipe {
  /** The request that asks for it, absolute and with everything it needs; it goes out as it is. */
  request(credential: Credential): HttpRequest;
  /**
   * Reads the answer, whatever its status. Throws AuthError when the credential is refused, UpstreamError when nobody knows.
   * `values`: what earlier steps gave; empty in the first.
   */
  read(response: HttpResponse, values: Session['values']): Session;
  /** Of a sign-in in several steps: the next request, by all values so far; null when it is done. */
  next?(credential: Credential, values: Session['values']): HttpRequest | null;
}

/** What was got. Its values join those of the credential when `authorize` sees them. */
export interface Session {
  values: Readonly<Record<string, string>>;
  /** Seconds; null when the vendor did not say. */
  expiresIn: number | null;
  /** Values of the credential that the vendor has replaced, such as a refresh token that is good for one use. */
  replaces?: Readonly<Record<string, string>>;
}

/** A session as a host keeps it. It is a secret. */
export interface KeptSession extends Session {
  /** Milliseconds since 1970, by the host's clock. */
  until: number | null;
}

/**
 * Where a host keeps the session of one credential, so that it is asked for once and not for each call. One object for each
 * credential and process: requests that find no session wait for each other by it.
 */
export interface SessionSlot {
  get(): Promise<KeptSession | null>;
  /** With `replaces` the host has stored the new values for good before this returns: the old ones may be worth nothing. */
  set(session: KeptSession): Promise<void>;
}
