import { expect, test } from 'vitest';
import type { Outcome } from './delivery.ts';
import { outcomeTable, summaryLine } from './outcome-table.ts';

const outcome = (change: Partial<Outcome>): Outcome => ({
  file: 'a.eml',
  subject: 'Valves',
  state: 'done',
  place: 'crm / new',
  reason: '',
  ...change,
});

test('columns line up, whatever the letters', () => {
  const table = outcomeTable([
    outcome({}),
    outcome({ file: '見積.eml', state: 'duplicate', place: '', reason: 'seen' }),
  ]);
  const [head, , first, second] = table.split('\n');
  expect(head).toMatch(/^Mail\s+State\s+Card\s+Subject\s+Reason$/);
  expect(first).toBe('a.eml     done       crm / new  Valves');
  expect(second).toBe('見積.eml  duplicate             Valves   seen');
});

test('a long subject is cut, and one with escape sequences is harmless', () => {
  const table = outcomeTable([
    outcome({ subject: 'x'.repeat(500) }),
    outcome({ subject: '\x1b[2J\x07evil' }),
  ]);
  expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThan(120);
  expect(table).not.toMatch(/(?!\n)\p{Cc}/u);
});

test('the summary counts states', () => {
  const outcomes = [outcome({}), outcome({}), outcome({ state: 'refused' })];
  expect(summaryLine(outcomes, 3210)).toBe('3 mails: 2 done, 1 refused in 3.2 s');
  expect(summaryLine([outcome({})], 40)).toBe('1 mail: 1 done in 0.0 s');
});
