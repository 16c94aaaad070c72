import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ApiProblem } from '../../http/problem.ts';
import { comparePositions, cursorOf, positionOf } from './log-position.ts';

const positions = fc.record({
  xid: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  id: fc.nat({ max: 999_999_999_999_999 }),
});

it('gives back the position that went into a cursor', () => {
  fc.assert(
    fc.property(positions, (position) => {
      expect(positionOf(cursorOf(position))).toEqual(position);
    }),
  );
});

it('orders by transaction before id', () => {
  expect(comparePositions({ xid: 2n, id: 1 }, { xid: 10n, id: 0 })).toBeLessThan(0);
  expect(comparePositions({ xid: 2n, id: 2 }, { xid: 2n, id: 1 })).toBeGreaterThan(0);
  expect(comparePositions({ xid: 2n, id: 2 }, { xid: 2n, id: 2 })).toBe(0);
});

const base64url = (text: string) => Buffer.from(text).toString('base64url');

it.each([
  ['nothing', ''],
  ['words', 'latest'],
  ['no id', base64url('12-')],
  ['a negative id', base64url('12--3')],
  ['a leading zero', base64url('012-3')],
  ['a transaction that Postgres cannot hold', base64url('18446744073709551616-1')],
  ['SQL', base64url("1-1' OR 1=1")],
  ['stray characters that the decoder skips', `${base64url('12-3')}!`],
  ['padding', Buffer.from('12-34').toString('base64')],
])('refuses a cursor made of %s', (_, cursor) => {
  expect(() => positionOf(cursor, 'query.last_event_id')).toThrow(
    expect.objectContaining({
      name: ApiProblem.name,
      code: 'invalid_request',
      extras: expect.objectContaining({ errors: [expect.objectContaining({ path: 'query.last_event_id' })] }),
    }),
  );
});

it('takes any text without failing otherwise', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        expect(cursorOf(positionOf(text))).toBe(text);
      } catch (error) {
        expect(error).toBeInstanceOf(ApiProblem);
      }
    }),
  );
});
