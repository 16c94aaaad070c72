import { Intent } from '@pebble/contract/values';

/** Features of one mail with their weights. */
export type Features = ReadonlyMap<string, number>;

export interface Example {
  intent: Intent;
  features: Features;
}

/** One number for each intent, in the order of `INTENTS`. */
export type Scores = number[];

export const INTENTS = Intent.options;

/** Multinomial naive Bayes over weighted features. Every intent is held equally likely beforehand: nobody's mix of mail is known. */
export interface NaiveBayes {
  /**
   * Evidence for each intent, as log likelihood above the mean of all; zero when nothing is known. With `leftOut`, the
   * intent it was trained under, a mail is scored as if the model had never seen it.
   */
  score(features: Features, leftOut?: Intent): Scores;
  /** How much each feature speaks for `intent`. */
  contributions(features: Features, intent: Intent): [feature: string, strength: number][];
}

/** Count added to each feature in each intent (Laplace). */
const SMOOTHING = 1;

export function trainNaiveBayes(examples: readonly Example[]): NaiveBayes {
  const { counts, totals } = countFeatures(examples);
  const log = (count: number, total: number) =>
    Math.log((count + SMOOTHING) / (total + SMOOTHING * counts.size));
  const known = new Map(
    Array.from(counts, ([feature, row]) => [feature, row.map((count, at) => log(count, totals[at] ?? 0))]),
  );
  const evidence = new Map(Array.from(known, ([feature, logs]) => [feature, aboveMean(logs)]));

  function score(features: Features, leftOut?: Intent): Scores {
    const skip = leftOut === undefined ? -1 : INTENTS.indexOf(leftOut);
    const size = sum(features.values());
    const scores: Scores = INTENTS.map(() => 0);
    for (const [feature, weight] of features) {
      const row = skip < 0 ? evidence.get(feature) : evidenceWithout(feature, weight, skip, size);
      if (!row) continue;
      for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] ?? 0) + weight * (row[at] ?? 0);
    }
    // Features are not independent, as the method pretends: a mail twice as long is not twice as sure.
    return scores.map((value) => value / Math.sqrt(size + 1));
  }

  /** The evidence after taking a mail of `size` back out; undefined for a feature that no other mail has. */
  function evidenceWithout(feature: string, weight: number, skip: number, size: number) {
    const row = counts.get(feature);
    if (!row) return undefined;
    const left = (row[skip] ?? 0) - weight;
    if (left < 1e-9 && row.every((count, at) => at === skip || count === 0)) return undefined;
    const logs = known.get(feature)?.with(skip, log(left, (totals[skip] ?? 0) - size));
    return logs && aboveMean(logs);
  }

  return {
    score,
    contributions: (features, intent) =>
      [...features].map(([feature, weight]) => [
        feature,
        weight * (evidence.get(feature)?.[INTENTS.indexOf(intent)] ?? 0),
      ]),
  };
}

function aboveMean(logs: readonly number[]): number[] {
  const mean = sum(logs) / logs.length;
  return logs.map((value) => value - mean);
}

function countFeatures(examples: readonly Example[]) {
  const counts = new Map<string, number[]>();
  const totals = INTENTS.map(() => 0);
  for (const { intent, features } of examples) {
    const at = INTENTS.indexOf(intent);
    totals[at] = (totals[at] ?? 0) + sum(features.values());
    for (const [feature, weight] of features) {
      const row = counts.get(feature) ?? INTENTS.map(() => 0);
      row[at] = (row[at] ?? 0) + weight;
      counts.set(feature, row);
    }
  }
  return { counts, totals };
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
