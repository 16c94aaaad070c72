import { expect, test } from 'vitest';
import { planMerge, type CardFacts } from './merge-plan.ts';

const card = (id: string, day: number, change: Partial<CardFacts> = {}): CardFacts => ({
  ...{ id, createdAt: new Date(Date.UTC(2026, 0, day)), touched: false, shared: true },
  ...change,
});

test('one card stays what it is', () => {
  expect(planMerge([card('a', 1)])).toEqual({ target: 'a', merge: [], link: [] });
});

test('of cards that nobody has touched, the oldest takes the others over, however near they are', () => {
  const plan = planMerge([card('c', 3), card('a', 1), card('b', 2)]);
  expect(plan).toEqual({ target: 'a', merge: ['c', 'b'], link: [] });
});

test('cards of one instant have an order all the same', () => {
  const [a, b] = [card('a', 1), card('b', 1)];
  expect(planMerge([a, b]).target).toBe(planMerge([b, a]).target);
});

test('a card that somebody has worked on stays, also when it is younger', () => {
  expect(planMerge([card('a', 1), card('b', 2, { touched: true })])).toEqual({
    target: 'b',
    merge: ['a'],
    link: [],
  });
});

test('two cards that were worked on stay two, and the mail goes to the nearer one', () => {
  const cards = [card('b', 2, { touched: true }), card('x', 9), card('a', 1, { touched: true })];
  expect(planMerge(cards)).toEqual({ target: 'b', merge: ['x'], link: ['a'] });
});

test('a card without a person of the mail is never merged', () => {
  const stranger = card('a', 1, { shared: false });
  expect(planMerge([card('b', 2), stranger])).toEqual({ target: 'b', merge: [], link: ['a'] });
  expect(planMerge([stranger, card('b', 2)])).toEqual({ target: 'b', merge: [], link: ['a'] });
  const strangers = [stranger, card('b', 2, { shared: false })];
  expect(planMerge(strangers)).toEqual({ target: 'a', merge: [], link: ['b'] });
});
