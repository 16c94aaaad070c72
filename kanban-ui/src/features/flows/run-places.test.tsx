import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { id } from '../../testing/factories.ts';
import { deployment, failedRun, flowRun } from '../../testing/flows-factories.ts';
import { openFlows } from '../../testing/flows-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';
import { runUrl } from './run-url.ts';

const list =
  <T,>(...items: T[]) =>
  () => ({ items, next_cursor: null });
const runs = '/email-triage?view=runs';
const N8N = deployment({ engine: 'n8n', open_url: 'https://n8n.example/workflow/w1' });
const rows = async () =>
  within(await screen.findByRole('table', { name: 'Last runs' }))
    .getAllByRole('row')
    .slice(1);

describe('where runs took place', () => {
  it('is named, and leads to the run in the other engine', async () => {
    openFlows(runs, {
      listFlowDeployments: list(deployment(), N8N),
      listFlowRuns: list(flowRun({ engine: 'n8n', remote_run_id: '8812' })),
    });
    const link = await screen.findByRole('link', { name: 'Open run in n8n' });
    expect(link.getAttribute('href')).toBe('https://n8n.example/workflow/w1/executions/8812');
    expect(link.getAttribute('rel')).toBe('noreferrer');
    screen.getByText('version 1.1.0, n8n');
  });

  it('is told by its name over there when nobody knows the address', async () => {
    openFlows(runs, {
      listFlowDeployments: list(),
      listFlowRuns: list(flowRun({ engine: 'activepieces', remote_run_id: 'run-1' })),
    });
    const [row] = await rows();
    expect(row?.textContent).toContain('Run over there: run-1');
    expect(screen.queryByRole('link', { name: /Open run/ })).toBeNull();
  });

  it('is Pebble itself for the others', async () => {
    openFlows(runs);
    await screen.findByText('version 1.1.0, Pebble');
    expect(screen.queryByText(/Run over there/)).toBeNull();
  });

  it('tells of no steps when the other engine told of none', async () => {
    openFlows(runs, { listFlowRuns: list(failedRun({ engine: 'n8n', steps: [], attempt: 3 })) });
    await screen.findByText('n8n has told of no steps');
    screen.getByText('version 1.1.0, n8n, attempt 3');
  });
});

describe('the address of a run', () => {
  it('lies beside that of its flow', () => {
    expect(runUrl('n8n', 'https://n8n.example/workflow/w1', '7')).toBe(
      'https://n8n.example/workflow/w1/executions/7',
    );
    expect(runUrl('activepieces', 'https://ap.example/projects/p1/flows/f1', 'r1')).toBe(
      'https://ap.example/projects/p1/runs/r1',
    );
  });

  it('cannot be led astray by a name', () => {
    expect(runUrl('n8n', 'https://n8n.example/workflow/w1', '../../x?y')).toBe(
      'https://n8n.example/workflow/w1/executions/..%2F..%2Fx%3Fy',
    );
  });

  it('is not made up', () => {
    expect(runUrl('n8n', null, '7')).toBeNull();
    expect(runUrl('n8n', 'https://n8n.example/somewhere', '7')).toBeNull();
    expect(runUrl('activepieces', 'https://ap.example/flows/f1', '7')).toBeNull();
    expect(runUrl('embedded', 'https://pebble.example/workflow/w1', '7')).toBeNull();
  });
});

describe('where flows are deployed', () => {
  it('tells engine, time and person, and another version than the active one', async () => {
    openFlows('', {
      listFlowDeployments: list(
        deployment(),
        deployment({ ...N8N, version: '1.0.0', deployed_by: 'Ida Analyst' }),
      ),
    });
    const row = (await screen.findByRole('link', { name: 'email-triage' })).closest('tr') as HTMLElement;
    const places = await within(row).findAllByRole('listitem');
    expect(places[0]?.textContent).toMatch(/^Pebble .*by system$/);
    expect(places[1]?.textContent).toMatch(/^n8n version 1\.0\.0Open in n8n.*by Ida Analyst$/);
    expect(places[1]?.querySelector('time')?.dateTime).toBe('2026-03-10T12:00:00.000Z');
  });

  it('stands at its own version only', async () => {
    openFlows('/email-triage?view=versions');
    const table = await screen.findByRole('table', { name: 'Versions of the flow' });
    const places = await within(table).findAllByRole('listitem');
    expect(places).toHaveLength(1);
    expect(places[0]?.closest('tr')?.dataset['version']).toBe('1.1.0');
  });
});

describe('the list of runs', () => {
  it('is read on, page by page', async () => {
    const server = openFlows(runs, {
      listFlowRuns: ({ query }) =>
        query['cursor'] === undefined
          ? { items: [flowRun()], next_cursor: 'more' }
          : { items: [failedRun({ id: id(599) })], next_cursor: null },
    });
    await userEvent.setup().click(await screen.findByRole('button', { name: /more/i }));
    await waitFor(async () => expect(await rows()).toHaveLength(2));
    expect(sentTo(server, 'listFlowRuns').at(-1)?.query['cursor']).toBe('more');
    expect(screen.queryByRole('button', { name: /more/i })).toBeNull();
  });

  it('draws each run to the scale of the longest', async () => {
    openFlows(runs, {
      listFlowRuns: list(flowRun({ duration_ms: 100 }), failedRun({ duration_ms: 400 })),
    });
    const bars = (await rows()).map((row) => row.querySelector<HTMLElement>('.run-bar > span')?.style.width);
    expect(bars).toEqual(['25%', '100%']);
  });

  it('teaches what a run is when there is none', async () => {
    openFlows(runs, { listFlowRuns: list() });
    await screen.findByText('No runs yet');
    screen.getByText(/Send a mail to see the first/);
  });

  it('says why it is not there, and can be asked for again', async () => {
    let down = true;
    openFlows(runs, {
      listFlowRuns: () => (down ? { refuse: 'internal_error' } : { items: [flowRun()], next_cursor: null }),
    });
    const again = await screen.findByRole('button', { name: 'Try again' });
    down = false;
    await userEvent.setup().click(again);
    expect(await rows()).toHaveLength(1);
  });
});
