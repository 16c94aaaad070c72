import { expect, it } from 'vitest';
import { Recurrence } from './recurrence.ts';

it('asks about a key from its third time on', () => {
  const memory = new Recurrence();
  expect(['a', 'a', 'b', 'a', 'a', 'b'].map((key) => memory.recurs(key))).toEqual([
    false,
    false,
    false,
    true,
    true,
    false,
  ]);
});

it('forgets what it has not met for long, and never what keeps coming', () => {
  const memory = new Recurrence();
  for (let index = 0; index < 30_000; index++) {
    memory.recurs(`rare ${index}`);
    if (index % 100 === 0) memory.recurs('often');
  }
  expect(memory.recurs('often')).toBe(true);
  expect(memory.recurs('rare 0')).toBe(false);
});
