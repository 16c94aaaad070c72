import { expect, it } from 'vitest';
import { keyLines } from './key-lines.ts';

it('before the first rotation there is one key', () => {
  expect(keyLines('master', [], { master: 12 })).toEqual({
    lines: ['master        12  seals'],
    missing: false,
  });
  expect(keyLines('master', [], {})).toEqual({ lines: ['master         0  seals'], missing: false });
});

it('says which keys are needed still, and which may go', () => {
  const { lines, missing } = keyLines('s2', ['s2', 's1', 's0'], {
    s2: 40,
    s1: 2,
    'master (first layout)': 1,
  });
  expect(lines).toEqual([
    's2                           40  seals',
    's1                            2  opens; what it has sealed comes under the current key within the hour',
    's0                            0  may go',
    'master (first layout)         1  opens; what it has sealed comes under the current key within the hour',
  ]);
  expect(missing).toBe(false);
});

it('names a key that is missing', () => {
  const { lines, missing } = keyLines('s2', ['s2'], { s2: 1, s1: 3 });
  expect(lines.at(-1)).toBe('s1             3  missing: put it back into PEBBLE_SEALING_KEYS');
  expect(missing).toBe(true);
});
