import { describe, expect, it } from 'vitest';
import { card, id } from '../../testing/factories.ts';
import { overlayColumn, shownColumn, type Move } from './pending-moves.ts';

const one = card({ id: id(1), column: 'new', last_mail_at: '2026-03-10T12:01:00.000Z' });
const two = card({ id: id(2), column: 'new', last_mail_at: '2026-03-10T12:02:00.000Z' });
const three = card({ id: id(3), column: 'qualified', last_mail_at: '2026-03-10T12:03:00.000Z' });
const move = (of: typeof one, from: string, to: string): Move => ({ card: of, from, to });
const ids = (cards: readonly (typeof one)[]) => cards.map((shown) => Number(shown.id.slice(-2)));

describe('moves in flight', () => {
  const moves = [move(two, 'new', 'qualified')];

  it('take the card out of its column and show it sorted in the other', () => {
    expect(ids(overlayColumn([two, one], 'new', moves))).toEqual([1]);
    const arrived = overlayColumn([three], 'qualified', moves);
    expect(ids(arrived)).toEqual([3, 2]);
    expect(arrived[1]?.column).toBe('qualified');
  });

  it('leave everything as the server has it once they are over', () => {
    expect(ids(overlayColumn([two, one], 'new', []))).toEqual([2, 1]);
  });

  it('do not show a card twice when the server has been faster than its reply', () => {
    expect(ids(overlayColumn([three, two], 'qualified', moves))).toEqual([3, 2]);
  });

  it('count by the last one when a card is moved on at once', () => {
    const both = [...moves, move(two, 'qualified', 'won')];
    expect(ids(overlayColumn([three], 'qualified', both))).toEqual([3]);
    expect(ids(overlayColumn([], 'won', both))).toEqual([2]);
    expect(shownColumn(two, both)).toBe('won');
  });

  it('show a card that was moved there and back where it lies', () => {
    const back = [...moves, move(two, 'qualified', 'new')];
    expect(ids(overlayColumn([two, one], 'new', back))).toEqual([2, 1]);
    expect(ids(overlayColumn([three], 'qualified', back))).toEqual([3]);
  });
});
