import { describe, expect, it } from 'vitest';
import { formatHash, parseHash } from './route.ts';

describe('route', () => {
  it('survives a round trip with everything in it', () => {
    const route = { board: 'crm', cardId: 'a-1', text: 'steel & co', entity: 'gulf' };
    expect(parseHash(formatHash(route))).toEqual(route);
  });

  it('writes nothing that is not set', () => {
    expect(formatHash({ board: 'crm', cardId: null, text: '', entity: null })).toBe('#/boards/crm');
  });

  it('takes an empty, unknown or broken hash for the start', () => {
    const start = { board: null, cardId: null, text: '', entity: null };
    expect(['', '#', '#/', '#/nowhere', '#/boards/%E0%A4%A'].map(parseHash)).toEqual(Array(5).fill(start));
  });

  it('ignores a card without a board', () => {
    expect(parseHash('#/cards/1').cardId).toBeNull();
  });
});
