import { expect, test } from 'vitest';
import { withHeaders, type Auth } from './auth.ts';
import { defineConnector, type Host } from './connector.ts';
import { AuthError } from './errors.ts';
import { secret, text } from './field.ts';
import type { Http } from './http.ts';

/** A vendor that is asked for its version first, then for a token, and that refuses inside a success. */
const auth: Auth = {
  ...{ name: 'key', label: 'Key', kind: 'login' },
  fields: {
    base_url: text('Address', { help: 'Any.', required: true }),
    key: secret('Key', { help: 'Any.', required: true }),
  },
  authorize: (request, { base_url, version, token }) =>
    withHeaders(request, base_url, { authorization: `${version} ${token}` }),
  probe: { method: 'GET', url: '/me', headers: {} },
  checkProbe: ({ body }) => {
    if (body === 'refused') throw new AuthError('refused');
  },
  session: {
    request: ({ base_url }) => withHeaders({ method: 'GET', url: '/version', headers: {} }, base_url, {}),
    read: ({ body }, { version }) => ({
      values: version ? { token: body } : { version: body },
      expiresIn: version ? 60 : null,
    }),
    next: ({ base_url }, { token }) =>
      token ? null : withHeaders({ method: 'GET', url: '/token', headers: {} }, base_url, {}),
  },
};
const connector = defineConnector({
  ...{ name: 'steps', label: 'Steps', version: '1.0.0', auth },
  ...{ client: () => null, operations: [], triggers: [] },
});

function hostOf(answers: Record<string, string>) {
  const sent: string[] = [];
  const http: Http = async ({ url, headers }) => {
    const path = url.replace('https://api.example', '');
    sent.push(`${path} ${headers['authorization'] ?? ''}`.trim());
    return { status: 200, headers: {}, body: answers[path] ?? '' };
  };
  const host: Host = { http, credential: { base_url: 'https://api.example', key: 'k' } };
  return { host, sent };
}

test('a sign-in takes its steps in order, and requests carry what all of them gave', async () => {
  const { host, sent } = hostOf({ '/version': 'v2', '/token': 't0', '/me': 'you' });
  await connector.probe(host);
  expect(sent).toEqual(['/version', '/token', '/me v2 t0']);
});

test('a refusal inside a success fails the probe', async () => {
  const { host } = hostOf({ '/version': 'v2', '/token': 't0', '/me': 'refused' });
  await expect(connector.probe(host)).rejects.toThrow(AuthError);
});
