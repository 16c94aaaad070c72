import { AuthError, UpstreamError } from './errors.ts';
import { secret, text, type AuthFields } from './field.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { SessionRecipe } from './session.ts';

/** A credential's values, as its fields name them, and those of its session. */
export type Credential = Readonly<Record<string, string | undefined>>;

export type AuthKind =
  'bearer' | 'api_key' | 'headers' | 'login' | 'oauth2_client_credentials' | 'oauth2_refresh';

/**
 * How a request gets its credential. `authorize` is pure: it sees one request and the values at hand, so every host can run it.
 * What has to be fetched first comes by `session`; whoever runs the connector fetches it and keeps it.
 */
export interface Auth {
  /** Snake case, unique in the connector; connections name it. */
  name: string;
  label: string;
  kind: AuthKind;
  fields: AuthFields;
  authorize(request: HttpRequest, credential: Credential): HttpRequest;
  /** A harmless request that only a valid credential gets through. */
  probe: HttpRequest;
  /** Of a vendor that refuses inside a success: throws AuthError for such an answer to the probe. */
  checkProbe?(response: HttpResponse): void;
  session?: SessionRecipe;
  /** Of `oauth2_refresh`: how a person consents. Hosts that know OAuth2 do this themselves and hand in `access_token`. */
  consent?: Consent;
}

/** Addresses may hold `{field}` of the credential. */
export interface Consent {
  authorizeUrl: string;
  tokenUrl: string;
  scopes: readonly string[];
}

/** What all kinds ask of a connector. */
export interface AuthDraft {
  /** Path of the probe; it is read with GET. */
  probe: string;
  /** Where a person finds the token or key. */
  help: string;
  /** Needed where a connector has several. */
  name?: string;
  label?: string;
}

const baseUrl = text('Base URL', {
  help: 'Where the API answers, e.g. https://api.example.com',
  required: true,
});

/** `Authorization: Bearer …`, with the base URL in the credential: fields `base_url` and `token`. */
export function bearerAuth({ probe, help, name = 'token', label = 'Token' }: AuthDraft): Auth {
  return {
    ...{ name, label, kind: 'bearer' },
    fields: { base_url: baseUrl, token: secret('Token', { help, required: true }) },
    authorize: (request, { base_url, token }) =>
      withHeaders(request, base_url, { authorization: `Bearer ${token}` }),
    probe: get(probe),
  };
}

/** A key in a header of the vendor's choice: fields `base_url` and `api_key`. */
export function apiKeyAuth({
  probe,
  help,
  header,
  name = 'api_key',
  label = 'API key',
}: AuthDraft & { header: string }): Auth {
  return {
    ...{ name, label, kind: 'api_key' },
    fields: { base_url: baseUrl, api_key: secret('API key', { help, required: true }) },
    authorize: (request, { base_url, api_key }) =>
      withHeaders(request, base_url, { [header.toLowerCase()]: api_key ?? '' }),
    probe: get(probe),
  };
}

/** Several headers computed from fields of your own; `base_url` comes with them unless they bring one. */
export function headersAuth(draft: {
  name?: string;
  label?: string;
  fields: AuthFields;
  headers: (credential: Credential) => Record<string, string>;
  probe: string | HttpRequest;
}): Auth {
  return {
    ...{ name: draft.name ?? 'headers', label: draft.label ?? 'Credential', kind: 'headers' },
    fields: { base_url: baseUrl, ...draft.fields },
    authorize: (request, credential) =>
      withHeaders(request, credential['base_url'], draft.headers(credential)),
    probe: typeof draft.probe === 'string' ? get(draft.probe) : draft.probe,
  };
}

/** A harmless read of a path, for a probe. */
export function get(path: string): HttpRequest {
  return { method: 'GET', url: path, headers: { accept: 'application/json' } };
}

/** The request with these headers, at the credential's own host. Throws UpstreamError for a link that leads elsewhere. */
export function withHeaders(
  request: HttpRequest,
  base: string | undefined,
  headers: Record<string, string>,
): HttpRequest {
  return { ...request, url: joinBase(base ?? '', request.url), headers: { ...request.headers, ...headers } };
}

// A vendor's "next page" link is absolute and comes from outside: following it elsewhere would hand the secret to a stranger.
function joinBase(base: string, url: string): string {
  const root = base.trim().replace(/\/+$/, '');
  // Nobody would answer there, today or tomorrow.
  if (!/^https?:\/\/[^/]/i.test(root)) {
    throw new AuthError('The base URL of the connection must begin with https:// and a host');
  }
  if (url.startsWith('/') && !url.startsWith('//')) return root + url;
  if (url.startsWith(`${root}/`)) return url;
  throw new UpstreamError('A link leads away from the base URL; it was not followed');
}
