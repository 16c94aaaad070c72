import type { ClassifyInput } from '@pebble/contract/classify';
import { readAsClerk } from './clerk-reading.ts';
import { fold } from './fold.ts';
import { ideasIn } from './ideas.ts';
import { PATTERNS } from './patterns.ts';
import { RULES, type Rule } from './rules.ts';
import { letterRuns, words } from './tokens.ts';

/** What the model and the rules see of a mail. */
export interface MailFeatures {
  /** Feature to weight; a feature counts once, at its largest weight. */
  weights: Map<string, number>;
  /** Rules that apply. */
  rules: Rule[];
}

/** The fields of a mail that matter here. */
export type Evidence = Pick<ClassifyInput, 'subject' | 'body' | 'attachment_names'> &
  Partial<Pick<ClassifyInput, 'headers' | 'in_reply_to' | 'references'>>;

/** With fewer words of his own than this the sender leans on the older mails below. */
const FEW_WORDS = 4;

/** Names of further attachments repeat what the first say. */
const MAX_FILES = 20;

const WEIGHT = {
  word: 1,
  rest: 0.15,
  restOfForward: 0.7,
  letters: 0.2,
  subject: 1,
  form: 1.5,
  idea: 1.5,
  rule: 2,
  file: 0.7,
};

export function extractFeatures(mail: Evidence): MailFeatures {
  const weights = new Map<string, number>();
  const add = (feature: string, weight: number) =>
    weights.set(feature, Math.max(weight, weights.get(feature) ?? 0));
  const { subject, newest, rest, reply, forward } = readAsClerk(mail.subject, mail.body);
  const own = words(fold(newest));
  const restWeight = forward || own.length < FEW_WORDS ? WEIGHT.restOfForward : WEIGHT.rest;
  const full = restWeight === WEIGHT.rest ? newest : `${newest}\n${rest}`;

  for (const word of new Set(own)) addWord(add, word, WEIGHT.word);
  for (const word of new Set(words(fold(rest)))) addWord(add, word, restWeight);
  for (const word of words(fold(subject))) {
    addWord(add, word, WEIGHT.word);
    add(`subject:${word}`, WEIGHT.subject);
  }
  const files = mail.attachment_names.slice(0, MAX_FILES);
  for (const name of files) addFile(add, name);
  const seen = [subject, full, ...files].join('\n');
  for (const [name, form] of Object.entries(PATTERNS)) if (form.test(seen)) add(`form:${name}`, WEIGHT.form);
  for (const idea of ideasIn(fold(subject))) add(`subject-idea:${idea}`, WEIGHT.idea);
  const folded = fold(seen);
  for (const idea of ideasIn(folded)) add(`idea:${idea}`, WEIGHT.idea);
  const bulk = isBulk(mail.headers ?? {});
  const rules = RULES.filter(
    ({ intent, phrase }) => phrase.test(folded) || (bulk && intent === 'out_of_scope'),
  );
  for (const { name } of rules) add(`rule:${name}`, WEIGHT.rule);
  if (reply || mail.in_reply_to !== undefined) add('mark:reply', WEIGHT.form);
  return { weights, rules };
}

type Add = (feature: string, weight: number) => void;

function addWord(add: Add, word: string, weight: number): void {
  add(word, weight);
  for (const run of letterRuns(word, 4)) add(`~${run}`, weight * WEIGHT.letters);
}

function addFile(add: Add, name: string): void {
  const extension = /\.(\w{1,5})$/.exec(name)?.[1];
  if (extension !== undefined) add(`file:${extension.toLowerCase()}`, WEIGHT.file);
  for (const word of words(fold(name))) addWord(add, word, WEIGHT.file);
}

/** RFC 2369 and RFC 3834: what a mailing list or an automatic answer says of itself. */
function isBulk(headers: Record<string, string>): boolean {
  return Object.entries(headers).some(
    ([name, value]) =>
      /^list-(?:unsubscribe|id)$/i.test(name) ||
      (/^precedence$/i.test(name) && /bulk|list|junk/i.test(value)) ||
      (/^auto-submitted$/i.test(name) && /^auto-replied/i.test(value)),
  );
}
