import type { CellObject } from 'xlsx';
import { expect, it } from 'vitest';
import { cellText } from './cell-text.ts';

it.each<[CellObject | undefined, string]>([
  [undefined, ''],
  [{ t: 'z' }, ''],
  [{ t: 's', v: ' as it is\n' }, ' as it is\n'],
  [{ t: 's', v: '=1+1' }, '=1+1'],
  [{ t: 'n', v: 42 }, '42'],
  [{ t: 'n', v: 919_800_000_000 }, '919800000000'],
  [{ t: 'n', v: 0.1 + 0.2 }, '0.3'],
  [{ t: 'n', v: -1.5 }, '-1.5'],
  [{ t: 'n', v: Number.NaN }, ''],
  [{ t: 'n', v: Infinity }, ''],
  [{ t: 'b', v: true }, 'TRUE'],
  [{ t: 'b', v: false }, 'FALSE'],
  [{ t: 'e', v: 0x2a }, '#N/A'],
  [{ t: 'e', v: 7 }, '#DIV/0!'],
  [{ t: 'e', v: 99 }, '#N/A'],
  [{ t: 'd', v: new Date('2026-11-02T00:00:00Z') }, '2026-11-02'],
  [{ t: 'd', v: new Date('2026-11-02T09:30:00Z') }, '2026-11-02T09:30:00'],
  // What a fraction of a day comes to.
  [{ t: 'd', v: new Date('2026-11-02T09:29:59.999Z') }, '2026-11-02T09:30:00'],
  [{ t: 'd', v: new Date(Number.NaN) }, ''],
])('%j is %j', (cell, text) => {
  expect(cellText(cell)).toBe(text);
});
