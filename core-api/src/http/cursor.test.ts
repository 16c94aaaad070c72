import { expect, it } from 'vitest';
import { decodeCursor, encodeCursor, toPage } from './cursor.ts';

const ID = '00000000-0000-7000-8000-000000000001';

it.each(['2026-11-02 09:00:00.123456+00', '2026-11-02 09:00:00+05:30', '2026-11-02 14:30:00.5-08'])(
  'gives back what it was given: %s',
  (instant) => {
    expect(decodeCursor(encodeCursor([instant, ID]))).toEqual([instant, ID]);
  },
);

it.each([
  '',
  'nonsense',
  encodeCursor(['one']),
  encodeCursor(['2026-11-02 09:00:00+00', ID, 'more']),
  encodeCursor(['2026-11-02 09:00:00+00', 'no-id']),
  encodeCursor(['yesterday', ID]),
  encodeCursor(['2026-02-30 09:00:00+00', ID]),
  encodeCursor([`2026-11-02 09:00:00+00\0`, ID]),
  Buffer.from('[1,2]').toString('base64url'),
  Buffer.from('{"length":2}').toString('base64url'),
])('refuses a cursor that is not ours: %j', (cursor) => {
  expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
});

it('says where the next page starts, and that there is none', () => {
  const keyOf = (n: number) => [String(n)];
  expect(toPage([1, 2, 3], 2, keyOf)).toEqual({ rows: [1, 2], next_cursor: encodeCursor(['2']) });
  expect(toPage([1, 2], 2, keyOf)).toEqual({ rows: [1, 2], next_cursor: null });
  expect(toPage([], 2, keyOf)).toEqual({ rows: [], next_cursor: null });
});
