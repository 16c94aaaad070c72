// Generated from flows/engine/src/operators.ts by `npm run nodes:generate`: change it there.
import { parseDate } from './parse-date';

/** Compares two resolved values; `exact` is the condition's `caseSensitive`. */
type Operator = (first: unknown, second: unknown, exact: boolean) => boolean;

/**
 * The operators of a router, with the meaning that Activepieces gives them and that a flow may rely on:
 * text compares without case unless told otherwise, a missing number is 0, BOOLEAN_IS_TRUE is truthiness ("false" is true),
 * and EXISTS holds for 0 and false. TEXT_START_WITH is spelt so in the JSON.
 */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  TEXT_CONTAINS: (a, b, exact) => text(a, exact).includes(text(b, exact)),
  TEXT_DOES_NOT_CONTAIN: (a, b, exact) => !text(a, exact).includes(text(b, exact)),
  TEXT_EXACTLY_MATCHES: (a, b, exact) => text(a, exact) === text(b, exact),
  TEXT_DOES_NOT_EXACTLY_MATCH: (a, b, exact) => text(a, exact) !== text(b, exact),
  TEXT_START_WITH: (a, b, exact) => text(a, exact).startsWith(text(b, exact)),
  TEXT_DOES_NOT_START_WITH: (a, b, exact) => !text(a, exact).startsWith(text(b, exact)),
  TEXT_ENDS_WITH: (a, b, exact) => text(a, exact).endsWith(text(b, exact)),
  TEXT_DOES_NOT_END_WITH: (a, b, exact) => !text(a, exact).endsWith(text(b, exact)),
  NUMBER_IS_GREATER_THAN: (a, b) => number(a) > number(b),
  NUMBER_IS_LESS_THAN: (a, b) => number(a) < number(b),
  // Loose on purpose: what is no number is compared as it is.
  NUMBER_IS_EQUAL_TO: (a, b) => number(a) == number(b),
  BOOLEAN_IS_TRUE: (a) => Boolean(a),
  BOOLEAN_IS_FALSE: (a) => !a,
  DATE_IS_BEFORE: (a, b) => parseDate(a) < parseDate(b),
  DATE_IS_EQUAL: (a, b) => parseDate(a) === parseDate(b),
  DATE_IS_AFTER: (a, b) => parseDate(a) > parseDate(b),
  LIST_CONTAINS: (a, b, exact) => members(a).some((member) => text(member, exact) === text(b, exact)),
  LIST_DOES_NOT_CONTAIN: (a, b, exact) =>
    !members(a).some((member) => text(member, exact) === text(b, exact)),
  LIST_IS_EMPTY: (a) => list(a)?.length === 0,
  LIST_IS_NOT_EMPTY: (a) => (list(a)?.length ?? 0) > 0,
  EXISTS: (a) => exists(a),
  DOES_NOT_EXIST: (a) => !exists(a),
};

/** Operators that look at the first value only. */
export const UNARY: ReadonlySet<string> = new Set([
  'BOOLEAN_IS_TRUE',
  'BOOLEAN_IS_FALSE',
  'LIST_IS_EMPTY',
  'LIST_IS_NOT_EMPTY',
  'EXISTS',
  'DOES_NOT_EXIST',
]);

function text(value: unknown, exact: boolean): string {
  const plain = typeof value === 'string' ? value : JSON.stringify(value);
  return exact ? plain : plain.toLowerCase();
}

// What is no number stays what it is: two such texts then compare by alphabet, a text and a number never.
function number(value: unknown): number {
  const read = Number(value);
  return Number.isNaN(read) ? (value as number) : read;
}

function exists(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** The list in a value or in its JSON text, null when there is none: what is no list is neither empty nor not empty. */
function list(value: unknown): unknown[] | null {
  const decoded = decode(value, null);
  return Array.isArray(decoded) ? decoded : null;
}

/** The list in a value or in its JSON text; anything else counts as a list of one. */
function members(value: unknown): unknown[] {
  const decoded = decode(value, value);
  return Array.isArray(decoded) ? decoded : [decoded];
}

function decode(value: unknown, otherwise: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return otherwise;
  }
}
