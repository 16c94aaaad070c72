import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { NO_ANSWER } from '../../testing/fake-server.ts';
import { draftVersion, flowVersion, knob, leadVersion } from '../../testing/flows-factories.ts';
import { openFlows } from '../../testing/flows-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
const aButton = (name: string | RegExp) => screen.findByRole('button', { name });
const list =
  <T,>(...items: T[]) =>
  () => ({ items, next_cursor: null });

/** Each part of a flow: its address, what stands there, and the buttons that change something. */
const PARTS: [view: string, there: () => Promise<unknown>, acts: string[]][] = [
  ['runs', () => screen.findByRole('table', { name: 'Last runs' }), []],
  [
    'versions',
    () => screen.findByRole('table', { name: 'Versions of the flow' }),
    ['Activate…', 'Backtest…'],
  ],
  ['knobs', () => screen.findByRole('textbox', { name: 'Confidence floor' }), ['Save']],
  ['backtests', () => screen.findByRole('table', { name: /^Backtests/ }), ['New backtest…']],
];

describe('what each role may do with a flow', () => {
  it.each(PARTS)('ops only look: %s', async (view, there, acts) => {
    openFlows(`/email-triage?view=${view}`, {}, 'ops');
    await there();
    for (const name of [...acts, 'Upload version…']) {
      expect(screen.queryAllByRole('button', { name })).toEqual([]);
    }
  });

  it.each(PARTS)('admins do everything: %s', async (view, there, acts) => {
    openFlows(`/email-triage?view=${view}`);
    await there();
    for (const name of [...acts, 'Upload version…']) {
      expect((await screen.findAllByRole('button', { name })).length).toBeGreaterThan(0);
    }
  });

  it('integrators bring versions, try and activate them, and leave settings and mail to others', async () => {
    openFlows('/email-triage?view=versions', {}, 'integrator');
    for (const name of ['Activate…', 'Upload version…']) await aButton(name);
    expect(await screen.findAllByRole('button', { name: 'Backtest…' })).toHaveLength(2);
    openFlows('/email-triage?view=knobs', {}, 'integrator');
    await screen.findByText('Only an admin changes settings.');
  });
});

describe('the list of flows', () => {
  it('is in the order of their names, with what each does', async () => {
    openFlows('', { listFlows: list(leadVersion(), draftVersion(), flowVersion()) });
    const table = await screen.findByRole('table', { name: 'Flows' });
    const rows = within(table).getAllByRole('row').slice(1);
    expect(rows.map((row) => within(row).getByRole('link').textContent)).toEqual([
      ...['email-triage', 'lead-to-odoo'],
    ]);
    within(rows[1] as HTMLElement).getByText('Makes an Odoo lead of a sure new enquiry.');
    within(rows[1] as HTMLElement).getByText('1 version');
  });

  it('tells of a flow that was uploaded and never activated', async () => {
    openFlows('', { listFlows: list(draftVersion()), listFlowDeployments: list() });
    const table = await screen.findByRole('table', { name: 'Flows' });
    within(table).getByText('none active');
  });

  it('teaches what a flow is when there is none', async () => {
    openFlows('', { listFlows: list() });
    await screen.findByText(/A flow says what happens to each mail, step by step/);
    await aButton('Upload version…');
  });

  it('stays usable when nobody knows where flows are deployed', async () => {
    openFlows('', { listFlowDeployments: () => NO_ANSWER, getMailFlow: () => NO_ANSWER });
    await screen.findByRole('link', { name: 'email-triage' });
    expect(screen.queryByRole('region', { name: 'Flow for new mail' })).toBeNull();
  });

  it('can be asked for again when it did not come', async () => {
    let down = true;
    openFlows('', { listFlows: () => (down ? NO_ANSWER : list(flowVersion())()) });
    const again = await aButton('Try again');
    down = false;
    await user.click(again);
    await screen.findByRole('link', { name: 'email-triage' });
  });
});

describe('an upload that is refused', () => {
  const json = (name: string, content: string) => new File([content], name, { type: 'application/json' });

  it('names the step and the reason, and can be mended without closing', async () => {
    let refused = true;
    const server = openFlows('', {
      uploadFlowDraft: () =>
        refused
          ? {
              refuse: 'flow_refused',
              more: { detail: 'Step "check_duplicate" is refused: @pebble/piece-dedupe has no action "x"' },
            }
          : draftVersion({ version: '1.3.0' }),
    });
    await user.click(await aButton('Upload version…'));
    await user.upload(screen.getByLabelText('flow.json'), json('flow.json', '{"wrong":1}'));
    await user.upload(screen.getByLabelText('manifest.json'), json('manifest.json', '{}'));
    await user.click(await aButton('Check and store'));
    const dialog = within(screen.getByRole('dialog'));
    await dialog.findByText('It was not stored');
    dialog.getByText(/Step "check_duplicate" is refused/);
    refused = false;
    await user.upload(screen.getByLabelText('flow.json'), json('flow.json', '{"right":1}'));
    await user.click(await aButton('Check and store'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(server, 'uploadFlowDraft').map(({ body }) => body['flow'])).toEqual([
      { wrong: 1 },
      { right: 1 },
    ]);
    await screen.findByText('Version 1.3.0 is stored');
  });
});

describe('settings that are refused', () => {
  it('say which and why, and keep what was typed', async () => {
    openFlows('/email-triage?view=knobs', {
      setKnobs: () => ({
        refuse: 'invalid_request',
        more: { errors: [{ path: 'body.knobs.confidence_floor', message: 'must be at most 0.9' }] },
      }),
    });
    const floor = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Confidence floor' });
    await user.clear(floor);
    await user.type(floor, '0.95');
    await user.click(await aButton('Save'));
    await screen.findByText('The settings were not saved');
    screen.getByText('knobs.confidence_floor', { selector: 'code' });
    expect(floor.value).toBe('0.95');
  });

  it('are offered as choices where there are some', async () => {
    const server = openFlows('/email-triage?view=knobs', {
      getFlowKnobs: () => ({
        ...{ flow_id: 'email-triage', version: '1.1.0' },
        knobs: [
          knob({
            ...{ name: 'when_unsure', type: 'choice', label: 'When unsure', min: null, max: null },
            ...{ choices: { triage: 'To triage', drop: 'Leave it out' }, default: 'triage', value: 'triage' },
          }),
        ],
      }),
      setKnobs: () => flowVersion(),
    });
    const choice = await screen.findByRole('combobox', { name: 'When unsure' });
    screen.getByText(/usually To triage/);
    await user.selectOptions(choice, 'Leave it out');
    await user.click(await aButton('Save'));
    await waitFor(() =>
      expect(sentTo(server, 'setKnobs')[0]?.body).toEqual({ knobs: { when_unsure: 'drop' } }),
    );
  });

  it('say so when a flow declares none', async () => {
    openFlows('/email-triage?view=knobs', {
      getFlowKnobs: () => ({ flow_id: 'email-triage', version: '1.1.0', knobs: [] }),
    });
    await screen.findByText('This flow has no settings');
  });
});
