import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { connection } from '../../testing/feeds-factories.ts';
import {
  draftVersion,
  flowGraph,
  flowVersion,
  LEAD_HASH,
  leadVersion,
} from '../../testing/flows-factories.ts';
import { openFlows } from '../../testing/flows-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
const aButton = (name: string) => screen.findByRole('button', { name });
const note = async () => within(await screen.findByRole('region', { name: 'Flow for new mail' }));
const choice = () => screen.findByRole<HTMLSelectElement>('combobox', { name: 'Flow' });
const list =
  <T,>(...items: T[]) =>
  () => ({ items, next_cursor: null });
const two = { listFlows: list(draftVersion(), flowVersion(), leadVersion()) };

/** A version whose steps use these connections. */
function graphWith(...connections: string[]) {
  const graph = flowGraph({ flow_id: 'lead-to-odoo', version: '1.0.0', content_hash: LEAD_HASH });
  graph.nodes[1] = { ...(graph.nodes[1] as (typeof graph.nodes)[0]), connections };
  return () => graph;
}

describe('the flow for new mail', () => {
  it('stands above the flows and on its own page, and says what it means', async () => {
    openFlows('', two);
    (await note()).getByText('email-triage');
    (await note()).getByText(/Every mail that comes in goes through this one flow/);
    const row = (await screen.findByRole('link', { name: 'email-triage' })).closest('tr');
    expect(row?.textContent).toContain('New mail');
    expect(screen.getByRole('link', { name: 'lead-to-odoo' }).closest('tr')?.textContent).not.toContain(
      'New mail',
    );
    openFlows('/email-triage?view=runs', two);
    await screen.findByText('New mail');
  });

  it('is chosen among those that have an active version', async () => {
    const server = openFlows('', {
      ...{ listFlows: list(draftVersion({ flow_id: 'draft-only' }), flowVersion(), leadVersion()) },
      setMailFlow: ({ body }) => body,
    });
    await user.click(await aButton('Change…'));
    expect([...(await choice()).options].map(({ text }) => text)).toEqual([
      'email-triage 1.1.0, now',
      'lead-to-odoo 1.0.0',
    ]);
    await user.selectOptions(await choice(), 'lead-to-odoo');
    screen.getByText('Makes an Odoo lead of a sure new enquiry.', { selector: '.field-hint' });
    await user.click(await aButton('Choose'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(server, 'setMailFlow').map(({ body }) => body)).toEqual([{ flow_id: 'lead-to-odoo' }]);
    expect(sentTo(server, 'getMailFlow')).toHaveLength(2);
  });

  it('changes nothing when the same one is chosen', async () => {
    const server = openFlows('', two);
    await user.click(await aButton('Change…'));
    await user.click(await aButton('Choose'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(server, 'setMailFlow')).toEqual([]);
  });

  it('is refused in plain words when it does not start with mail', async () => {
    openFlows('', {
      ...two,
      setMailFlow: () => ({
        refuse: 'invalid_request',
        more: { detail: 'This flow does not start with an accepted mail, so no mail can go through it.' },
      }),
    });
    await user.click(await aButton('Change…'));
    await user.selectOptions(await choice(), 'lead-to-odoo');
    await user.click(await aButton('Choose'));
    const dialog = within(screen.getByRole('dialog'));
    await dialog.findByText('It was not changed');
    dialog.getByText(/does not start with an accepted mail/);
  });

  it('warns of connections that its steps need and nobody has made', async () => {
    openFlows('', {
      ...two,
      ...{ getFlowGraph: graphWith('pebble', 'odoo', 'outlook'), listConnections: list(connection()) },
    });
    await user.click(await aButton('Change…'));
    await user.selectOptions(await choice(), 'lead-to-odoo');
    const warning = await screen.findByText(
      /uses a connection that nobody has made: odoo\. Steps that need it/,
    );
    expect(within(warning).getByRole('link', { name: 'Open connections' }).getAttribute('href')).toBe(
      '#/operations/connections',
    );
  });

  it('warns of nothing when all of them are there', async () => {
    const server = openFlows('', {
      ...two,
      ...{ getFlowGraph: graphWith('pebble', 'outlook'), listConnections: list(connection()) },
    });
    await user.click(await aButton('Change…'));
    await user.selectOptions(await choice(), 'lead-to-odoo');
    await waitFor(() => expect(sentTo(server, 'listConnections')).toHaveLength(1));
    expect(screen.queryByText(/nobody has made/)).toBeNull();
  });

  it('says so when no version of it is active, and when there is no other to choose', async () => {
    openFlows('', { listFlows: list(draftVersion()) });
    (await note()).getByText(/No version of email-triage is active, so no mail can be processed/);
    openFlows('', { listFlows: list(flowVersion()) });
    await user.click(await aButton('Change…'));
    await screen.findByText(/There is no other flow with an active version/);
  });

  it.each(['integrator', 'ops'] as const)('is only read by %s', async (role) => {
    openFlows('', two, role);
    (await note()).getByText(/Only an admin chooses another/);
    expect((await note()).queryByRole('button')).toBeNull();
  });
});

describe('a flow that new mail does not go through', () => {
  const other = { ...two, getMailFlow: () => ({ flow_id: 'lead-to-odoo' }) };

  it('cannot be tried on mails, and says what can', async () => {
    openFlows('/email-triage?view=backtests', { ...other, listBacktests: list() });
    await screen.findByText(
      /Only the flow that new mail goes through can be tried.*That is lead-to-odoo now/,
    );
    await screen.findByText(/Choose this flow for new mail first/);
    expect(screen.queryByRole('button', { name: 'New backtest…' })).toBeNull();
    openFlows('/email-triage?view=versions', other);
    await aButton('Activate…');
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Backtest…' })).toBeNull());
  });

  it('changes nothing for new mail when a version is activated', async () => {
    openFlows('/email-triage?view=versions', other);
    await user.click(await aButton('Activate…'));
    await screen.findByText(/New mail goes through lead-to-odoo, so nothing else changes/);
    expect(screen.queryByText(/has not been tried/)).toBeNull();
  });
});

describe('a version that is activated', () => {
  it('warns of connections that are not there', async () => {
    openFlows('/email-triage?view=versions', { getFlowGraph: graphWith('odoo', 'outlook') });
    await user.click(await aButton('Activate…'));
    await screen.findByText(/uses connections that nobody has made: odoo, outlook\. Steps that need them/);
  });

  it('says why it was not', async () => {
    openFlows('/email-triage?view=versions', {
      activateFlowVersion: () => ({
        refuse: 'flow_refused',
        more: { detail: 'Step "classify" is refused: unknown piece "@acme/piece-x"' },
      }),
    });
    await user.click(await aButton('Activate…'));
    await user.click(await aButton('Activate'));
    await within(screen.getByRole('dialog')).findByText(/unknown piece "@acme\/piece-x"/);
  });

  it('needs no warning when it has been tried to the end', async () => {
    const server = openFlows('/email-triage?view=versions');
    await user.click(await aButton('Activate…'));
    await waitFor(() => expect(sentTo(server, 'listBacktests')).toHaveLength(1));
    expect(screen.queryByText(/has not been tried/)).toBeNull();
  });
});
