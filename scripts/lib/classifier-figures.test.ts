import { expect, test } from 'vitest';
import { type Answer, byLanguage, figuresOf, worstMistakes } from './classifier-figures.ts';

const answer = (intent: string, guessed: string, probability: number, lang = 'en'): Answer => ({
  lang,
  subject: `${intent} as ${guessed}`,
  intent,
  guessed,
  probability,
});
const ANSWERS = [
  answer('order', 'order', 0.95),
  answer('order', 'order', 0.5, 'de'),
  answer('order', 'invoice', 0.9),
  answer('invoice', 'invoice', 0.85, 'de'),
];

test('figures of a set', () => {
  const figures = figuresOf(ANSWERS, 0.6);
  expect(figures).toMatchObject({ mails: 4, accuracy: 0.75, decided: 0.75 });
  expect(figures.accuracyDecided).toBeCloseTo(2 / 3);
  // order: 2 hits of 3 wanted and 2 given; invoice: 1 hit of 1 wanted and 2 given.
  expect(figures.macroF1).toBeCloseTo((4 / 5 + 2 / 3) / 2);
  expect(figures.ece).toBeGreaterThan(0);
});

test('no mails, no figures', () => {
  expect(figuresOf([], 0.6)).toEqual({
    mails: 0,
    accuracy: 0,
    macroF1: 0,
    ece: 0,
    decided: 0,
    accuracyDecided: 0,
  });
});

test('languages and worst mistakes', () => {
  expect(byLanguage(ANSWERS)).toEqual([
    ['en', 1, 2],
    ['de', 2, 2],
  ]);
  const mistakes = [...ANSWERS, answer('invoice', 'order', 0.99)];
  expect(worstMistakes(mistakes, 1).map(({ probability }) => probability)).toEqual([0.99]);
  expect(worstMistakes(mistakes, 9)).toHaveLength(2);
});
