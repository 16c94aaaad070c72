import { stepName, triggerOf, walkSteps } from '../edit/walk-steps.ts';
import { finding, type Finding } from './finding.ts';

const REMEDY = "Put it into a connection, and refer to that as {{connections['name']}}.";

/** Words that only secrets are called by. A reference under such a name is fine: it is no value. */
const SECRET_NAME = /pass(word|phrase)|secret|token|api[-_]?key|private[-_]?key|authorization|credential/i;

/** What tokens and keys of well-known kinds look like. */
const SECRET_SHAPES = [
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\beyJ[\w-]{10,}\.[\w-]{10,}/,
  /\b(?:sk|pk|rk|ghp|gho|glpat|xox[abpr]|whsec|AKIA)[-_]?[A-Za-z0-9+/]{16,}/,
  /\b(?:Bearer|Basic)\s+[\w+/=.-]{12,}/i,
  /:\/\/[^\s/:@{}]+:[^\s/@{}]+@/,
];

/** Text that no person writes: long, without a blank, of mixed letters and digits. */
const OPAQUE = /[A-Za-z0-9+/_=-]{40,}/g;

/** Secrets that stand in a flow, told by where they stand and never by what they say. */
export function secretFindings(template: unknown): Finding[] {
  return walkSteps(triggerOf(template)).flatMap((step) =>
    [...texts(step.settings, [])]
      .filter(({ path, text }) => looksSecret(path.at(-1) ?? '', text))
      .map(({ path }) => finding(stepName(step), `${path.join('.')} looks like a secret`, REMEDY)),
  );
}

function* texts(
  value: unknown,
  path: readonly string[],
): Generator<{ path: readonly string[]; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) yield* texts(member, [...path, key]);
}

function looksSecret(name: string, text: string): boolean {
  const plain = text.replace(/\{\{[^{}]*\}\}/g, '').trim();
  if (plain === '') return false;
  return SECRET_NAME.test(name) || SECRET_SHAPES.some((shape) => shape.test(plain)) || isOpaque(plain);
}

function isOpaque(text: string): boolean {
  return (text.match(OPAQUE) ?? []).some(
    (word) => /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word),
  );
}
