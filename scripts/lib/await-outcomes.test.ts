import type { WireRequest } from '@pebble/contract/client';
import { expect, test } from 'vitest';
import { awaitOutcomes } from './await-outcomes.ts';
import type { HandedOver } from './delivery.ts';

const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;
const mail = (n: number): HandedOver => ({ file: `${n}.eml`, subject: '', trackingId: id(n) });

/** A Pebble that finishes mail `n` when it is asked for the n-th time; mail 9 never. */
function session() {
  const asked = new Map<string, number>();
  return {
    ingest: () => Promise.reject(new Error('not here')),
    send: ({ path }: WireRequest) => {
      const trackingId = path.split('/').at(-2) ?? '';
      const times = (asked.get(trackingId) ?? 0) + 1;
      asked.set(trackingId, times);
      const needed = Number(trackingId.at(-1));
      const state = needed !== 9 && times >= needed ? 'ignored' : 'processing';
      const now = '2026-01-05T10:00:00Z';
      const body = {
        tracking_id: trackingId,
        state,
        card_id: null,
        also: [],
        attempts: 1,
        reason: null,
        received_at: now,
        updated_at: now,
      };
      return Promise.resolve({ status: 200, body, headers: {} });
    },
  };
}

/** A clock that only pauses move. */
function clock() {
  let time = 0;
  return { now: () => time, pause: (ms: number) => Promise.resolve(void (time += ms)) };
}

test('asks until every mail has come to an end, and answers in the order given', async () => {
  let finished = 0;
  const mails = [mail(3), mail(1), mail(2)];
  const options = { concurrency: 2, patienceMs: 10_000, onFinal: () => finished++, ...clock() };
  const outcomes = await awaitOutcomes(session(), mails, options);
  expect(outcomes.map(({ file, state }) => [file, state])).toEqual([
    ['3.eml', 'ignored'],
    ['1.eml', 'ignored'],
    ['2.eml', 'ignored'],
  ]);
  expect(finished).toBe(3);
});

test('gives up on a mail after the patience, counted from the last news', async () => {
  const time = clock();
  const options = { concurrency: 2, patienceMs: 1000, onFinal: () => {}, ...time };
  const outcomes = await awaitOutcomes(session(), [mail(9), mail(4)], options);
  expect(outcomes.map(({ state }) => state)).toEqual(['unfinished', 'ignored']);
  // Three pauses until mail 4 is final, then the patience.
  expect(time.now()).toBeGreaterThanOrEqual(3 * 250 + 1000);
});
