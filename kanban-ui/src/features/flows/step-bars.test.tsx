import type { StepRun } from '@pebble/contract/flows';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { duration } from '../../messages/flows.ts';
import { StepBars } from './step-bars.tsx';

afterEach(cleanup);
const step = (name: string, duration_ms: number, change: Partial<z.infer<typeof StepRun>> = {}) => ({
  ...{ step: name, status: 'succeeded' as const, attempts: 1, duration_ms, error_class: null },
  ...change,
});

function drawn() {
  return screen.getAllByRole('listitem').map((item) => {
    const bar = item.querySelector<HTMLElement>('.step-line > span');
    return [bar?.style.marginInlineStart, bar?.style.width];
  });
}

describe('the bars of a run', () => {
  it('begin where the step before ended', () => {
    render(<StepBars label="Steps" steps={[step('a', 10), step('b', 30), step('c', 60)]} />);
    expect(drawn()).toEqual([
      ['0%', '10%'],
      ['10%', '30%'],
      ['40%', '60%'],
    ]);
  });

  it('say in words what they draw', () => {
    render(
      <StepBars
        label="Steps of the run"
        steps={[
          step('quick', 0.2),
          step('tried', 1500, { attempts: 3 }),
          step('left', 0, { status: 'skipped', attempts: 0 }),
          step('broken', 20, { status: 'failed', error_class: 'AuthError' }),
          step('odd', 20, { status: 'failed' }),
        ]}
      />,
    );
    expect(screen.getByRole('list', { name: 'Steps of the run' })).toBeDefined();
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'quick<1 ms',
      'tried1.5 s, 3 tries',
      'leftnot run',
      'broken20 ms, AuthError',
      'odd20 ms, failed',
    ]);
  });

  it('do not break on a run that took no time', () => {
    render(<StepBars label="Steps" steps={[step('a', 0), step('b', 0)]} />);
    expect(drawn()).toEqual([
      ['0%', '0%'],
      ['0%', '0%'],
    ]);
  });
});

describe('a time', () => {
  it('is told as people would', () => {
    const told = [0.4, 1, 999, 1000, 1250, 59_900, 60_000, 90_000].map(duration);
    expect(told).toEqual(['<1 ms', '1 ms', '999 ms', '1 s', '1.3 s', '59.9 s', '1 min', '1.5 min']);
  });
});
