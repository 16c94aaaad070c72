import { expect, test } from 'vitest';
import {
  AuthError,
  ConflictError,
  InputError,
  isRetryable,
  NotFoundError,
  RateLimitedError,
  UpstreamError,
} from './errors.ts';

test('only what may pass by itself is worth repeating', () => {
  expect([new UpstreamError('x'), new RateLimitedError('x', 3)].map(isRetryable)).toEqual([true, true]);
  const final = [new InputError('x'), new AuthError('x'), new NotFoundError('x'), new ConflictError('x')];
  expect(final.map(isRetryable)).toEqual([false, false, false, false]);
});

test('a defect is not repeated, whatever was thrown', () => {
  expect([new TypeError('x'), 'text', undefined, { retryable: true }].map(isRetryable)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('each error bears the name of its class, which is what runs record', () => {
  expect([new InputError('x').name, new RateLimitedError('x').name]).toEqual([
    'InputError',
    'RateLimitedError',
  ]);
});
