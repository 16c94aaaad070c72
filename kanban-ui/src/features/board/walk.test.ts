import { describe, expect, it } from 'vitest';
import { isWalkKey, walk, type WalkKey } from './walk.ts';

// a d .  e
// b .  .  f
// c       g
const COLUMNS = [['a', 'b', 'c'], ['d'], [], ['e', 'f', 'g']];

describe('walk', () => {
  it.each<[string, WalkKey, string, string]>([
    ['a', 'ArrowDown', 'b', 'to the next card'],
    ['b', 'ArrowUp', 'a', 'to the card before'],
    ['a', 'ArrowUp', 'a', 'nowhere at the upper edge'],
    ['c', 'ArrowDown', 'c', 'nowhere at the lower edge'],
    ['b', 'Home', 'a', 'to the first of the column'],
    ['a', 'End', 'c', 'to the last of the column'],
    ['c', 'ArrowRight', 'd', 'to the last card of a shorter column'],
    ['d', 'ArrowRight', 'e', 'over an empty column'],
    ['f', 'ArrowLeft', 'd', 'over an empty column, back'],
    ['a', 'ArrowLeft', 'a', 'nowhere at the left edge'],
    ['e', 'ArrowRight', 'e', 'nowhere at the right edge'],
  ])('from %s by %s leads to %s: %s', (from, key, to) => {
    expect(walk(COLUMNS, from, key)).toBe(to);
  });

  it('stays when the card has gone meanwhile', () => {
    expect(walk(COLUMNS, 'x', 'ArrowDown')).toBe('x');
  });

  it('takes no other keys', () => {
    expect(['Enter', 'm', 'ArrowDownX', 'Tab'].filter(isWalkKey)).toEqual([]);
  });
});
