import type { Intent } from '@pebble/contract/values';
import { fitTemperature, type Judged, softmax } from './calibration.ts';
import type { MailFeatures } from './features.ts';
import { INTENTS, type NaiveBayes, trainNaiveBayes } from './naive-bayes.ts';
import { type Rule, RULES } from './rules.ts';

export interface LabelledFeatures extends MailFeatures {
  intent: Intent;
}

/** What training leaves: word statistics, how sure they may be, and how often each rule was right. */
export interface Model {
  bayes: NaiveBayes;
  temperature: number;
  /** By rule name, 0 to 1. */
  rulePrecision: Map<string, number>;
  /** The highest probability that a guess may claim. */
  ceiling: number;
}

export interface Guess {
  intent: Intent;
  probability: number;
  /** True when a rule alone names this intent. */
  byRule: boolean;
}

export function trainModel(mails: readonly LabelledFeatures[]): Model {
  const bayes = trainNaiveBayes(mails.map(({ intent, weights }) => ({ intent, features: weights })));
  // Each mail is scored by a model without it: on mails it has seen, naive Bayes is always sure.
  const judged = mails.map(({ intent, weights, rules }) => ({
    scores: bayes.score(weights, intent),
    right: INTENTS.indexOf(intent),
    rules,
  }));
  const limits = { temperature: fitTemperature(judged), rulePrecision: measureRules(mails), ceiling: 1 };
  return { ...limits, bayes, ceiling: measureCeiling(limits, judged) };
}

/** With `leftOut`, the intent that the mail was trained under, it is judged as if it had not been. */
export function guess(model: Model, { weights, rules }: MailFeatures, leftOut?: Intent): Guess {
  return weigh(model, model.bayes.score(weights, leftOut), rules);
}

type Limits = Omit<Model, 'bayes'>;

/**
 * Weighs a rule against the words. Two rules of different intents say nothing more than the words do; one alone moves
 * the odds by how often it was right, so that words which clearly contradict it end in doubt and not in a card.
 */
function weigh(limits: Limits, scores: readonly number[], rules: readonly Rule[]): Guess {
  const rule = rules.length === 1 ? rules[0] : undefined;
  const trust = (rule && limits.rulePrecision.get(rule.name)) ?? 0.5;
  const byWords = softmax(scores, limits.temperature);
  const weighed = byWords.map((p, at) => p * (INTENTS[at] === rule?.intent ? trust : 1 - trust));
  const sum = weighed.reduce((total, p) => total + p, 0);
  const best = weighed.indexOf(Math.max(...weighed));
  const intent = INTENTS[best] ?? 'out_of_scope';
  const probability = Math.min(limits.ceiling, (weighed[best] ?? 0) / sum);
  return { intent, probability, byRule: rule?.intent === intent };
}

/** Nobody may be surer than the surest guesses have proved to be right, on mails held out. */
function measureCeiling(limits: Limits, judged: readonly (Judged & { rules: Rule[] })[]): number {
  const surest = judged
    .map(({ scores, right, rules }) => ({ right, guessed: weigh(limits, scores, rules) }))
    .filter(({ guessed }) => guessed.probability > 0.95);
  const correct = surest.filter(({ right, guessed }) => INTENTS[right] === guessed.intent);
  return smoothedShare(correct.length, surest.length);
}

/** Share of mails on which a rule was right. */
function measureRules(mails: readonly LabelledFeatures[]): Map<string, number> {
  return new Map(
    RULES.map(({ name, intent }) => {
      const matched = mails.filter(({ rules }) => rules.some((rule) => rule.name === name));
      const right = matched.filter((mail) => mail.intent === intent).length;
      return [name, smoothedShare(right, matched.length)];
    }),
  );
}

/** With one right and one wrong added, so that a short row of right answers is never certainty. */
function smoothedShare(right: number, all: number): number {
  return (right + 1) / (all + 2);
}
