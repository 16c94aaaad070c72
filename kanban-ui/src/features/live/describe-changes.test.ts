import { describe, expect, it } from 'vitest';
import { board, card, id } from '../../testing/factories.ts';
import { describeChanges } from './describe-changes.ts';
import type { CardChange } from './event-batch.ts';

const change = (kind: CardChange['kind']): CardChange => ({ cardId: id(1), kind, own: false, to: null });
const tell = (...changes: CardChange[]) => describeChanges(changes, [board()], () => card());

describe('what is announced', () => {
  it('names the card and its column', () => {
    expect(tell(change('created'))).toBe('New card in New: Price for 40 valves');
    expect(tell(change('moved'))).toBe('Card moved to New: Price for 40 valves');
    expect(tell(change('reopened'))).toBe('Card reopened in New: Price for 40 valves');
    expect(tell(change('mail'))).toBe('New mail on card: Price for 40 valves');
  });

  it('is a number when much happens at once', () => {
    expect(tell(change('created'), change('mail'), change('moved'))).toBe('3 cards have changed');
  });

  it('is nothing when nothing happened', () => {
    expect(tell()).toBeNull();
  });

  it('does not name a card that is not shown', () => {
    expect(describeChanges([change('created')], [], () => undefined)).toBe('1 card has changed');
  });
});
