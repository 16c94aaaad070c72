import {
  AuthError,
  ConflictError,
  InputError,
  NotFoundError,
  RateLimitedError,
  UpstreamError,
} from '@pebble/kit/errors';
import type { HttpResponse } from '@pebble/kit/http';
import { expect, test } from 'vitest';
import { codeOf, failureOf, isSyncLost } from './graph-failure.ts';

const answer = (status: number, error?: unknown, headers = {}): HttpResponse => ({
  ...{ status, headers },
  body: error === undefined ? '' : JSON.stringify({ error }),
});

test('the innermost code is the one that counts', () => {
  expect(
    codeOf(answer(400, { code: 'BadRequest', innerError: { code: 'InefficientFilter', date: 'x' } })),
  ).toBe('InefficientFilter');
  expect(codeOf(answer(400, { code: 'a', innererror: { innerError: { code: 'deep' } } }))).toBe('deep');
  expect(codeOf(answer(404, { code: 'ErrorItemNotFound', innerError: { 'request-id': 'r' } }))).toBe(
    'ErrorItemNotFound',
  );
  expect(codeOf(answer(500))).toBe('');
  expect(codeOf({ body: '<html>' })).toBe('');
  expect(codeOf({ body: '"text"' })).toBe('');
});

test.each([
  [400, 'ErrorInvalidRecipients', InputError],
  [401, 'InvalidAuthenticationToken', AuthError],
  [403, 'ErrorAccessDenied', AuthError],
  [404, 'ErrorItemNotFound', NotFoundError],
  [409, 'resourceModified', ConflictError],
  [412, 'ErrorIrresolvableConflict', ConflictError],
  [413, 'ErrorMessageSizeExceeded', InputError],
  [429, 'TooManyRequests', RateLimitedError],
  [503, 'serviceNotAvailable', UpstreamError],
  [503, 'ErrorServerBusy', RateLimitedError],
  [504, 'GatewayTimeout', UpstreamError],
  [507, 'QuotaExceeded', InputError],
  [509, 'activityLimitReached', RateLimitedError],
  [302, '', UpstreamError],
])('%i %s has its class', (status, code, expected) => {
  expect(failureOf(answer(status, { code, message: 'secret words' }))).toBeInstanceOf(expected);
});

test('the time to wait is kept, and the message holds the code and nothing of the answer', () => {
  const failure = failureOf(
    answer(503, { code: 'ErrorServerBusy', message: 'for ada@a.example' }, { 'retry-after': '12' }),
  );
  expect(failure).toMatchObject({
    retryAfter: 12,
    message: 'Microsoft Graph (ErrorServerBusy) answered 503',
  });
  expect(failureOf(answer(400, { code: 'no code, but ada@a.example' })).message).toBe(
    'Microsoft Graph answered 400',
  );
});

test('a lost sync state is known by 410 and by its codes', () => {
  expect(isSyncLost(answer(410))).toBe(true);
  for (const code of ['syncStateNotFound', 'SyncStateInvalid', 'resyncRequired'])
    expect(isSyncLost(answer(400, { code }))).toBe(true);
  expect(isSyncLost(answer(404, { code: 'ErrorItemNotFound' }))).toBe(false);
});
