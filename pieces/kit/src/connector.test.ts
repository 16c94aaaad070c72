import { describe, expect, test } from 'vitest';
import { apiKeyAuth, bearerAuth } from './auth.ts';
import { defineConnector, type ConnectorPollTrigger, type Host } from './connector.ts';
import { AuthError, InputError, UpstreamError } from './errors.ts';
import { number } from './field.ts';
import type { Http } from './http.ts';
import { operation } from './operation.ts';
import type { PollTrigger } from './trigger.ts';

const double = operation({
  name: 'double',
  label: 'Double',
  help: 'Doubles a number.',
  idempotent: true,
  fields: { size: number('Size', { help: 'Any.', required: true }) },
  run: async (client: { ask: () => Promise<string> }, { size }) => ({
    size: size * 2,
    said: await client.ask(),
  }),
});

const connector = defineConnector({
  name: 'sample',
  label: 'Sample',
  version: '1.0.0',
  auth: bearerAuth({ probe: '/me', help: 'In the settings.' }),
  client: (http) => ({
    ask: async () => (await http({ method: 'GET', url: '/word', headers: {} })).body,
  }),
  operations: [double],
  triggers: [],
});
const credential = { base_url: 'https://api.example', token: 't0ken' };
const run = (http: Http, input: Record<string, unknown>, values: Record<string, unknown> = credential) =>
  connector.operations[0]?.run({ http, credential: values }, input);
const saying =
  (body: string): Http =>
  async () => ({ status: 200, headers: {}, body });

test('an operation gets read input and an authorised client', async () => {
  const sent: string[] = [];
  const http: Http = async (request) => {
    sent.push(`${request.url} ${request.headers['authorization']}`);
    return { status: 200, headers: {}, body: 'yes' };
  };
  expect(await run(http, { size: '21' })).toEqual({ size: 42, said: 'yes' });
  expect(sent).toEqual(['https://api.example/word Bearer t0ken']);
});

test('input is read before anything is sent', async () => {
  const never: Http = () => expect.unreachable('a request was sent');
  await expect(run(never, { size: 'big' })).rejects.toThrow(InputError);
});

test('a credential that lacks a field is an AuthError that names it', async () => {
  const missing = run(saying('yes'), { size: 1 }, { base_url: 'https://api.example' });
  await expect(missing).rejects.toThrow(new AuthError('Credential: Field "token" is required'));
});

test('when nothing comes back, the words of the transport stay inside', async () => {
  const down: Http = async () => {
    throw new Error('connect to https://api.example with t0ken failed');
  };
  const error = await run(down, { size: 1 })?.catch((caught: unknown) => caught);
  expect(error).toEqual(new UpstreamError('No answer from the other side'));
  expect((error as Error).cause).toBeUndefined();
});

test('an error of the kit passes through the transport as it is', async () => {
  const refused = new AuthError('the host refused');
  const http: Http = async () => {
    throw refused;
  };
  await expect(run(http, { size: 1 })).rejects.toBe(refused);
});

describe('a trigger', () => {
  const registration = { id: '1', expires_at: null, secret: 's', url: 'https://host.example' };
  const watch: PollTrigger<{ ask: () => Promise<string> }> = {
    ...{ type: 'poll', name: 'word_said', label: 'Word', help: 'h', sample: {} },
    fields: { size: number('Size', { help: 'h', required: true }) },
    poll: async (client, _, { input, since }) => ({
      items: [{ dedupeKey: since, data: { size: input['size'], said: await client.ask() } }],
      cursor: { at: since },
    }),
    push: {
      read: () => 'poll',
      subscription: {
        create: async (client, { input, url }) => ({
          ...registration,
          id: `${String(input['size'])} ${url} ${await client.ask()}`,
        }),
        check: async (client) => (await client.ask()) === 'yes',
        delete: async () => undefined,
      },
    },
  };
  const [bound] = defineConnector({
    ...{ name: 'sample', label: 'Sample', version: '1.0.0', operations: [] },
    auth: bearerAuth({ probe: '/me', help: 'h' }),
    client: (http) => ({
      ask: async () => (await http({ method: 'GET', url: '/word', headers: {} })).body,
    }),
    triggers: [watch],
  }).triggers as [ConnectorPollTrigger];
  const host = { http: saying('yes'), credential };

  test('polls with its input read against its fields, and since the beginning when nobody says', async () => {
    expect(await bound.poll(host, null, { input: { size: '7' } })).toEqual({
      items: [{ dedupeKey: '1970-01-01T00:00:00.000Z', data: { size: 7, said: 'yes' } }],
      cursor: { at: '1970-01-01T00:00:00.000Z' },
    });
    await expect(bound.poll(host, null, { input: {} })).rejects.toThrow(InputError);
  });
  test('subscribes in the same way, and keeps what never ends', async () => {
    const request = { input: { size: '7' }, url: 'https://host.example', secret: 's', now: 'now' };
    const made = await bound.push?.subscription.create(host, request);
    expect(made?.id).toBe('7 https://host.example yes');
    expect(await bound.push?.subscription.check(host, registration)).toBe(true);
    expect(await bound.push?.subscription.renew(host, registration, request)).toBe(registration);
    expect(
      bound.push?.read({ headers: {}, query: {}, body: {} }, { input: {}, credential, registration }),
    ).toBe('poll');
  });
});

describe('several ways to sign in', () => {
  const key = apiKeyAuth({ header: 'x-key', probe: '/key', help: 'h' });
  const several = defineConnector({
    ...{ name: 'sample', label: 'Sample', version: '1.0.0', operations: [], triggers: [] },
    auth: [bearerAuth({ probe: '/me', help: 'h' }), key],
    client: (http) => http,
    lookups: {
      paths: async (http, { search }) => [
        { value: (await http({ method: 'GET', url: `/${search}`, headers: {} })).body, label: search },
      ],
    },
  });
  const seeing: Http = async ({ url, headers }) => ({
    ...{ status: 200, headers: {} },
    body: `${url} ${headers['authorization'] ?? headers['x-key']}`,
  });

  test('the first is the usual one, and a connection names another', async () => {
    const find = (host: Partial<Host>) =>
      several.lookups['paths']?.({ http: seeing, credential, ...host }, 'a', {});
    expect(await find({})).toEqual([{ value: 'https://api.example/a Bearer t0ken', label: 'a' }]);
    const byKey = { auth: 'api_key', credential: { base_url: 'https://api.example', api_key: 'k' } };
    expect(await find(byKey)).toEqual([{ value: 'https://api.example/a k', label: 'a' }]);
    await expect(find({ auth: 'passport' })).rejects.toThrow(AuthError);
  });
  test('each has its own probe', async () => {
    const asked: string[] = [];
    const http: Http = async ({ url }) => {
      asked.push(url);
      return { status: 200, headers: {}, body: '' };
    };
    await several.probe({ http, credential });
    await several.probe({ http, auth: 'api_key', credential: { ...credential, api_key: 'k' } });
    expect(asked).toEqual(['https://api.example/me', 'https://api.example/key']);
  });
});
