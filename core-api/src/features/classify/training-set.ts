import { readFileSync } from 'node:fs';
import { Intent } from '@pebble/contract/values';
import { z } from 'zod';

const Line = z.object({
  lang: z.string(),
  subject: z.string(),
  body: z.string(),
  files: z.array(z.string()).default([]),
});

/** A mail written for Pebble by hand, with what its sender wants. */
const LabelledMail = Line.extend({ intent: Intent });
export type LabelledMail = z.infer<typeof LabelledMail>;

/** The mails that the classifier learns from: `training/<intent>.jsonl`, one a line. */
export function readTrainingSet(): LabelledMail[] {
  return Intent.options.flatMap((intent) =>
    readLines(`./training/${intent}.jsonl`).map((line) => ({ ...Line.parse(line), intent })),
  );
}

/** Mails that nothing is ever trained on, to see how it does on others. */
export function readEvaluationSet(): LabelledMail[] {
  return readLines('./evaluation.jsonl').map((line) => LabelledMail.parse(line));
}

function readLines(path: string): unknown[] {
  const text = readFileSync(new URL(path, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
