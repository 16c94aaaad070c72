import { CircuitOpenError } from '@pebble/kit/errors';
import type { Http, HttpRequest } from '@pebble/kit/http';
import { expect, it, vi } from 'vitest';
import { withBreaker } from './breaker.ts';

const request = (url: string): HttpRequest => ({ method: 'GET', url, headers: {} });
const CRM = request('https://crm.example/leads?token=secret');
const answer = (status: number) => ({ status, headers: {}, body: '' });

/** A world outside that the test makes well or ill. */
function world() {
  const state = { status: 200, away: false, calls: 0 };
  const http: Http = async () => {
    state.calls += 1;
    if (state.away) throw new Error('connection refused');
    return answer(state.status);
  };
  return { state, http };
}

async function fail(http: Http, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) await http(CRM).catch(() => undefined);
}

it.each([
  ['no answer', { away: true }],
  ['502', { status: 502 }],
  ['503', { status: 503 }],
  ['504', { status: 504 }],
])('leaves a target alone after %s again and again, and says for how long', async (_, ill) => {
  const { state, http } = world();
  const guarded = withBreaker(http, { failures: 3, restMs: 20_000 });
  Object.assign(state, ill);
  await fail(guarded, 3);
  const error: unknown = await guarded(CRM).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(CircuitOpenError);
  expect((error as CircuitOpenError).retryAfter).toBeGreaterThan(0);
  expect((error as CircuitOpenError).retryAfter).toBeLessThanOrEqual(20);
  expect(String(error)).not.toContain('secret');
  expect(state.calls).toBe(3);
});

it('hands on what the target says while it is not yet given up', async () => {
  const { state, http } = world();
  const guarded = withBreaker(http, { failures: 3 });
  state.status = 503;
  expect(await guarded(CRM)).toEqual(answer(503));
  state.status = 200;
  expect(await guarded(CRM)).toEqual(answer(200));
  state.status = 503;
  await fail(guarded, 2);
  // Two after a success are not three in a row.
  expect(await guarded(CRM)).toEqual(answer(503));
});

it.each([500, 404, 422, 429, 401])('takes %i for an answer of a target that is well', async (status) => {
  const { state, http } = world();
  const guarded = withBreaker(http, { failures: 2 });
  state.status = status;
  await fail(guarded, 5);
  expect(await guarded(CRM)).toEqual(answer(status));
});

it('gives up one target, not its neighbours', async () => {
  const { state, http } = world();
  const guarded = withBreaker(http, { failures: 2 });
  state.away = true;
  await fail(guarded, 2);
  state.away = false;
  expect(await guarded(request('https://erp.example/'))).toEqual(answer(200));
  expect(await guarded(request('https://crm.example:8443/'))).toEqual(answer(200));
  await expect(guarded(CRM)).rejects.toThrow(CircuitOpenError);
});

it('tries it again after a rest, with one call', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const { state, http } = world();
    const guarded = withBreaker(http, { failures: 2, restMs: 30_000 });
    state.away = true;
    await fail(guarded, 2);
    vi.setSystemTime(Date.now() + 31_000);
    await fail(guarded, 3);
    expect(state.calls).toBe(3);
    vi.setSystemTime(Date.now() + 31_000);
    state.away = false;
    expect(await guarded(CRM)).toEqual(answer(200));
    expect(await guarded(CRM)).toEqual(answer(200));
  } finally {
    vi.useRealTimers();
  }
});
