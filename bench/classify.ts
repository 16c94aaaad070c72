import { createClassifier, type Classifier } from '@pebble/core-api/features/classify/classifier';
import { readEvaluationSet } from '@pebble/core-api/features/classify/training-set';
import { median } from './lab.ts';

const ROUNDS = 20;

type Mail = Parameters<Classifier['classify']>[0];

/** Milliseconds a mail takes to be judged once the classifier is trained, and its training, which the first mail pays. */
export async function benchClassify(): Promise<Record<string, unknown>> {
  const mails = readEvaluationSet().map(({ subject, body, files }) => ({
    subject,
    body,
    from: 'a@buyer.example',
    attachment_names: files,
    ...{ attachment_urls: [], to: [], cc: [], references: [], headers: {} },
  }));
  const classifier = createClassifier();
  const judge = (mail: Mail) => classifier.classify(mail, { confidenceFloor: 0.6 });
  const [first] = mails;
  if (!first) throw new Error('the evaluation set is empty');
  const training = timed(() => judge(first));
  const rounds = Array.from({ length: ROUNDS }, () => timed(() => mails.forEach(judge)) / mails.length);
  return { ms_per_mail: Number(median(rounds).toFixed(2)), training_ms: Math.round(training) };
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
