import type { Intent } from '@pebble/contract/values';
import { expect, test } from 'vitest';
import { INTENTS, trainNaiveBayes } from './naive-bayes.ts';

const features = (...words: string[]) => new Map(words.map((word) => [word, 1]));
const example = (intent: Intent, ...words: string[]) => ({ intent, features: features(...words) });
const best = (scores: number[]) => INTENTS[scores.indexOf(Math.max(...scores))];

const EXAMPLES = [
  example('order', 'purchase', 'order', 'deliver'),
  example('order', 'order', 'please'),
  example('invoice', 'invoice', 'please'),
  example('invoice', 'invoice', 'pay', 'unique'),
];

test('prefers the intent whose mails hold the words', () => {
  const bayes = trainNaiveBayes(EXAMPLES);
  expect(best(bayes.score(features('order', 'unknown')))).toBe('order');
  expect(best(bayes.score(features('invoice')))).toBe('invoice');
});

test('knows nothing of unknown words', () => {
  const bayes = trainNaiveBayes(EXAMPLES);
  expect(bayes.score(features('zzz', 'yyy'))).toEqual(INTENTS.map(() => 0));
  expect(trainNaiveBayes([]).score(features('order'))).toEqual(INTENTS.map(() => 0));
});

test('unknown words make it less sure', () => {
  const bayes = trainNaiveBayes(EXAMPLES);
  const at = INTENTS.indexOf('order');
  const alone = bayes.score(features('order'))[at] ?? 0;
  const among = bayes.score(features('order', 'a', 'b', 'c', 'd'))[at] ?? 0;
  expect(among).toBeLessThan(alone);
});

test('leaving a mail out scores it as if the model had been trained without it', () => {
  const all = trainNaiveBayes(EXAMPLES);
  for (const [at, { intent, features: own }] of EXAMPLES.entries()) {
    const others = trainNaiveBayes(EXAMPLES.filter((_, other) => other !== at));
    // The vocabulary is the one thing that stays, so only the order of intents must be the same.
    expect(best(all.score(own, intent))).toBe(best(others.score(own)));
  }
  expect(all.score(features('unique'), 'invoice')).toEqual(INTENTS.map(() => 0));
});

test('says which words spoke for an intent', () => {
  const bayes = trainNaiveBayes(EXAMPLES);
  const strength = new Map(bayes.contributions(features('order', 'invoice', 'zzz'), 'order'));
  expect(strength.get('order')).toBeGreaterThan(0);
  expect(strength.get('invoice')).toBeLessThan(0);
  expect(strength.get('zzz')).toBe(0);
});
