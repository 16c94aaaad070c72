import type { Intent } from '@pebble/contract/values';
import type { MailFeatures } from './features.ts';
import type { NaiveBayes } from './naive-bayes.ts';

const MOST = 6;

/** What spoke for the intent, strongest first, in words for people: rules, then forms and words. */
export function explain(bayes: NaiveBayes, { weights, rules }: MailFeatures, intent: Intent): string[] {
  const named = rules.filter((rule) => rule.intent === intent).map(({ name }) => name);
  const learnt = bayes
    .contributions(weights, intent)
    .filter(([, strength]) => strength > 0)
    .sort(([, a], [, b]) => b - a)
    .flatMap(([feature]) => wording(feature) ?? []);
  return [...new Set([...named, ...learnt])].slice(0, MOST);
}

/** Null for what says nothing to people: parts of words, the smallest words, numbers, and rules that are named already. */
function wording(feature: string): string | null {
  const [, kind, name = ''] = /^(subject-idea|idea|subject|form|file|mark|rule):(.*)$/s.exec(feature) ?? [];
  if (kind === 'rule' || /^(?:~.*|subject:#|#|[a-z]{1,2})$/s.test(feature)) return null;
  if (kind === 'idea' || kind === 'subject-idea') return `words of ${name.replaceAll('_', ' ')}`;
  if (kind === 'file') return `.${name} file`;
  return kind === undefined ? feature : name;
}
