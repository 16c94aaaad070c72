import { expect, test } from 'vitest';
import { displayWidth, fitTo } from './display-width.ts';

test.each([
  ['abc', 3],
  ['Größe', 5],
  ['Gro\u0308ße', 5],
  ['見積', 4],
  ['ｆｕ', 4],
  ['\u200e12', 2],
  ['', 0],
])('%j takes %i columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test.each([
  ['abc', 5, 'abc  '],
  ['abcdef', 4, 'abc…'],
  ['見積書', 5, '見積…'],
  ['見積書', 4, '見… '],
  ['見積', 4, '見積'],
])('%j in %i columns', (text, width, fitted) => {
  expect(fitTo(text, width)).toBe(fitted);
  expect(displayWidth(fitTo(text, width))).toBe(width);
});
