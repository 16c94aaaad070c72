import { defineConnector } from '@pebble/kit/connector';
import { apiKeyAuth } from '@pebble/kit/auth';
import { secret, text } from '@pebble/kit/field';
import { clientCredentialsAuth } from '@pebble/kit/session-auth';
import type { HttpRequest, HttpResponse } from '@pebble/kit/http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';

/** A connector with two ways to sign in, and an other side that the test plays. */
const acme = defineConnector({
  name: 'acme',
  label: 'Acme',
  description: 'Things of Acme.',
  version: '1.2.3',
  auth: [
    clientCredentialsAuth({
      ...{ name: 'app', label: 'App', vendor: 'Acme', probe: '/me' },
      fields: {
        client_id: text('Client', { help: 'Its name.', required: true }),
        client_secret: secret('Secret', { help: 'Its secret.', required: true }),
        base_url: text('URL', { help: 'Where.', required: true, default: 'https://api.acme.example' }),
      },
      tokenUrl: ({ base_url }) => `${base_url}/token`,
      parameters: ({ client_id, client_secret }) => ({ client_id, client_secret }),
    }),
    apiKeyAuth({ name: 'key', header: 'x-key', probe: '/me', help: 'In the settings.' }),
  ],
  client: (http) => http,
  operations: [],
  triggers: [],
});

let test: TestCore;
let admin: string;
let sent: HttpRequest[] = [];
let answer: (request: HttpRequest) => HttpResponse;
const reply = (status: number, body: unknown = {}): HttpResponse => ({
  ...{ status, headers: {} },
  body: JSON.stringify(body),
});

beforeAll(async () => {
  const http = async (request: HttpRequest) => {
    sent.push(request);
    return answer(request);
  };
  test = await createTestCore({ outside: { connectors: [acme], http, publicUrl: null } });
  admin = await test.signIn('admin');
});
beforeEach(() => {
  sent = [];
  answer = ({ url }) =>
    url.endsWith('/token') ? reply(200, { access_token: `t${sent.length}`, expires_in: 3600 }) : reply(200);
});
afterAll(() => test.close());

const call = (method: string, path: string, body?: unknown, token = admin) =>
  test.send({ method, path: `/api/v1${path}`, token, body });
let named = 0;
async function connect(values: Record<string, string> = {}, more: Record<string, unknown> = {}) {
  named += 1;
  const body = {
    name: `acme-${named}`,
    connector: 'acme',
    values: { client_id: 'us', client_secret: 's3cret', ...values },
  };
  return call('POST', '/connections/', { ...body, ...more });
}
const idOf = ({ body }: { body?: unknown }) => (body as { id: string }).id;

describe('connectors', () => {
  it('are described with the fields of each way to sign in', async () => {
    const { body } = await call('GET', '/connectors/');
    expect(body).toMatchObject({
      items: [
        {
          ...{
            name: 'acme',
            label: 'Acme',
            description: 'Things of Acme.',
            version: '1.2.3',
            has_mail: false,
          },
          auths: [
            {
              ...{ name: 'app', kind: 'oauth2_client_credentials' },
              fields: [
                { name: 'client_id', kind: 'text', required: true, default: null },
                { name: 'client_secret', kind: 'secret', required: true },
                { name: 'base_url', default: 'https://api.acme.example' },
              ],
            },
            { name: 'key', kind: 'api_key' },
          ],
        },
      ],
    });
  });
});

describe('a connection', () => {
  it('is shown without its secrets, here and in the log of events', async () => {
    const made = await connect();
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...{ connector: 'acme', auth: 'app', secrets_set: ['client_secret'], signed_in_until: null, feeds: [] },
      values: { client_id: 'us', base_url: 'https://api.acme.example' },
    });
    const listed = await call('GET', '/connections/');
    const events = await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('events').where({ type: 'connection.created' }).select('data'),
    );
    const rows = await test.db.withTenant(test.ours.scope, (tx) => tx.sql('connections').select('*'));
    for (const shown of [made.body, listed.body, events])
      expect(JSON.stringify(shown)).not.toContain('s3cret');
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('s3cret').toString('hex'));
  });

  it.each([
    ['an unknown connector', {}, { connector: 'nobody' }, 'body.connector'],
    ['an unknown auth', {}, { auth: 'magic' }, 'body.auth'],
    ['a field that is none', { colour: 'red' }, {}, 'body.values.colour'],
    ['a missing field', { client_secret: '' }, {}, 'body.values.client_secret'],
    ['a name that flows could not call', {}, { name: 'My Outlook' }, 'body.name'],
  ])('refuses %s, and names it', async (_what, values, more, path) => {
    const { status, body } = await connect(values, more);
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ path }] });
  });

  it('has its name once', async () => {
    expect((await connect({}, { name: 'twice' })).status).toBe(201);
    expect(await connect({}, { name: 'twice' })).toMatchObject({ status: 409 });
  });

  it('belongs to its tenant', async () => {
    const id = idOf(await connect());
    const stranger = await test.signIn('admin', 'theirs');
    expect((await call('DELETE', `/connections/${id}/`, undefined, stranger)).status).toBe(404);
    expect((await call('POST', `/connections/${id}/test/`, undefined, stranger)).status).toBe(404);
  });

  it('cannot be pointed elsewhere by somebody who does not know its secret', async () => {
    const id = idOf(await connect());
    const change = (values: Record<string, string>) => call('PATCH', `/connections/${id}/`, { values });
    const refused = await change({ base_url: 'https://evil.example' });
    expect(refused.body).toMatchObject({ errors: [{ path: 'body.values.client_secret' }] });
    const moved = await change({ base_url: 'https://eu.acme.example', client_secret: 'an0ther' });
    expect(moved.body).toMatchObject({ values: { base_url: 'https://eu.acme.example' } });
    const { data } = (await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('events').where({ type: 'connection.changed' }).orderBy('id', 'desc').first('data'),
    )) as { data: Record<string, unknown> };
    expect(data).toMatchObject({ connection_id: id, secrets_changed: true });
    expect(JSON.stringify(data)).not.toContain('an0ther');
  });

  it('takes another way to sign in, with its own fields only', async () => {
    const id = idOf(await connect());
    const values = { base_url: 'https://api.acme.example', api_key: 'k3y' };
    const { body } = await call('PATCH', `/connections/${id}/`, { auth: 'key', values });
    expect(body).toMatchObject({
      auth: 'key',
      secrets_set: ['api_key'],
      values: { base_url: values.base_url },
    });
    expect(JSON.stringify(body)).not.toContain('client_id');
  });

  it('is tried out: one sign-in, kept for the next time', async () => {
    const id = idOf(await connect());
    expect((await call('POST', `/connections/${id}/test/`)).body).toMatchObject({
      ok: true,
      detail: 'Acme lets us in.',
    });
    expect((await call('POST', `/connections/${id}/test/`)).body).toMatchObject({ ok: true });
    expect(sent.map(({ url }) => url.replace(/.*\//, ''))).toEqual(['token', 'me', 'me']);
    const { items } = (await call('GET', '/connections/')).body as { items: { id: string }[] };
    expect(items.find((one) => one.id === id)).toMatchObject({
      signed_in_until: expect.any(String) as string,
    });
  });

  it('says in a sentence what is wrong, without a word of the other side', async () => {
    const id = idOf(await connect());
    answer = () => reply(401, { error: 'invalid_client', error_description: 'secret s3cret of us is wrong' });
    const { body } = await call('POST', `/connections/${id}/test/`);
    expect(body).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/Acme refused.*Check the credential/) as string,
    });
    expect(JSON.stringify(body)).not.toContain('s3cret');
  });

  it('forgets its session when the credential changes', async () => {
    const id = idOf(await connect());
    await call('POST', `/connections/${id}/test/`);
    await call('PATCH', `/connections/${id}/`, { values: { client_secret: 'n3w' } });
    await call('POST', `/connections/${id}/test/`);
    const tokens = sent.filter(({ url }) => url.endsWith('/token'));
    expect(tokens.map(({ body }) => /client_secret=(\w+)/.exec(String(body))?.[1])).toEqual([
      's3cret',
      'n3w',
    ]);
  });

  it('can be deleted, and is not there any more', async () => {
    const id = idOf(await connect());
    expect((await call('DELETE', `/connections/${id}/`)).status).toBe(204);
    expect((await call('DELETE', `/connections/${id}/`)).status).toBe(404);
  });
});
