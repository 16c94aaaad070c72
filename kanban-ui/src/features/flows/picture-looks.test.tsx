import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NO_ANSWER } from '../../testing/fake-server.ts';
import { draftVersion, flowGraph, flowVersion } from '../../testing/flows-factories.ts';
import { openFlows } from '../../testing/flows-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';

afterEach(() => {
  vi.restoreAllMocks();
});
const table = () => screen.findByRole('table', { name: 'Steps of the flow' });
const look = () => screen.findByRole<HTMLSelectElement>('combobox', { name: 'How to look at it' });
const rowOf = (step: string) => screen.getByText(step, { selector: 'strong' }).closest('tr') as HTMLElement;
const figures = (runs: number) => ({
  ...{ runs, since: null },
  steps: [{ step: 'classify', runs, failed: 0, median_ms: null, p95_ms: null }],
});

describe('how a flow is looked at', () => {
  it('is as a picture where there is room, unless the address says otherwise', async () => {
    openFlows('/email-triage');
    expect((await look()).value).toBe('picture');
    openFlows('/email-triage?look=table');
    expect((await look()).value).toBe('table');
    await table();
  });

  it('stands in the address when it is chosen, so that a link brings it back', async () => {
    openFlows('/email-triage?colours=failures', { getStepFigures: () => figures(3) });
    await userEvent.setup().selectOptions(await look(), 'Table');
    await table();
    expect(window.location.hash).toBe('#/operations/flows/email-triage?colours=failures&look=table');
  });
});

describe('the table of steps', () => {
  it('has every step, and the end of every way', async () => {
    openFlows('/email-triage?look=table');
    const rows = within(await table()).getAllByRole('row');
    expect(rows).toHaveLength(1 + flowGraph().nodes.length);
    expect(rowOf('Report the run').textContent).toContain('end');
    expect(rowOf('New mail').textContent).toContain('Starts the flow');
    expect(rowOf('Seen before?').textContent).toContain('Duplicate: End as duplicate');
  });

  it('tells what a failure of each step means', async () => {
    const graph = flowGraph();
    graph.nodes = graph.nodes.map((node) => ({ ...node, retry_on_failure: node.step !== 'check_duplicate' }));
    openFlows('/email-triage?look=table', { getFlowGraph: () => graph });
    await table();
    expect(within(rowOf('Check for duplicates')).getByText('the run fails')).toBeDefined();
    within(rowOf('Place card')).getByText('tried again, then the run fails');
    within(rowOf('Classify')).getByText('tried again, then goes on');
    // A router calls nobody, so that nothing can fail.
    expect(rowOf('Sure enough?').lastElementChild?.textContent).toBe('');
  });

  it('says of a step without figures that it was not run', async () => {
    openFlows('/email-triage?look=table&colours=failures', { getStepFigures: () => figures(7) });
    await screen.findByText('0 of 7 failed');
    within(rowOf('Place card')).getByText('not run');
  });

  it('has no colours before the first run', async () => {
    openFlows('/email-triage?look=table&colours=time', { getStepFigures: () => figures(0) });
    await screen.findByText('No runs of this version yet');
  });

  it('says why it is not there, and can be asked for again', async () => {
    let down = true;
    openFlows('/email-triage?look=table', { getFlowGraph: () => (down ? NO_ANSWER : flowGraph()) });
    const again = await screen.findByRole('button', { name: 'Try again' });
    down = false;
    await userEvent.setup().click(again);
    await table();
  });
});

describe('the version that is shown', () => {
  it('is the active one, even when a newer one is stored', async () => {
    const server = openFlows('/email-triage?look=table');
    await table();
    expect(sentTo(server, 'getFlowGraph')[0]?.params['version']).toMatch(/^1\.1\.0@/);
  });

  it('is named by its content when a number stands for two', async () => {
    const [first, second] = ['e', 'f'].map((digit) => draftVersion({ content_hash: digit.repeat(64) }));
    openFlows('/email-triage?look=table', {
      listFlows: () => ({ items: [first, second, flowVersion()], next_cursor: null }),
    });
    const choice = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Version to show' });
    expect([...choice.options].map(({ text }) => text)).toEqual([
      ...['1.2.0 (eeeeeee)', '1.2.0 (fffffff)', '1.1.0, Active'],
    ]);
  });

  it('is the newest where none is active, and has no settings to change', async () => {
    const only = { listFlows: () => ({ items: [draftVersion()], next_cursor: null }) };
    openFlows('/email-triage?look=table', only);
    await table();
    screen.getByText('none active');
    const server = openFlows('/email-triage?view=knobs', only);
    await screen.findByText('No version is active');
    await waitFor(() => expect(sentTo(server, 'listFlows')).toHaveLength(1));
    expect(sentTo(server, 'getFlowKnobs')).toEqual([]);
  });
});
