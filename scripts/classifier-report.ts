import { evidenceOf, trainOn } from '@pebble/core-api/features/classify/classifier';
import { extractFeatures } from '@pebble/core-api/features/classify/features';
import { guess } from '@pebble/core-api/features/classify/model';
import {
  type LabelledMail,
  readEvaluationSet,
  readTrainingSet,
} from '@pebble/core-api/features/classify/training-set';
import { type Answer, byLanguage, figuresOf, worstMistakes } from './lib/classifier-figures.ts';

/** Prints how well the interim classifier does: node scripts/run.mjs scripts/classifier-report.ts */
const FLOOR = 0.6;

const training = readTrainingSet();
const started = performance.now();
const model = trainOn(training);
console.log(`Trained on ${training.length} mails in ${(performance.now() - started).toFixed(0)} ms\n`);

// The model itself scores each training mail without it, which is cross-validation with as many folds as mails.
report(
  'Training mails, each left out in turn',
  training.map((mail) => judge(mail, true)),
);
const unseen = readEvaluationSet();
const asked = performance.now();
const answers = unseen.map((mail) => judge(mail, false));
const perMail = (performance.now() - asked) / unseen.length;
report('Evaluation mails, never trained on', answers);
console.log(`${perMail.toFixed(2)} ms a mail`);

function judge(mail: LabelledMail, leaveOut: boolean): Answer {
  const features = extractFeatures(evidenceOf(mail));
  const { intent, probability } = guess(model, features, leaveOut ? mail.intent : undefined);
  return { lang: mail.lang, subject: mail.subject, intent: mail.intent, guessed: intent, probability };
}

function report(title: string, judged: readonly Answer[]): void {
  const figures = figuresOf(judged, FLOOR);
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
  console.log(title);
  console.log(
    `  accuracy ${percent(figures.accuracy)}   macro-F1 ${figures.macroF1.toFixed(3)}   ECE ${figures.ece.toFixed(3)}`,
  );
  console.log(
    `  decided at ${FLOOR}: ${percent(figures.decided)}, of these right ${percent(figures.accuracyDecided)}`,
  );
  console.log(
    `  right by language: ${byLanguage(judged)
      .map(([lang, right, all]) => `${lang} ${right}/${all}`)
      .join('  ')}`,
  );
  for (const { probability, guessed, intent, subject } of worstMistakes(judged, 10)) {
    console.log(`    ${probability.toFixed(2)} ${guessed} instead of ${intent}: ${subject}`);
  }
  console.log('');
}
