import type { Intent } from '@pebble/contract/values';
import { describe, expect, test } from 'vitest';
import { extractFeatures } from './features.ts';
import { guess, type LabelledFeatures, type Model, trainModel } from './model.ts';
import { RULES } from './rules.ts';

const read = (body: string) => extractFeatures({ subject: '', body, attachment_names: [] });
const labelled = (intent: Intent, body: string): LabelledFeatures => ({ ...read(body), intent });

const MAILS = [
  labelled('order', 'please find attached our purchase order for pipes'),
  labelled('order', 'we hereby order ten pipes and two bends'),
  labelled('order', 'purchase order for pipes, deliver to the yard'),
  labelled('invoice', 'please find attached our invoice for pipes'),
  labelled('invoice', 'enclosed the tax invoice, kindly pay'),
  labelled('invoice', 'invoice for the bends, kindly pay soon'),
  labelled('follow_up', 'any update on this, we are still waiting'),
  labelled('follow_up', 'still waiting for your answer, please reply'),
];
const model = trainModel(MAILS);

describe('training', () => {
  test('measures how often each rule was right, and is certain of none', () => {
    const misled = trainModel([...MAILS, labelled('follow_up', 'where is our invoice attached to?')]);
    expect(misled.rulePrecision.size).toBe(RULES.length);
    for (const precision of model.rulePrecision.values()) {
      expect(precision).toBeGreaterThanOrEqual(0.5);
      expect(precision).toBeLessThan(1);
    }
  });

  test('lets nobody be surer than the surest have proved', () => {
    expect(model.ceiling).toBeLessThan(1);
    for (const mail of MAILS) expect(guess(model, mail).probability).toBeLessThanOrEqual(model.ceiling);
  });
});

describe('guessing', () => {
  const fixed: Model = {
    ...model,
    ceiling: 1,
    temperature: 1,
    rulePrecision: new Map([['sends an invoice', 0.95]]),
  };

  test('a rule that agrees with the words decides', () => {
    expect(guess(model, read('please find attached our invoice'))).toMatchObject({
      intent: 'invoice',
      byRule: true,
    });
  });

  test('a rule moves the odds by its precision', () => {
    const { weights, rules } = read('please find attached our invoice');
    const words = guess(fixed, { weights, rules: [] }).probability;
    const both = guess(fixed, { weights, rules }).probability;
    const odds = (p: number) => p / (1 - p);
    expect(odds(both) / odds(words)).toBeCloseTo(19);
  });

  test('two rules that contradict each other leave it to the words', () => {
    const { weights } = read('please find attached our invoice');
    const rules = RULES.filter(({ intent }) => intent === 'invoice' || intent === 'order');
    expect(guess(fixed, { weights, rules })).toEqual(guess(fixed, { weights, rules: [] }));
  });

  test('nothing known is a guess among nine', () => {
    const { probability, byRule } = guess(model, { weights: new Map(), rules: [] });
    expect(probability).toBeCloseTo(1 / 9);
    expect(byRule).toBe(false);
  });
});
