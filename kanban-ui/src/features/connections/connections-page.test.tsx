import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { id } from '../../testing/factories.ts';
import { connection } from '../../testing/feeds-factories.ts';
import { openFeeds } from '../../testing/feeds-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
const aButton = (name: string | RegExp) => screen.findByRole('button', { name });
const field = (name: string) => screen.findByRole<HTMLInputElement>('textbox', { name });
const secret = () => screen.findByLabelText<HTMLInputElement>('Client secret');

describe('connections', () => {
  it('are listed with their system and what uses them', async () => {
    openFeeds('connections');
    const table = within(await screen.findByRole('table', { name: 'Connections to other systems' }));
    table.getByText('Application');
    table.getByText('Sales');
  });

  it('say so when there is none', async () => {
    openFeeds('connections', { listConnections: () => ({ items: [], next_cursor: null }) });
    await screen.findByText('No connections yet');
  });

  it('are tested, and the answer stands beside the button', async () => {
    openFeeds('connections', {
      testConnection: () => ({ ok: false, detail: 'The client secret has expired.', duration_ms: 9 }),
    });
    await user.click(await aButton('Test: outlook'));
    await screen.findByText(/The client secret has expired/);
    screen.getByText('It does not work.');
  });

  it('are deleted after a question, and one in use stays', async () => {
    const server = openFeeds('connections', { deleteConnection: () => ({ refuse: 'connection_in_use' }) });
    await user.click(await aButton('Delete…'));
    await user.click(await aButton('Delete'));
    await waitFor(() => expect(sentTo(server, 'deleteConnection')).toHaveLength(1));
    await waitFor(() =>
      expect(within(screen.getByRole('dialog')).getByRole('alert').textContent).not.toBe(''),
    );
  });

  it('are only looked at by operations', async () => {
    openFeeds('connections', {}, 'ops');
    await screen.findByText('Application');
    for (const name of ['New connection…', 'Edit…', 'Delete…', 'Test: outlook']) {
      expect(screen.queryByRole('button', { name })).toBeNull();
    }
  });
});

describe('a new connection', () => {
  it('has the fields that its connector declares, and hides secrets', async () => {
    const server = openFeeds('connections', { createConnection: () => connection() });
    await user.click(await aButton('New connection…'));
    await user.type(await field('Tenant'), 'meridian');
    await user.type(await field('Client id'), 'an id');
    expect((await secret()).type).toBe('password');
    await user.type(await secret(), 'a secret');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Cloud' }), 'China');
    await user.click(await aButton('Connect'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(server, 'createConnection')[0]?.body).toEqual({
      // Another one has the usual name already.
      ...{ name: 'outlook-2', connector: 'outlook', auth: 'app' },
      values: { directory: 'meridian', client_id: 'an id', client_secret: 'a secret', cloud: 'china' },
    });
    expect(document.body.innerHTML).not.toContain('a secret');
  });

  it('is not sent without what it needs, and each field says what it wants', async () => {
    const server = openFeeds('connections');
    await user.click(await aButton('New connection…'));
    await user.clear(await field('Name'));
    await user.type(await field('Name'), 'My Outlook');
    await user.click(await aButton('Connect'));
    screen.getByText('Lower-case letters, digits, dash and underscore, a letter first');
    screen.getByText('Enter: Tenant');
    screen.getByText('Enter: Client secret');
    expect(document.activeElement).toBe(await field('Name'));
    expect(sentTo(server, 'createConnection')).toEqual([]);
  });

  it('changes its fields with the system', async () => {
    openFeeds('connections');
    await user.click(await aButton('New connection…'));
    await user.selectOptions(await screen.findByRole('combobox', { name: 'System' }), 'Odoo');
    await field('Address');
    expect((await field('Name')).value).toBe('odoo');
    expect(screen.queryByRole('textbox', { name: 'Tenant' })).toBeNull();
  });
});

describe('a connection that is edited', () => {
  it('sends what has changed only, and keeps its secret', async () => {
    const server = openFeeds('connections', { updateConnection: () => connection({ name: 'post' }) });
    await user.click(await aButton('Edit…'));
    await user.clear(await field('Name'));
    await user.type(await field('Name'), 'post');
    await user.click(await aButton('Save'));
    await waitFor(() => expect(sentTo(server, 'updateConnection')[0]?.body).toEqual({ name: 'post' }));
    expect(sentTo(server, 'updateConnection')[0]?.params).toEqual({ connection_id: id(601) });
  });

  it('asks for its secrets again when something else changes', async () => {
    const server = openFeeds('connections');
    await user.click(await aButton('Edit…'));
    await user.type(await field('Client id'), '2');
    screen.getByText(/give all secrets again/);
    await user.click(await aButton('Save'));
    screen.getByText('Enter: Client secret');
    expect(sentTo(server, 'updateConnection')).toEqual([]);
  });
});
