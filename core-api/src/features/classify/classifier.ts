import type { ClassifyInput, Verdict } from '@pebble/contract/classify';
import { STREAM_OF_INTENT } from '@pebble/contract/values';
import { type Evidence, extractFeatures } from './features.ts';
import { guess, type Model, trainModel } from './model.ts';
import { explain } from './reasons.ts';
import { type LabelledMail, readTrainingSet } from './training-set.ts';

export interface Classifier {
  /** Judges a mail. Below `confidenceFloor` (0 to 1) it abstains, and a person decides. */
  classify(input: ClassifyInput, options: { confidenceFloor: number }): Verdict;
}

/** The interim classifier: rules, then naive Bayes. It trains itself at the first mail, in some tens of milliseconds. */
export function createClassifier(readMails: () => LabelledMail[] = readTrainingSet): Classifier {
  let trained: Model | undefined;
  return {
    classify(input, { confidenceFloor }) {
      const model = (trained ??= trainOn(readMails()));
      const features = extractFeatures(input);
      const { intent, probability, byRule } = guess(model, features);
      return {
        stream: STREAM_OF_INTENT[intent],
        intent,
        probability,
        rung: byRule ? 'rules' : 'local_model',
        abstained: probability < confidenceFloor,
        reasons: explain(model.bayes, features, intent),
      };
    },
  };
}

export function trainOn(mails: readonly LabelledMail[]): Model {
  return trainModel(mails.map((mail) => ({ ...extractFeatures(evidenceOf(mail)), intent: mail.intent })));
}

export function evidenceOf({ subject, body, files }: LabelledMail): Evidence {
  return { subject, body, attachment_names: files };
}
