import { expect, test } from 'vitest';
import { errorForStatus, retryAfterSeconds } from './error-for-status.ts';
import { isRetryable, RateLimitedError } from './errors.ts';

test.each([
  [400, 'InputError'],
  [401, 'AuthError'],
  [403, 'AuthError'],
  [404, 'NotFoundError'],
  [408, 'UpstreamError'],
  [409, 'ConflictError'],
  [410, 'NotFoundError'],
  [413, 'InputError'],
  [422, 'InputError'],
  [425, 'UpstreamError'],
  [429, 'RateLimitedError'],
  [302, 'UpstreamError'],
  [500, 'UpstreamError'],
  [504, 'UpstreamError'],
])('%i is %s', (status, name) => {
  const error = errorForStatus('Acme', { status, headers: {} });
  expect(error.name).toBe(name);
  expect(error.message).toBe(`Acme answered ${status}`);
});

test('every 5xx may pass and no 4xx does, except those that say so', () => {
  const retryable = Array.from({ length: 200 }, (_, index) => 400 + index).filter((status) =>
    isRetryable(errorForStatus('Acme', { status, headers: {} })),
  );
  const serverErrors = Array.from({ length: 100 }, (_, index) => 500 + index);
  expect(retryable).toEqual([408, 425, 429, ...serverErrors]);
});

test('the wait is taken from the answer', () => {
  const error = errorForStatus('Acme', { status: 429, headers: { 'retry-after': '12' } });
  expect(error instanceof RateLimitedError && error.retryAfter).toBe(12);
});

test('a date is read against the clock of the other side', () => {
  const headers = { date: 'Mon, 02 Mar 2026 09:15:00 GMT', 'retry-after': 'Mon, 02 Mar 2026 09:16:30 GMT' };
  expect(retryAfterSeconds(headers)).toBe(90);
  expect(retryAfterSeconds({ ...headers, 'retry-after': 'Mon, 02 Mar 2026 09:00:00 GMT' })).toBe(0);
});

test('an unreadable wait is no wait', () => {
  for (const value of ['', ' ', 'soon', '-5', 'Infinity']) {
    expect(retryAfterSeconds({ 'retry-after': value }), value).toBeNull();
  }
  expect(retryAfterSeconds({})).toBeNull();
  expect(retryAfterSeconds({ 'retry-after': 'Mon, 02 Mar 2026 09:16:30 GMT' })).toBeNull();
});
