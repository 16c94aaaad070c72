import { expect, test } from 'vitest';
import { apiKeyAuth, bearerAuth, headersAuth } from './auth.ts';
import { AuthError, UpstreamError } from './errors.ts';
import { text } from './field.ts';
import type { HttpRequest } from './http.ts';

const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: { accept: 'application/json' } });
const bearer = bearerAuth({ probe: '/me', help: 'In the settings.' });

test('a bearer token goes into its header, next to those that are there', () => {
  const sent = bearer.authorize(get('/cards?limit=1'), { base_url: 'https://api.example/', token: 't0ken' });
  expect(sent).toEqual({
    method: 'GET',
    url: 'https://api.example/cards?limit=1',
    headers: { accept: 'application/json', authorization: 'Bearer t0ken' },
  });
});

test('a base URL may hold a path', () => {
  expect(bearer.authorize(get('/me'), { base_url: 'https://api.example/eu//', token: 't' }).url).toBe(
    'https://api.example/eu/me',
  );
});

test('blanks around a pasted base URL do not matter', () => {
  const pasted = { base_url: ' https://api.example/\n', token: 't' };
  expect(bearer.authorize(get('/me'), pasted).url).toBe('https://api.example/me');
});

test("the vendor's own links are followed on its host only", () => {
  const follow = (url: string) =>
    bearer.authorize(get(url), { base_url: 'https://api.example', token: 't' }).url;
  expect(follow('https://api.example/page/2')).toBe('https://api.example/page/2');
  for (const url of [
    'https://evil.example/page/2',
    'https://api.example.evil.example/',
    'https://api.example@evil.example/',
    '//evil.example/',
    'http://api.example/page/2',
    'page/2',
    '',
  ]) {
    expect(() => follow(url), url).toThrow(UpstreamError);
  }
});

test('a key goes into the header that the vendor wants', () => {
  const auth = apiKeyAuth({ header: 'X-Api-Key', probe: '/me', help: 'In the settings.' });
  const sent = auth.authorize(get('/me'), { base_url: 'https://api.example', api_key: 'k3y' });
  expect(sent.headers).toEqual({ accept: 'application/json', 'x-api-key': 'k3y' });
  expect(auth.probe).toEqual({ method: 'GET', url: '/me', headers: { accept: 'application/json' } });
});

test('several fields become several headers', () => {
  const auth = headersAuth({
    fields: { account: text('Account', { help: 'Number.', required: true }) },
    headers: ({ account }) => ({ 'x-account': account ?? '' }),
    probe: '/me',
  });
  expect(Object.keys(auth.fields)).toEqual(['base_url', 'account']);
  const sent = auth.authorize(get('/me'), { base_url: 'https://api.example', account: '4711' });
  expect(sent.headers['x-account']).toBe('4711');
});

test.each(['', 'acme.example', 'ftp://acme.example', 'https://', 'https:acme.example'])(
  'the base URL %j is told as what is wrong with the credential, and not as a silent vendor',
  (base_url) => {
    expect(() => bearer.authorize(get('/a'), { base_url, token: 't' })).toThrow(AuthError);
  },
);
