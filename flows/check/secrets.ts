import { stepName, triggerOf, walkSteps } from '../edit/walk-steps.ts';
import { finding, type Finding } from './finding.ts';

const REMEDY = "Put it into a connection, and refer to that as {{connections['name']}}.";

/** Words that only secrets are called by. A reference under such a name is fine: it is no value. */
const SECRET_NAME = /pass(word|phrase)|secret|token|api[-_]?key|private[-_]?key|authorization|credential/i;

/** What tokens and keys of well-known kinds look like. */
const SECRET_SHAPES = [
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\beyJ[\w-]{10,}\.[\w-]{10,}/,
  /\b(?:sk|pk|rk|ghp|gho|glpat|xox[abpr]|whsec|AKIA)[-_]?[\w+/-]{16,}/,
  // Of an app registration in Entra.
  /[\w.~-]{3}\dQ~[\w.~-]{31,}/,
  // A key in hexadecimal, such as Odoo's.
  /\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{32,}\b/i,
  /\b(?:Bearer|Basic)\s+[\w+/=.-]{12,}/i,
  /:\/\/[^\s/:@{}]+:[^\s/@{}]+@/,
];

/** Text that no person writes: long, without a blank, of mixed letters and digits. */
const OPAQUE = /[A-Za-z0-9+/_=-]{40,}/g;
/** Ids of Exchange, such as that of a folder that somebody has chosen: opaque, and no secret. */
const EXCHANGE_ID = /^A[AQ](Mk|kA|Qk)[\w+/-]+=*$/;

const HIDDEN = '(looks like a secret)';

/** Secrets that stand in a flow, told by where they stand and never by what they say. */
export function secretFindings(template: unknown): Finding[] {
  return walkSteps(triggerOf(template)).flatMap((step) =>
    [...texts({ displayName: step.displayName }, []), ...texts(step.settings, [])]
      .filter(({ path, text }) => looksSecret(path, text))
      .map(({ path }) => finding(stepName(step), `${path.join('.')} looks like a secret`, REMEDY)),
  );
}

/** A value as people may see it: with a word in the place of what looks like a secret. `path` is where it stands in a step. */
export function withoutSecrets(value: unknown, path: readonly string[]): unknown {
  if (typeof value === 'string') return looksSecret(path, value) ? HIDDEN : value;
  if (Array.isArray(value)) {
    return value.map((member, at) => withoutSecrets(member, [...path, String(at)]));
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  return Object.fromEntries(
    members.map(([key, member]) => [key, withoutSecrets(member, [...path, calledBy(value, key)])]),
  );
}

function* texts(
  value: unknown,
  path: readonly string[],
): Generator<{ path: readonly string[]; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) yield* texts(member, [...path, calledBy(value, key)]);
}

/** Of a pair such as `{ "name": "Authorization", "value": "…" }` the value is called by the name. */
function calledBy(pair: object, key: string): string {
  const { name, key: other = name } = pair as Readonly<Record<string, unknown>>;
  return key === 'value' && typeof other === 'string' ? other : key;
}

function looksSecret(path: readonly string[], text: string): boolean {
  const plain = text.replace(/=?\{\{[^{}]*\}\}/g, '').trim();
  if (plain === '') return false;
  // What a step signs in with is a reference to a connection, and nothing else.
  const [part, field] = path;
  if (part === 'input' && field === 'auth') return true;
  // Below an input, whatever holds it may name it; elsewhere names are those of the fields and no values.
  const names = part === 'input' ? path.slice(1) : path.slice(-1);
  return (
    names.some((name) => SECRET_NAME.test(name)) ||
    SECRET_SHAPES.some((shape) => shape.test(plain)) ||
    isOpaque(plain)
  );
}

function isOpaque(text: string): boolean {
  return (text.match(OPAQUE) ?? []).some(
    (word) => /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word) && !EXCHANGE_ID.test(word),
  );
}
