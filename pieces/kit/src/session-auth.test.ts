import { describe, expect, test } from 'vitest';
import type { Auth } from './auth.ts';
import { AuthError, InputError, RateLimitedError, UpstreamError, type ConnectorError } from './errors.ts';
import { secret, text } from './field.ts';
import { clientCredentialsAuth, loginAuth, refreshTokenAuth } from './session-auth.ts';
import { toResponse, type Reply } from './testing/replay-http.ts';

const help = 'help';
const draft = {
  ...{ name: 'app', label: 'App', vendor: 'Acme', probe: '/me' },
  fields: {
    base_url: text('Base URL', { help, required: true }),
    client_id: text('Id', { help, required: true }),
    client_secret: secret('Secret', { help, required: true }),
  },
  tokenUrl: ({ base_url }: { base_url?: string }) => `${base_url}/token`,
  parameters: ({ client_id, client_secret, scope }: Record<string, string | undefined>) => ({
    client_id,
    client_secret,
    scope,
  }),
};
const app = clientCredentialsAuth(draft);
const consent = { authorizeUrl: 'https://x.example/a', tokenUrl: 'https://x.example/t', scopes: ['mail'] };
const person = refreshTokenAuth({ ...draft, consent });
const credential = { base_url: 'https://api.example', client_id: 'id', client_secret: 'a&b=c d' };

const read = (reply: Reply, auth: Auth = app) => auth.session?.read(toResponse(reply), {});

describe('the token request', () => {
  test.each([
    [app, 'client_credentials'],
    [person, 'refresh_token'],
  ])('is a form of RFC 6749, with what is not given left out', (auth, grant) => {
    const request = auth.session?.request(credential);
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://api.example/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      effect: 'read',
    });
    expect(request?.body).toBe(`grant_type=${grant}&client_id=id&client_secret=a%26b%3Dc%20d`);
  });
  test('of a person names where the person consents', () => {
    expect(person).toMatchObject({ kind: 'oauth2_refresh', consent });
    expect(app.consent).toBeUndefined();
  });
});

describe('a token', () => {
  test.each<[unknown, number | null]>([
    [3600, 3600],
    ['3599', 3599],
    [undefined, null],
    [null, null],
    ['', null],
    ['soon', null],
    [0, null],
  ])('that lasts %j is read as %j seconds', (expires_in, expiresIn) => {
    expect(read({ status: 200, body: { access_token: 'word', expires_in } })).toEqual({
      values: { access_token: 'word' },
      expiresIn,
    });
  });
  test('may bring the next refresh token', () => {
    const body = { access_token: 'word', refresh_token: 'next', expires_in: 60 };
    expect(read({ status: 200, body })?.replaces).toEqual({ refresh_token: 'next' });
  });
  test('goes into the header of a request at the base URL only', () => {
    const values = { ...credential, access_token: 'word' };
    const request = { method: 'GET' as const, url: '/me', headers: {} };
    expect(app.authorize(request, values)).toEqual({
      ...{ method: 'GET', url: 'https://api.example/me' },
      headers: { authorization: 'Bearer word' },
    });
    expect(() => app.authorize({ ...request, url: 'https://evil.example/me' }, values)).toThrow(
      UpstreamError,
    );
  });
});

const DESCRIPTION = 'AADSTS7000215: invalid secret for ada@buyer.example';

describe('a refusal', () => {
  test.each<[Reply, new (...args: never[]) => ConnectorError]>([
    [{ status: 400, body: { error: 'invalid_grant', error_description: DESCRIPTION } }, AuthError],
    [{ status: 401, body: { error: 'invalid_client', error_description: DESCRIPTION } }, AuthError],
    [{ status: 200, body: { error: 'invalid_grant', error_description: DESCRIPTION } }, AuthError],
    [{ status: 403, body: DESCRIPTION }, AuthError],
    [{ status: 404, body: DESCRIPTION }, AuthError],
    [{ status: 429, body: { error: 'slow_down', error_description: DESCRIPTION } }, RateLimitedError],
    [
      { status: 400, body: { error: 'temporarily_unavailable', error_description: DESCRIPTION } },
      UpstreamError,
    ],
    [{ status: 500, body: { error: 'server_error', error_description: DESCRIPTION } }, UpstreamError],
    [{ status: 503, body: `<html>${DESCRIPTION}` }, UpstreamError],
    [{ status: 200, body: `<html>${DESCRIPTION}` }, UpstreamError],
    [{ status: 200, body: { token: DESCRIPTION } }, UpstreamError],
    [{ status: 200, body: { access_token: { value: DESCRIPTION } } }, UpstreamError],
    [{ status: 200, body: [DESCRIPTION] }, UpstreamError],
    [{ status: 302, headers: { location: `https://x.example/${DESCRIPTION}` } }, UpstreamError],
  ])('%j is of class %o, and nothing of its words gets out', (reply, kind) => {
    let failure: unknown;
    try {
      read(reply);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(kind);
    expect(`${(failure as Error).message} ${JSON.stringify(failure)}`).not.toMatch(/AADSTS|ada@/);
  });
  test('names the code, which is one of a list, and no more than a word of it', () => {
    expect(() => read({ status: 400, body: { error: 'invalid_grant' } })).toThrow(
      new AuthError('Acme refused the credential: invalid_grant'),
    );
    expect(() => read({ status: 400, body: { error: `<b>${'x'.repeat(100)}` } })).toThrow(
      new AuthError(`Acme refused the credential: b${'x'.repeat(59)}`),
    );
  });
  test('keeps how long to wait', () => {
    expect(() => read({ status: 429, headers: { 'retry-after': '7' } })).toThrow(
      expect.objectContaining({ retryAfter: 7 }),
    );
  });
});

test('a login goes to the base URL with its body, and its values go into headers', () => {
  const login = loginAuth({
    ...{ name: 'login', label: 'Login', fields: draft.fields, probe: '/me' },
    request: ({ client_secret }) => ({
      method: 'POST',
      url: '/login',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password: client_secret }),
    }),
    read: (response) => {
      if (response.status !== 200) throw new InputError('no');
      return { values: { sid: response.body }, expiresIn: null };
    },
    headers: ({ sid }) => ({ cookie: `sid=${sid}` }),
  });
  expect(login.session?.request(credential)).toMatchObject({
    url: 'https://api.example/login',
    body: '{"password":"a&b=c d"}',
  });
  const authorized = login.authorize(login.probe, { ...credential, sid: 'word' });
  expect(authorized).toMatchObject({ url: 'https://api.example/me', headers: { cookie: 'sid=word' } });
});
