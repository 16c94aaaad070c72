import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { id } from '../../testing/factories.ts';
import { deployment, failedRun, flowRun, flowVersion, knob } from '../../testing/flows-factories.ts';
import { openFlows } from '../../testing/flows-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
const aButton = (name: string | RegExp) => screen.findByRole('button', { name });
const file = (content: string) => new File([content], 'x.json', { type: 'application/json' });

describe('flows', () => {
  it('are listed with what is active, and where it runs', async () => {
    openFlows('', {
      listFlowDeployments: () => ({
        items: [deployment(), deployment({ engine: 'n8n' })],
        next_cursor: null,
      }),
    });
    const table = within(await screen.findByRole('table', { name: 'Flows' }));
    expect(table.getByRole('link', { name: 'email-triage' }).getAttribute('href')).toBe(
      '#/operations/flows/email-triage',
    );
    table.getByText('1.1.0');
    table.getByText('2 versions');
    await table.findByText('n8n');
  });

  it('say so when there is none, or none of that name', async () => {
    openFlows('', { listFlows: () => ({ items: [], next_cursor: null }) });
    await screen.findByText('No flows yet');
    openFlows('/no-such-flow');
    await screen.findByText('This flow does not exist, or it is not yours to see');
  });
});

describe('versions', () => {
  it('tell where each is deployed, and lead to the editor of its engine', async () => {
    openFlows('/email-triage?view=versions', {
      listFlowDeployments: () => ({
        items: [
          deployment({ engine: 'activepieces', open_url: 'https://flows.example/1', deployed_by: 'Ida' }),
        ],
        next_cursor: null,
      }),
    });
    const link = await screen.findByRole('link', { name: 'Open in Activepieces' });
    expect(link.getAttribute('href')).toBe('https://flows.example/1');
    screen.getByText(/by Ida/);
  });

  it('are activated after a question that says whether they were tried', async () => {
    const server = openFlows('/email-triage?view=versions', {
      listBacktests: () => ({ items: [], next_cursor: null }),
      activateFlowVersion: () => flowVersion({ version: '1.2.0', content_hash: 'd'.repeat(64) }),
    });
    await user.click(await aButton('Activate…'));
    await screen.findByText(/has not been tried/);
    await user.click(await aButton('Activate'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(server, 'activateFlowVersion')[0]?.params).toEqual({
      flow_id: 'email-triage',
      version: `1.2.0@${'d'.repeat(64)}`,
    });
  });

  it('are only looked at by operations', async () => {
    openFlows('/email-triage?view=versions', {}, 'ops');
    await screen.findAllByRole('link', { name: 'Show picture' });
    for (const name of ['Activate…', 'Backtest…', 'Upload version…']) {
      expect(screen.queryByRole('button', { name })).toBeNull();
    }
  });
});

describe('a version that is uploaded', () => {
  const open = async (more: Parameters<typeof openFlows>[1] = {}) => {
    const server = openFlows('', more);
    await user.click(await aButton('Upload version…'));
    return server;
  };
  const choose = async (flow: string, manifest: string) => {
    await user.upload(screen.getByLabelText('flow.json'), file(flow));
    await user.upload(screen.getByLabelText('manifest.json'), file(manifest));
    await user.click(await aButton('Check and store'));
  };

  it('is stored, and shown among the versions', async () => {
    const server = await open({ uploadFlowDraft: () => flowVersion({ version: '1.3.0', active: false }) });
    await choose('{"flows":[]}', '{"id":"email-triage"}');
    await screen.findByRole('table', { name: 'Versions of the flow' });
    expect(sentTo(server, 'uploadFlowDraft')[0]?.body).toEqual({
      flow: { flows: [] },
      manifest: { id: 'email-triage' },
    });
  });

  it("is refused with the engine's own words", async () => {
    await open({
      uploadFlowDraft: () => ({
        refuse: 'flow_refused',
        more: { errors: [{ path: 'body.flow.place_sure', message: 'unknown action "x"' }] },
      }),
    });
    await choose('{}', '{}');
    const alert = within(screen.getByRole('dialog')).getAllByRole('alert')[0];
    await waitFor(() => expect(alert?.textContent).toContain('flow.place_sure: unknown action "x"'));
  });

  it('must be two files of JSON', async () => {
    const server = await open();
    await user.click(await aButton('Check and store'));
    expect(screen.getAllByText('Choose a file')).toHaveLength(2);
    await choose('no json', '[1]');
    expect(await screen.findAllByText('This file is no JSON object')).toHaveLength(2);
    expect(sentTo(server, 'uploadFlowDraft')).toEqual([]);
  });
});

describe('runs', () => {
  it('tell what each step did, failures at once, and lead to the mail', async () => {
    openFlows('/email-triage?view=runs', {
      listFlowRuns: () => ({ items: [failedRun(), flowRun()], next_cursor: null }),
    });
    const table = await screen.findByRole('table', { name: 'Last runs' });
    const [failed, good] = [...table.querySelectorAll('details')];
    expect([failed?.open, good?.open]).toEqual([true, false]);
    expect(failed?.textContent).toContain('3.1 s, 4 tries, UnavailableError');
    expect(good?.textContent).toContain('240 ms, 2 tries');
    expect(good?.textContent).toContain('not run');
    expect(within(table).getAllByRole('link', { name: 'Open mail' })[0]?.getAttribute('href')).toBe(
      `#/operations/mails/${id(401)}`,
    );
  });

  it('are narrowed to those that failed', async () => {
    const server = openFlows('/email-triage?view=runs', {
      listFlowRuns: ({ query }) => ({ items: query['status'] ? [] : [flowRun()], next_cursor: null }),
    });
    await screen.findByRole('table', { name: 'Last runs' });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Which runs' }), 'Failed runs');
    await screen.findByText('No failed runs');
    expect(sentTo(server, 'listFlowRuns').at(-1)?.query).toMatchObject({
      status: 'failed',
      flow_id: 'email-triage',
    });
  });

  it('lead an integrator to no mail', async () => {
    openFlows('/email-triage?view=runs', {}, 'integrator');
    await screen.findByRole('table', { name: 'Last runs' });
    expect(screen.queryByRole('link', { name: 'Open mail' })).toBeNull();
  });
});

describe('settings', () => {
  const floor = () => screen.findByRole<HTMLInputElement>('textbox', { name: 'Confidence floor' });

  it('are changed within their range', async () => {
    const server = openFlows('/email-triage?view=knobs', { setKnobs: () => flowVersion() });
    expect((await floor()).value).toBe('0.7');
    screen.getByText(/From 0.5 to 0.99, usually 0.6/);
    await user.clear(await floor());
    await user.type(await floor(), '2');
    screen.getByText('Enter a number from 0.5 to 0.99');
    await user.click(await aButton('Save'));
    expect(sentTo(server, 'setKnobs')).toEqual([]);
    await user.clear(await floor());
    await user.type(await floor(), '0.8');
    await user.click(await aButton('Save'));
    await waitFor(() => expect(sentTo(server, 'setKnobs')).toHaveLength(1));
    expect(sentTo(server, 'setKnobs')[0]?.body).toEqual({ knobs: { confidence_floor: 0.8 } });
  });

  it('keep their own types', async () => {
    const server = openFlows('/email-triage?view=knobs', {
      getFlowKnobs: () => ({
        flow_id: 'email-triage',
        version: '1.1.0',
        knobs: [
          knob({
            name: 'quiet',
            type: 'boolean',
            label: 'Quiet',
            min: null,
            max: null,
            default: false,
            value: false,
          }),
        ],
      }),
      setKnobs: () => flowVersion(),
    });
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Quiet' }), 'On');
    await user.click(await aButton('Save'));
    await waitFor(() => expect(sentTo(server, 'setKnobs')[0]?.body).toEqual({ knobs: { quiet: true } }));
  });

  it('are only read by those who may not change them', async () => {
    openFlows('/email-triage?view=knobs', {}, 'integrator');
    expect((await floor()).readOnly).toBe(true);
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });
});
