import { expect, test } from 'vitest';
import { bearerAuth } from './auth.ts';
import { defineConnector } from './connector.ts';
import { AuthError, InputError, UpstreamError } from './errors.ts';
import { number } from './field.ts';
import type { Http } from './http.ts';
import { operation } from './operation.ts';

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
