import { describe, expect, test } from 'vitest';
import { OPERATORS, UNARY } from './operators.ts';

type Case = readonly [operator: string, first: unknown, second: unknown, expected: boolean, exact?: boolean];

// Each row is what Activepieces 0.83 answers; the remarks name its traps.
const CASES: Case[] = [
  ['TEXT_CONTAINS', 'Purchase ORDER', 'order', true],
  ['TEXT_CONTAINS', 'Purchase ORDER', 'order', false, true],
  ['TEXT_CONTAINS', 'anything', '', true],
  ['TEXT_CONTAINS', { a: 'X' }, '"a":"x"', true],
  ['TEXT_CONTAINS', 4711, '71', true],
  ['TEXT_DOES_NOT_CONTAIN', 'abc', 'B', false],
  ['TEXT_DOES_NOT_CONTAIN', 'abc', 'B', true, true],
  ['TEXT_EXACTLY_MATCHES', 'Ada', 'ADA', true],
  ['TEXT_EXACTLY_MATCHES', 'Ada', 'ADA', false, true],
  ['TEXT_EXACTLY_MATCHES', true, 'true', true],
  ['TEXT_EXACTLY_MATCHES', '', '', true],
  ['TEXT_DOES_NOT_EXACTLY_MATCH', 'Ada', 'ada', false],
  ['TEXT_DOES_NOT_EXACTLY_MATCH', 'Ada', 'ada', true, true],
  ['TEXT_START_WITH', 'Invoice 7', 'INV', true],
  ['TEXT_START_WITH', 'Invoice 7', 'voice', false],
  ['TEXT_DOES_NOT_START_WITH', 'Invoice 7', 'inv', false],
  ['TEXT_DOES_NOT_START_WITH', 'Invoice 7', 'inv', true, true],
  ['TEXT_ENDS_WITH', 'a.PDF', '.pdf', true],
  ['TEXT_DOES_NOT_END_WITH', 'a.PDF', '.pdf', false],
  ['TEXT_DOES_NOT_END_WITH', 'a.PDF', '.pdf', true, true],
  ['NUMBER_IS_GREATER_THAN', '10', '9', true],
  ['NUMBER_IS_GREATER_THAN', 0.6, 0.6, false],
  // A missing number is an empty text, and that is 0.
  ['NUMBER_IS_GREATER_THAN', '', -1, true],
  ['NUMBER_IS_GREATER_THAN', 'many', 1, false],
  // Two texts compare by alphabet.
  ['NUMBER_IS_GREATER_THAN', 'b', 'a', true],
  ['NUMBER_IS_LESS_THAN', '9', '10', true],
  ['NUMBER_IS_LESS_THAN', {}, 1, false],
  ['NUMBER_IS_LESS_THAN', null, 1, true],
  ['NUMBER_IS_EQUAL_TO', '1.0', 1, true],
  ['NUMBER_IS_EQUAL_TO', 1, '1.0', true],
  ['NUMBER_IS_EQUAL_TO', true, 1, true],
  // Loose, like JavaScript's ==.
  ['NUMBER_IS_EQUAL_TO', [1, 2], '1,2', true],
  ['NUMBER_IS_EQUAL_TO', '', 0, true],
  ['NUMBER_IS_EQUAL_TO', 'x', 'x', true],
  ['NUMBER_IS_EQUAL_TO', 'x', 0, false],
  ['BOOLEAN_IS_TRUE', true, undefined, true],
  // Truthiness, so the text "false" is true.
  ['BOOLEAN_IS_TRUE', 'false', undefined, true],
  ['BOOLEAN_IS_TRUE', '', undefined, false],
  ['BOOLEAN_IS_TRUE', 0, undefined, false],
  ['BOOLEAN_IS_FALSE', false, undefined, true],
  ['BOOLEAN_IS_FALSE', '', undefined, true],
  ['BOOLEAN_IS_FALSE', 'false', undefined, false],
  ['BOOLEAN_IS_FALSE', [], undefined, false],
  ['DATE_IS_BEFORE', '2026-01-01', '2026-01-02', true],
  ['DATE_IS_BEFORE', '2026-01-01T10:00:00+02:00', '2026-01-01T08:30:00Z', true],
  ['DATE_IS_BEFORE', '2026-01-02', '2026-01-02', false],
  ['DATE_IS_BEFORE', 'soon', '2026-01-02', false],
  ['DATE_IS_BEFORE', '', '2026-01-02', false],
  ['DATE_IS_EQUAL', '2026-01-01', '2026/01/01 00:00', true],
  ['DATE_IS_EQUAL', '2026-01-01T00:00:00Z', 1767225600000, true],
  ['DATE_IS_EQUAL', 'soon', 'soon', false],
  ['DATE_IS_AFTER', '2026-03-01', '2026-02-28', true],
  ['DATE_IS_AFTER', '2026-03-01', null, false],
  ['DATE_IS_AFTER', [], {}, false],
  ['LIST_CONTAINS', ['A', 'b'], 'a', true],
  ['LIST_CONTAINS', ['A', 'b'], 'a', false, true],
  ['LIST_CONTAINS', '["x", 7]', '7', true],
  ['LIST_CONTAINS', 'x', 'X', true],
  ['LIST_CONTAINS', [{ a: 1 }], '{"a":1}', true],
  ['LIST_CONTAINS', [], '', false],
  ['LIST_CONTAINS', '', '', true],
  ['LIST_DOES_NOT_CONTAIN', ['A', 'b'], 'c', true],
  ['LIST_DOES_NOT_CONTAIN', ['A', 'b'], 'B', false],
  ['LIST_IS_EMPTY', [], undefined, true],
  ['LIST_IS_EMPTY', '[]', undefined, true],
  // What is no list is neither empty nor not empty.
  ['LIST_IS_EMPTY', '', undefined, false],
  ['LIST_IS_EMPTY', {}, undefined, false],
  ['LIST_IS_EMPTY', [0], undefined, false],
  ['LIST_IS_NOT_EMPTY', [0], undefined, true],
  ['LIST_IS_NOT_EMPTY', '[0]', undefined, true],
  ['LIST_IS_NOT_EMPTY', 'text', undefined, false],
  ['LIST_IS_NOT_EMPTY', [], undefined, false],
  ['EXISTS', 0, undefined, true],
  ['EXISTS', false, undefined, true],
  ['EXISTS', [], undefined, true],
  ['EXISTS', '', undefined, false],
  ['EXISTS', null, undefined, false],
  ['DOES_NOT_EXIST', '', undefined, true],
  ['DOES_NOT_EXIST', undefined, undefined, true],
  ['DOES_NOT_EXIST', 0, undefined, false],
];

describe('operators', () => {
  for (const [operator, first, second, expected, exact = false] of CASES) {
    const shown = [first, second].map((value) => JSON.stringify(value)).join(' and ');
    test(`${operator} of ${shown} is ${expected}${exact ? ', case sensitive' : ''}`, () => {
      expect(OPERATORS[operator]?.(first, second, exact)).toBe(expected);
    });
  }
});

test('every operator of Activepieces is there, and each has a case', () => {
  expect(Object.keys(OPERATORS)).toHaveLength(22);
  expect(new Set(CASES.map(([operator]) => operator))).toEqual(new Set(Object.keys(OPERATORS)));
  expect([...UNARY].every((operator) => operator in OPERATORS)).toBe(true);
});

test('an operator and its negation never agree, whatever is compared', () => {
  const values = ['', 'a', 'A', '[]', '["a"]', 0, 1, true, false, [], ['a'], {}, null];
  const pairs = [
    ['TEXT_CONTAINS', 'TEXT_DOES_NOT_CONTAIN'],
    ['TEXT_EXACTLY_MATCHES', 'TEXT_DOES_NOT_EXACTLY_MATCH'],
    ['TEXT_START_WITH', 'TEXT_DOES_NOT_START_WITH'],
    ['TEXT_ENDS_WITH', 'TEXT_DOES_NOT_END_WITH'],
    ['LIST_CONTAINS', 'LIST_DOES_NOT_CONTAIN'],
    ['BOOLEAN_IS_TRUE', 'BOOLEAN_IS_FALSE'],
    ['EXISTS', 'DOES_NOT_EXIST'],
  ] as const;
  for (const [positive, negative] of pairs) {
    for (const first of values) {
      for (const second of values) {
        const agreed =
          OPERATORS[positive]?.(first, second, false) === OPERATORS[negative]?.(first, second, false);
        expect(agreed, `${positive} of ${JSON.stringify(first)} and ${JSON.stringify(second)}`).toBe(false);
      }
    }
  }
});
