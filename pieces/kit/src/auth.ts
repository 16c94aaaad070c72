import { UpstreamError } from './errors.ts';
import { secret, text, type AuthFields } from './field.ts';
import type { HttpRequest } from './http.ts';

/** A credential's values, as its fields name them. */
export type Credential = Readonly<Record<string, string | undefined>>;

/**
 * How a request gets its credential. `authorize` is pure: it sees one request and the values at hand, so every host can run it.
 * What has to be fetched first (an OAuth2 token, a session from a login in the body) is the host's work: a new `kind` will say
 * where to fetch it, and `authorize` will find the result among the values.
 */
export interface Auth {
  kind: 'bearer' | 'api_key' | 'headers';
  fields: AuthFields;
  authorize(request: HttpRequest, credential: Credential): HttpRequest;
  /** A harmless request that only a valid credential gets through. */
  probe: HttpRequest;
}

interface Draft {
  /** Path of the probe; it is read with GET. */
  probe: string;
  /** Where a person finds the token or key. */
  help: string;
}

const baseUrl = text('Base URL', {
  help: 'Where the API answers, e.g. https://api.example.com',
  required: true,
});

/** `Authorization: Bearer …`, with the base URL in the credential: fields `base_url` and `token`. */
export function bearerAuth({ probe, help }: Draft): Auth {
  return {
    kind: 'bearer',
    fields: { base_url: baseUrl, token: secret('Token', { help, required: true }) },
    authorize: (request, { base_url, token }) =>
      withHeaders(request, base_url, { authorization: `Bearer ${token}` }),
    probe: get(probe),
  };
}

/** A key in a header of the vendor's choice: fields `base_url` and `api_key`. */
export function apiKeyAuth({ probe, help, header }: Draft & { header: string }): Auth {
  return {
    kind: 'api_key',
    fields: { base_url: baseUrl, api_key: secret('API key', { help, required: true }) },
    authorize: (request, { base_url, api_key }) =>
      withHeaders(request, base_url, { [header.toLowerCase()]: api_key ?? '' }),
    probe: get(probe),
  };
}

/** Several headers computed from fields of your own; `base_url` comes with them. */
export function headersAuth(draft: {
  fields: AuthFields;
  headers: (credential: Credential) => Record<string, string>;
  probe: string;
}): Auth {
  return {
    kind: 'headers',
    fields: { base_url: baseUrl, ...draft.fields },
    authorize: (request, credential) =>
      withHeaders(request, credential['base_url'], draft.headers(credential)),
    probe: get(draft.probe),
  };
}

function get(path: string): HttpRequest {
  return { method: 'GET', url: path, headers: { accept: 'application/json' } };
}

function withHeaders(
  request: HttpRequest,
  base: string | undefined,
  headers: Record<string, string>,
): HttpRequest {
  return { ...request, url: joinBase(base ?? '', request.url), headers: { ...request.headers, ...headers } };
}

// A vendor's "next page" link is absolute and comes from outside: following it elsewhere would hand the secret to a stranger.
function joinBase(base: string, url: string): string {
  const root = base.replace(/\/+$/, '');
  if (url.startsWith('/') && !url.startsWith('//')) return root + url;
  if (url.startsWith(`${root}/`)) return url;
  throw new UpstreamError('A link leads away from the base URL; it was not followed');
}
