import { describe, expect, test } from 'vitest';
import { CircuitOpenError } from '../errors.ts';
import type { Effect, Http, HttpMethod, HttpRequest } from '../http.ts';
import { toResponse, type Reply } from '../testing/replay-http.ts';
import { laned } from './lanes.ts';
import { retrying, type RetryPort } from './retrying.ts';

const CUT = new Error('connection reset');

/** Gives these outcomes in turn, the last one again and again. */
function line(...outcomes: (Reply | Error)[]) {
  const waits: number[] = [];
  let tries = 0;
  const http: Http = async () => {
    tries += 1;
    const outcome = outcomes[Math.min(tries, outcomes.length) - 1] ?? CUT;
    if (outcome instanceof Error) throw outcome;
    return toResponse(outcome);
  };
  const send = (port: Partial<RetryPort> = {}, own: Http = http) =>
    retrying(own, { sleep: async (ms) => void waits.push(ms), random: () => 0.5, ...port });
  return { send, waits, tries: () => tries };
}

const request = (method: HttpMethod, effect?: Effect): HttpRequest => ({
  ...{ method, url: '/a', headers: {} },
  ...(effect ? { effect } : {}),
});
const status = (code: number, headers: Record<string, string> = {}): Reply => ({ status: code, headers });

describe('who is repeated', () => {
  const ALL = 4;
  test.each<[HttpMethod, Effect | undefined, Reply | Error, number]>([
    ['GET', undefined, status(503), ALL],
    ['GET', undefined, status(500), ALL],
    ['GET', undefined, status(408), ALL],
    ['GET', undefined, CUT, ALL],
    ['GET', undefined, status(429), ALL],
    ['GET', undefined, status(404), 1],
    ['GET', undefined, status(401), 1],
    ['GET', undefined, status(501), 1],
    ['GET', undefined, status(200), 1],
    ['PUT', undefined, status(502), ALL],
    ['PUT', undefined, CUT, ALL],
    ['DELETE', undefined, status(504), ALL],
    ['POST', undefined, status(503), 1],
    ['POST', undefined, status(500), 1],
    ['POST', undefined, CUT, 1],
    ['POST', undefined, status(429), ALL],
    ['PATCH', undefined, status(503), 1],
    ['PATCH', undefined, status(429), ALL],
    ['POST', 'read', status(503), ALL],
    ['POST', 'repeatable', CUT, ALL],
    ['PUT', 'once', CUT, 1],
    ['GET', 'once', status(503), 1],
  ])('%s (%s) at %o has %i tries', async (method, effect, outcome, tries) => {
    const { send, tries: seen } = line(outcome);
    const answer = await send()(request(method, effect)).catch((error: unknown) => error);
    expect(seen()).toBe(tries);
    if (outcome instanceof Error) expect(answer).toBe(outcome);
    else expect(answer).toMatchObject({ status: outcome.status });
  });
  test('an error of the host’s own is final, whatever its method', async () => {
    const open = new CircuitOpenError('Acme has failed again and again');
    const { send, tries } = line(open);
    await expect(send()(request('GET'))).rejects.toBe(open);
    expect(tries()).toBe(1);
  });
  test('the first success ends it', async () => {
    const { send, waits } = line(status(503), CUT, status(200));
    expect((await send()(request('GET'))).status).toBe(200);
    expect(waits).toHaveLength(2);
  });
  test('attempts may be fewer, and one means none again', async () => {
    const { send, tries } = line(status(503));
    await send({ attempts: 1 })(request('GET'));
    expect(tries()).toBe(1);
  });
});

describe('how long it waits', () => {
  test('twice as long at most with each try, and any time below', async () => {
    const { send, waits } = line(status(503));
    await send({ random: () => 0.999 })(request('GET'));
    expect(waits).toEqual([500, 999, 1998]);
    const quick = line(status(503));
    await quick.send({ random: () => 0 })(request('GET'));
    expect(quick.waits).toEqual([0, 0, 0]);
  });
  test.each<[string, Record<string, string>, number]>([
    ['seconds', { 'retry-after': '7' }, 7250],
    [
      'a date',
      { 'retry-after': 'Mon, 02 Mar 2026 09:15:07 GMT', date: 'Mon, 02 Mar 2026 09:15:00 GMT' },
      7250,
    ],
    [
      'a date that has passed',
      { 'retry-after': 'Mon, 02 Mar 2026 09:15:00 GMT', date: 'Mon, 02 Mar 2026 09:16:00 GMT' },
      250,
    ],
    ['a date without a clock to read it by', { 'retry-after': 'Mon, 02 Mar 2026 09:15:07 GMT' }, 250],
    ['words', { 'retry-after': 'soon' }, 250],
  ])('as the other side asks: %s', async (_, headers, wait) => {
    const { send, waits } = line(status(429, headers), status(200));
    await send()(request('POST'));
    expect(waits).toEqual([wait]);
  });
  test('not longer than the longest: then the answer is the caller’s, at once', async () => {
    const { send, waits, tries } = line(status(429, { 'retry-after': '31' }));
    const answer = await send()(request('GET'));
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '31' } });
    expect([waits, tries()]).toEqual([[], 1]);
  });
  test('a run that is called off while it waits ends with that', async () => {
    const { send } = line(status(503));
    const sleep = async () => {
      throw new Error('called off');
    };
    await expect(send({ sleep })(request('GET'))).rejects.toThrow('called off');
  });
});

test('who waits before a repeat holds no place in its lane', async () => {
  const order: string[] = [];
  const http: Http = async ({ url }) => {
    order.push(url);
    return toResponse(status(url === '/limited' && order.length === 1 ? 429 : 200));
  };
  let goOn = () => {};
  const sleep = () => new Promise<void>((resolve) => (goOn = resolve));
  const send = retrying(laned(http), { sleep, random: () => 0 });
  const lane = { key: 'a', concurrency: 1 };
  const first = send({ ...request('GET'), url: '/limited', lane });
  await send({ ...request('GET'), url: '/other', lane });
  goOn();
  await first;
  expect(order).toEqual(['/limited', '/other', '/limited']);
});
