// Generated from pieces/kit/src/session-auth.ts by `npm run nodes:generate`: change it there.
import { withHeaders, get, type Auth, type Credential } from './auth';
import { AuthError, UpstreamError } from './errors';
import { errorForStatus } from './error-for-status';
import type { AuthFields } from './field';
import type { HttpRequest, HttpResponse } from './http';
import type { Session } from './session';

interface OAuth2Draft {
  name: string;
  label: string;
  /** Who answers, for messages. */
  vendor: string;
  /** Besides `base_url`, whatever the token request needs, such as `client_id`. */
  fields: AuthFields;
  tokenUrl: (credential: Credential) => string;
  /** Form parameters of the token request besides `grant_type`; what is undefined is left out. */
  parameters: (credential: Credential) => Record<string, string | undefined>;
  probe: string;
}

/** OAuth2 client credentials (RFC 6749, 4.4): the connector signs in as itself. */
export function clientCredentialsAuth(draft: OAuth2Draft): Auth {
  return oauth2('oauth2_client_credentials', 'client_credentials', draft);
}

/**
 * OAuth2 with a refresh token (RFC 6749, 6): the connector signs in for the person who consented. A host that keeps tokens itself
 * hands in `access_token`, and nothing is fetched.
 */
export function refreshTokenAuth(draft: OAuth2Draft & { consent: NonNullable<Auth['consent']> }): Auth {
  return { ...oauth2('oauth2_refresh', 'refresh_token', draft), consent: draft.consent };
}

interface LoginDraft {
  name: string;
  label: string;
  fields: AuthFields;
  /** The login, with the credential in its body; the URL is a path below `base_url`. */
  request: (credential: Credential) => HttpRequest;
  read: (response: HttpResponse) => Session;
  /** How requests carry the session's values. */
  headers: (credential: Credential) => Record<string, string>;
  probe: string | HttpRequest;
}

/** A login whose body holds the credential and whose answer gives a session. */
export function loginAuth(draft: LoginDraft): Auth {
  return {
    ...{ name: draft.name, label: draft.label, kind: 'login', fields: draft.fields },
    authorize: (request, credential) =>
      withHeaders(request, credential['base_url'], draft.headers(credential)),
    probe: typeof draft.probe === 'string' ? get(draft.probe) : draft.probe,
    session: {
      request: (credential) => withHeaders(draft.request(credential), credential['base_url'], {}),
      read: draft.read,
    },
  };
}

function oauth2(kind: Auth['kind'], grant: string, draft: OAuth2Draft): Auth {
  return {
    ...{ name: draft.name, label: draft.label, kind, fields: draft.fields },
    authorize: (request, { base_url, access_token }) =>
      withHeaders(request, base_url, { authorization: `Bearer ${access_token}` }),
    probe: get(draft.probe),
    session: {
      request: (credential) => ({
        method: 'POST',
        url: draft.tokenUrl(credential),
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        body: form({ grant_type: grant, ...draft.parameters(credential) }),
        // It changes nothing that anybody cares for. A refresh token may be good for one use; a second try with it is refused.
        effect: 'read',
      }),
      read: (response) => readToken(draft.vendor, response),
    },
  };
}

function form(parameters: Record<string, string | undefined>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  return given
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value ?? '')}`)
    .join('&');
}

/** A token answer (RFC 6749, 5). A refusal comes as 400 or 401, and with some vendors inside a 200. */
function readToken(vendor: string, response: HttpResponse): Session {
  const reply = parse(response.body);
  const error = reply['error'];
  if (error === 'temporarily_unavailable') throw new UpstreamError(`${vendor}'s sign-in is unavailable`);
  if (typeof error === 'string' && response.status < 500 && response.status !== 429) {
    // The code is one of a published list; the description may name accounts.
    throw new AuthError(`${vendor} refused the credential: ${error.replace(/[^\w.-]/g, '').slice(0, 60)}`);
  }
  if (response.status >= 300) {
    const failure = errorForStatus(`${vendor}'s sign-in`, response);
    throw failure.retryable ? failure : new AuthError(failure.message);
  }
  const { access_token, refresh_token, expires_in } = reply;
  if (typeof access_token !== 'string') throw new UpstreamError(`${vendor}'s sign-in gave no token`);
  return {
    values: { access_token },
    expiresIn: readSeconds(expires_in),
    ...(typeof refresh_token === 'string' ? { replaces: { refresh_token } } : {}),
  };
}

/** Some vendors send the number as a text. */
function readSeconds(value: unknown): number | null {
  const given = typeof value === 'number' || (typeof value === 'string' && value !== '');
  const seconds = given ? Number(value) : NaN;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

function parse(body: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
