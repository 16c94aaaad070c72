import { Intent } from '@pebble/contract/values';
import { expect, test } from 'vitest';
import { readEvaluationSet, readTrainingSet } from './training-set.ts';

const training = readTrainingSet();
const evaluation = readEvaluationSet();
const textOf = ({ subject, body }: { subject: string; body: string }) => `${subject}\n${body}`.toLowerCase();

test('teaches every intent in every language', () => {
  expect(training.length).toBeGreaterThanOrEqual(200);
  const languages = ['en', 'de', 'fr', 'hi', 'hi-latn', 'ar', 'ja'];
  for (const intent of Intent.options) {
    const taught = new Set(training.filter((mail) => mail.intent === intent).map(({ lang }) => lang));
    expect([...taught], intent).toEqual(expect.arrayContaining(languages));
  }
});

test('holds no mail twice', () => {
  expect(new Set(training.map(textOf)).size).toBe(training.length);
});

test('shares no mail with the evaluation set, which asks for every intent', () => {
  const taught = new Set(training.map(textOf));
  expect(evaluation.filter((mail) => taught.has(textOf(mail)))).toEqual([]);
  expect(new Set(evaluation.map(({ intent }) => intent))).toEqual(new Set(Intent.options));
});
