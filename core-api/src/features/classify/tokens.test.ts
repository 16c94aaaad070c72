import { expect, test } from 'vitest';
import { letterRuns, words } from './tokens.ts';

test.each([
  ['please quote 40 valves, dn50', ['please', 'quote', '#', 'valves', 'dn50']],
  ['कृपया कोटेशन भेजें', ['कृपया', 'कोटेशन', 'भेजें']],
  ['والفاتوره بالبنك', ['فاتوره', 'بنك']],
  ['الى', ['الى']],
  ['見積書', ['見積', '積書']],
  ['…', []],
])('splits %s', (text, tokens) => {
  expect(words(text)).toEqual(tokens);
});

test('runs of letters mark where a word begins and ends', () => {
  expect(letterRuns('bill', 4)).toEqual(['^bil', 'bill', 'ill$']);
  expect(letterRuns('po', 4)).toEqual([]);
  expect(letterRuns('見積', 4)).toEqual([]);
});
