import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { flowGraph } from '../../testing/flows-factories.ts';
import { openFlows } from '../../testing/flows-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';
import { layOut, STEP } from './lay-out.ts';
import { toneOf } from './step-tones.ts';

const figures = (failed: number, p95_ms: number, runs = 100) => ({
  ...{ step: 'classify', runs, failed, median_ms: 10, p95_ms },
});

describe('the picture as a table', () => {
  it('tells what each step does, what comes next, and what happens when it fails', async () => {
    openFlows('/email-triage?look=table');
    const table = within(await screen.findByRole('table', { name: 'Steps of the flow' }));
    const row = table.getByText('Sure enough?', { selector: 'strong' }).closest('tr');
    expect(row?.textContent).toContain('Chooses a way');
    expect(row?.textContent).toContain('Sure: Place cardUnsure: Place in triage');
    const classify = table.getByText('Classify', { selector: 'strong' }).closest('tr');
    expect(classify?.textContent).toContain('classifier 0.2.0: classify');
    expect(classify?.textContent).toContain('tried again, then goes on');
  });

  it('asks for figures only when somebody wants the colours', async () => {
    const server = openFlows('/email-triage?look=table', {
      getStepFigures: () => ({ runs: 40, since: null, steps: [figures(8, 900)] }),
    });
    await screen.findByRole('table', { name: 'Steps of the flow' });
    expect(sentTo(server, 'getStepFigures')).toEqual([]);
    const user = userEvent.setup();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Colours' }), 'By failures');
    await screen.findByText('8 of 100 failed');
    await screen.findByText(/of the last 40 runs/);
    await user.selectOptions(screen.getByRole('combobox', { name: 'Colours' }), 'By time');
    await screen.findByText('half within 10 ms, 95% within 900 ms');
  });

  it('is of the version that is chosen', async () => {
    const server = openFlows('/email-triage?look=table');
    await screen.findByRole('table', { name: 'Steps of the flow' });
    const user = userEvent.setup();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Version to show' }), '1.2.0');
    await screen.findByRole('table', { name: 'Steps of the flow' });
    expect(sentTo(server, 'getFlowGraph').map(({ params }) => params['version']?.split('@')[0])).toEqual([
      '1.1.0',
      '1.2.0',
    ]);
  });
});

describe('the colour of a step', () => {
  it('tells the share of failures', () => {
    expect(toneOf(figures(0, 1), 'failures')).toBe('ok');
    expect(toneOf(figures(10, 1), 'failures')).toBe('warn');
    expect(toneOf(figures(11, 1), 'failures')).toBe('danger');
  });

  it('tells the time', () => {
    expect(toneOf(figures(0, 500), 'time')).toBe('ok');
    expect(toneOf(figures(0, 501), 'time')).toBe('warn');
    expect(toneOf(figures(0, 3001), 'time')).toBe('danger');
  });

  it('tells nothing of what was not asked or never ran', () => {
    expect(toneOf(figures(9, 9), 'none')).toBe('none');
    expect(toneOf(figures(0, 0, 0), 'failures')).toBe('none');
    expect(toneOf(undefined, 'time')).toBe('none');
  });
});

describe('the places of steps', () => {
  const graph = flowGraph();
  const places = layOut(graph);

  it('lead from the top down', () => {
    for (const { from, to } of graph.edges) {
      expect(places.get(to)?.y).toBeGreaterThan((places.get(from)?.y ?? 0) + STEP.height);
    }
  });

  it('lie on nobody', () => {
    const all = [...places.values()];
    for (const [at, one] of all.entries()) {
      for (const other of all.slice(at + 1)) {
        const apart = Math.abs(one.x - other.x) >= STEP.width || Math.abs(one.y - other.y) >= STEP.height;
        expect(apart).toBe(true);
      }
    }
  });
});
