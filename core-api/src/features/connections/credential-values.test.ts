import { apiKeyAuth } from '@pebble/kit/auth';
import { AuthError, CircuitOpenError, InputError, RateLimitedError, UpstreamError } from '@pebble/kit/errors';
import { describe, expect, it } from 'vitest';
import { BoxBroken } from '../../crypto/aes-box.ts';
import { ApiProblem } from '../../http/problem.ts';
import { changeValues, sameValues, splitValues } from './credential-values.ts';
import { plainFailure } from './plain-failure.ts';

const auth = apiKeyAuth({ header: 'x-key', probe: '/me', help: 'In the settings.' });
const before = splitValues(auth, { base_url: 'https://a.example', api_key: 'k1' });

function refusal(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error instanceof ApiProblem ? error.extras.errors : error;
  }
}

describe('values', () => {
  it('are told apart by their fields', () => {
    expect(before).toEqual({ plain: { base_url: 'https://a.example' }, secrets: { api_key: 'k1' } });
  });

  it('that are missing or unknown are named', () => {
    expect(refusal(() => splitValues(auth, { base_url: 'https://a.example' }))).toMatchObject([
      { path: 'body.values.api_key' },
    ]);
    expect(
      refusal(() => splitValues(auth, { ...before.plain, ...before.secrets, constructor: 'x' })),
    ).toMatchObject([
      { path: 'body.values.constructor', message: expect.stringContaining('base_url, api_key') as string },
    ]);
  });

  it.each(['https://me:pass@a.example', 'HTTPS://token@a.example/x', 'http:\\\\me:pass@a.example'])(
    'that are shown hold no password: %s',
    (base_url) => {
      const found = refusal(() => splitValues(auth, { base_url, api_key: 'k' }));
      expect(found).toMatchObject([{ path: 'body.values.base_url' }]);
      expect(JSON.stringify(found)).not.toContain('pass@');
    },
  );

  it('may hold an at sign where it is none', () => {
    const base_url = 'https://a.example/users/me@a.example';
    expect(splitValues(auth, { base_url, api_key: 'k' }).plain).toEqual({ base_url });
  });

  it('may change their secret alone, but not where a secret goes', () => {
    expect(changeValues(auth, before, { api_key: 'k2' }).secrets).toEqual({ api_key: 'k2' });
    expect(refusal(() => changeValues(auth, before, { base_url: 'https://b.example' }))).toMatchObject([
      { path: 'body.values.api_key' },
    ]);
    expect(changeValues(auth, before, { base_url: 'https://b.example', api_key: 'k2' }).plain).toEqual({
      base_url: 'https://b.example',
    });
    expect(changeValues(auth, before, { base_url: 'https://a.example' })).toEqual(before);
  });

  it('are the same when nothing differs in either', () => {
    expect(sameValues({ a: '1' }, { a: '1' })).toBe(true);
    expect(sameValues({ a: '1' }, { a: '1', b: '2' })).toBe(false);
    expect(sameValues({ a: '1', b: '2' }, { a: '1' })).toBe(false);
  });
});

it.each([
  [new AuthError('Acme refused the credential'), /^Acme refused the credential\. Check the credential/],
  [new RateLimitedError('Acme answered 429', 3), /^Acme answered 429\. We wait/],
  [new UpstreamError('Acme answered 503'), /tried again by itself/],
  [
    new CircuitOpenError('acme.example is left alone for 30 s', 30),
    /^acme\.example is left alone for 30 s\.$/,
  ],
  [new InputError('The folder is none'), /^The folder is none\.$/],
  [new BoxBroken(), /cannot be opened with the present key/],
  [new ApiProblem('other_side_failed', { detail: 'It has no mail.' }), /^It has no mail\.$/],
  [new Error('SELECT secret FROM table'), /^Something failed on our side; the log has it\.$/],
])('a failure is told in a sentence: %s', (error, sentence) => {
  expect(plainFailure(error)).toMatch(sentence);
});
