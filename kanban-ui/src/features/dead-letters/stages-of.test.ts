import { describe, expect, it } from 'vitest';
import { redrive } from '../../testing/operations-factories.ts';
import { stagesOf } from './stages-of.ts';

const stages = (change: Parameters<typeof redrive>[0]) =>
  stagesOf(redrive(change)).map(({ size, state }) => `${size} ${state}`);

describe('the steps of a redrive', () => {
  it('are one, ten, and all others', () => {
    expect(stages({ total: 40, step: 2 })).toEqual(['1 done', '10 now', '29 ahead']);
  });

  it('are as many as there are mails for', () => {
    expect(stages({ total: 1, step: 1 })).toEqual(['1 now']);
    expect(stages({ total: 4, step: 2 })).toEqual(['1 done', '3 now']);
  });

  it('show where it stopped, and that it is over', () => {
    expect(stages({ total: 40, step: 1, state: 'stopped' })).toEqual(['1 stopped', '10 ahead', '29 ahead']);
    expect(stages({ total: 40, step: 3, state: 'finished' })).toEqual(['1 done', '10 done', '29 done']);
  });
});
