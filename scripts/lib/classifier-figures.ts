import { calibrationError } from '@pebble/core-api/features/classify/calibration';

/** A judged mail of a set whose answers are known. */
export interface Answer {
  lang: string;
  subject: string;
  intent: string;
  guessed: string;
  probability: number;
}

export interface Figures {
  mails: number;
  /** Share of right answers, 0 to 1. */
  accuracy: number;
  /** Mean of the F1 scores of the intents, each counting the same. */
  macroF1: number;
  /** Expected calibration error. */
  ece: number;
  /** Share that is not left to a person, and the share of right answers among them. */
  decided: number;
  accuracyDecided: number;
}

export function figuresOf(answers: readonly Answer[], floor: number): Figures {
  const decided = answers.filter(({ probability }) => probability >= floor);
  return {
    mails: answers.length,
    accuracy: share(answers, isRight),
    macroF1: macroF1(answers),
    ece: calibrationError(answers.map((answer) => ({ ...answer, correct: isRight(answer) }))),
    decided: share(answers, ({ probability }) => probability >= floor),
    accuracyDecided: share(decided, isRight),
  };
}

/** Right and all, by language. */
export function byLanguage(answers: readonly Answer[]): [lang: string, right: number, all: number][] {
  const groups = Map.groupBy(answers, ({ lang }) => lang);
  return Array.from(groups, ([lang, group]) => [lang, group.filter(isRight).length, group.length]);
}

/** Wrong answers, surest first. */
export function worstMistakes(answers: readonly Answer[], most: number): Answer[] {
  return answers
    .filter((answer) => !isRight(answer))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, most);
}

function macroF1(answers: readonly Answer[]): number {
  const intents = [...new Set(answers.map(({ intent }) => intent))];
  const scores = intents.map((intent) => {
    const hits = answers.filter((answer) => answer.intent === intent && isRight(answer)).length;
    const wanted = answers.filter((answer) => answer.intent === intent).length;
    const given = answers.filter((answer) => answer.guessed === intent).length;
    return (2 * hits) / (wanted + given);
  });
  return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
}

function isRight({ intent, guessed }: Answer): boolean {
  return intent === guessed;
}

function share<T>(items: readonly T[], test: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(test).length / items.length;
}
