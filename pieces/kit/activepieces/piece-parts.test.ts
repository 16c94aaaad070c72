import { describe, expect, test } from 'vitest';
import {
  AuthError,
  ConflictError,
  InputError,
  NotFoundError,
  RateLimitedError,
  UpstreamError,
} from '../src/errors.ts';
import { file, text } from '../src/field.ts';
import { planAuths, readConnection } from './piece-auth.ts';
import { failureOf, toPieceError, whyNotConnected } from './piece-error.ts';
import { filesOf, readGivenFile } from './piece-files.ts';
import { inputOf } from './piece-input.ts';
import { readPayload, toRun } from './piece-payload.ts';
import { acmeWith, apiKey, app, bearer, person } from './testing/acme.ts';

describe('a failure', () => {
  test.each([
    [new InputError('Field "a" is required', 'a'), { error: 'InputError', field: 'a', retryable: false }],
    [new InputError('no'), { error: 'InputError', retryable: false }],
    [new AuthError('no'), { error: 'AuthError', retryable: false }],
    [new NotFoundError('no'), { error: 'NotFoundError', retryable: false }],
    [new ConflictError('no'), { error: 'ConflictError', retryable: false }],
    [new RateLimitedError('no', 7), { error: 'RateLimitedError', retryable: true, retryAfter: 7 }],
    [new UpstreamError('no'), { error: 'UpstreamError', retryable: true }],
  ])('%o is told by class', (error, told) => {
    expect(failureOf(error)).toEqual({ ...told, message: error.message });
    expect(JSON.parse(toPieceError(error).message)).toEqual(failureOf(error));
  });
  test('is told once, however many hooks it passes', () => {
    const told = toPieceError(new AuthError('Acme answered 401'));
    expect(toPieceError(told)).toBe(told);
  });
  test.each([new TypeError('secret words'), 'secret words', null])(
    'that is a defect says no more',
    (error) => {
      expect(toPieceError(error).message).not.toContain('secret');
      expect(failureOf(error).error).toBe('Defect');
    },
  );
  test('in a form is one line', () => {
    expect(whyNotConnected(new AuthError('Acme answered 401'))).toBe('Acme answered 401');
    expect(whyNotConnected(new UpstreamError('Acme answered 503'))).toBe('UpstreamError: Acme answered 503');
  });
});

describe('a connection', () => {
  const several = planAuths(acmeWith(bearer, apiKey, app));
  const base_url = 'https://a.example';

  test('is for the way that was chosen, the first when nobody chose', () => {
    expect(readConnection(several, { props: { sign_in: 'api_key', base_url, api_key: 'k' } })).toEqual({
      ...{ auth: 'api_key', credential: { base_url, api_key: 'k' } },
    });
    expect(readConnection(several, { props: { base_url, token: 't' } }).auth).toBe('token');
    expect(readConnection(several, { props: { sign_in: '', base_url } }).auth).toBe('token');
  });
  test('with a token of Activepieces’ own is for the way with consent, without the secrets that it blanks', () => {
    const plan = planAuths(acmeWith(app, person));
    const given = { type: 'OAUTH2', access_token: 'a', client_id: 'id', props: { base_url, tenant: 't' } };
    const blanked = { ...given, client_secret: '(REDACTED)', refresh_token: '(REDACTED)' };
    expect(readConnection(plan, blanked)).toEqual({
      ...{ auth: 'person', credential: { base_url, tenant: 't', access_token: 'a', client_id: 'id' } },
    });
    expect(readConnection(plan, { props: { base_url, client_id: 'i' } }).auth).toBe('app');
  });
  test.each([undefined, null, {}, 'text' as never, { secret_text: 's' }])('that is %j is none', (given) => {
    expect(() => readConnection(several, given)).toThrow(
      new AuthError('There is no connection of this piece'),
    );
  });
  test('cannot have a field where the choice is', () => {
    const fields = { ...apiKey.fields, sign_in: text('Sign in', { help: 'h' }) };
    expect(() => planAuths(acmeWith(bearer, { ...apiKey, fields }))).toThrow('"sign_in"');
  });
});

describe('a file', () => {
  const data = Buffer.from('%PDF');
  test.each([
    [{ filename: 'a.PDF', data }, 'a.PDF', 'application/pdf'],
    [{ filename: 'a', data, extension: 'pdf' }, 'a', 'application/pdf'],
    [{ filename: 'a.tar.zip', data }, 'a.tar.zip', 'application/zip'],
    [{ filename: 'a.unknown', data }, 'a.unknown', 'application/octet-stream'],
    [{ data }, 'file', 'application/octet-stream'],
  ])('%j has name and type', (given, name, content_type) => {
    expect(readGivenFile(given)).toMatchObject({ name, content_type, bytes: data });
  });
  test.each([null, undefined, 'https://x.example', {}, { filename: 'a' }])('%j is none', (given) => {
    expect(readGivenFile(given)).toBe(given);
  });
  test('that Activepieces could not fetch is the fault of the input', async () => {
    const files = filesOf({ write: async ({ fileName }) => `https://x.example/${fileName}` });
    await expect(files.read('https://x.example/a')).rejects.toThrow(InputError);
    expect(await files.write({ name: 'a', content_type: 'text/plain', bytes: data })).toBe(
      'https://x.example/a',
    );
  });
});

test('input is what is declared and given', () => {
  const fields = { a: text('A', { help: 'h' }), b: text('B', { help: 'h' }), c: file('C', { help: 'h' }) };
  const given = {
    a: 'x',
    b: undefined,
    c: { filename: 'f', data: Buffer.from('') },
    auth: { token: 't' },
    d: 1,
  };
  expect(inputOf(fields, given)).toEqual({ a: 'x', c: expect.objectContaining({ name: 'f' }) as unknown });
});

describe('a call', () => {
  test('has headers in small letters, one value for each name, and its bytes as text', () => {
    const given = {
      headers: { 'X-Word': 'a', accept: ['b', 'c'] },
      queryParams: { q: ['1', '2'] },
      ...{ body: { a: 1 }, rawBody: '{"a":1}' },
    };
    expect(readPayload(given)).toEqual({
      ...{ headers: { 'x-word': 'a', accept: 'b' }, query: { q: '1' }, body: { a: 1 }, raw: '{"a":1}' },
    });
  });
  test.each([undefined, null, {}])('that is %j is empty', (given) => {
    expect(readPayload(given)).toEqual({ headers: {}, query: {}, body: undefined });
  });
});

test.each([
  [{ id: 1 }, { id: 1, _dedupe_key: 'k' }],
  [[1], [1]],
  ['text', 'text'],
  [null, null],
])('the run of %j', (data, run) => {
  expect(toRun({ dedupeKey: 'k', data })).toEqual(run);
});
