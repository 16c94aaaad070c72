import type { AuthField } from '@pebble/contract/connections';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { NO_ANSWER } from '../../testing/fake-server.ts';
import { connection, connector, odoo } from '../../testing/feeds-factories.ts';
import { openFeeds } from '../../testing/feeds-screen.tsx';
import { sentTo } from '../../testing/letters-server.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
const aButton = (name: string | RegExp) => screen.findByRole('button', { name });
const list =
  <T,>(...items: T[]) =>
  () => ({ items, next_cursor: null });
const dialog = () => within(screen.getByRole('dialog'));
const field = (name: string, change: Partial<AuthField> = {}): AuthField => ({
  ...{ name, kind: 'text', label: name, help: '', required: true, default: null, choices: [] },
  ...change,
});

/** One with every kind of field, and two ways to sign in. */
const acme = connector({
  ...{ name: 'acme', label: 'Acme', has_mail: false },
  auths: [
    {
      ...{ name: 'login', label: 'Name and password', kind: 'custom' },
      fields: [
        field('base_url', { label: 'Address', default: 'https://api.acme.example' }),
        field('user', { label: 'User' }),
        field('password', { label: 'Password', kind: 'secret' }),
        field('company', { label: 'Company', required: false, help: 'Its number.' }),
      ],
    },
    {
      ...{ name: 'key', label: 'API key', kind: 'api_key' },
      fields: [field('api_key', { label: 'API key', kind: 'secret' })],
    },
  ],
});

describe('the form of a connection', () => {
  it('is made of the fields that its connector declares', async () => {
    openFeeds('connections', { listConnectors: list(acme) });
    await user.click(await aButton('New connection…'));
    const address = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Address' });
    expect(address.placeholder).toBe('https://api.acme.example');
    const password = screen.getByLabelText<HTMLInputElement>('Password');
    expect([password.type, password.autocomplete]).toEqual(['password', 'new-password']);
    const company = screen.getByRole('textbox', { name: 'Company' });
    const hint = document.getElementById(company.getAttribute('aria-describedby') ?? '');
    expect(hint?.textContent).toBe('Its number. May be left empty.');
  });

  it('changes with the way to sign in, and sends nothing of the other one', async () => {
    const server = openFeeds('connections', {
      listConnectors: list(acme),
      createConnection: () => connection({ name: 'acme', connector: 'acme', auth: 'key' }),
    });
    await user.click(await aButton('New connection…'));
    await user.type(await screen.findByRole('textbox', { name: 'User' }), 'ida');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Signs in by' }), 'API key');
    expect(screen.queryByRole('textbox', { name: 'User' })).toBeNull();
    await user.type(screen.getByLabelText('API key', { selector: 'input' }), 'k1');
    await user.click(await aButton('Connect'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(server, 'createConnection')[0]?.body).toEqual({
      ...{ name: 'acme', connector: 'acme', auth: 'key', values: { api_key: 'k1' } },
    });
  });

  it('is sent without what has a default or may be empty', async () => {
    const server = openFeeds('connections', {
      listConnectors: list(acme),
      createConnection: () => connection({ name: 'acme', connector: 'acme', auth: 'login' }),
    });
    await user.click(await aButton('New connection…'));
    await user.type(await screen.findByRole('textbox', { name: 'User' }), 'ida');
    await user.type(screen.getByLabelText('Password'), 'p');
    await user.click(await aButton('Connect'));
    await waitFor(() => expect(sentTo(server, 'createConnection')).toHaveLength(1));
    expect(sentTo(server, 'createConnection')[0]?.body['values']).toEqual({ user: 'ida', password: 'p' });
  });

  it('offers a name that is free', async () => {
    openFeeds('connections', { listConnections: list(connection(), connection({ name: 'odoo' })) });
    await user.click(await aButton('New connection…'));
    const name = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Name' });
    expect(name.value).toBe('outlook-2');
    await user.selectOptions(screen.getByRole('combobox', { name: 'System' }), 'Odoo');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('odoo-2');
  });

  it('keeps what was typed when the server refuses it, and says why', async () => {
    openFeeds('connections', {
      listConnectors: list(odoo()),
      createConnection: () => ({
        refuse: 'invalid_request',
        more: { errors: [{ path: 'body.values.base_url', message: 'must be an https address' }] },
      }),
    });
    await user.click(await aButton('New connection…'));
    await user.type(await screen.findByRole('textbox', { name: 'Address' }), 'ftp://odoo.example');
    await user.type(screen.getByLabelText('API key', { selector: 'input' }), 'k1');
    await user.click(await aButton('Connect'));
    await dialog().findByText('It was not saved');
    expect(dialog().getAllByRole('alert')[0]?.textContent).toContain(
      'values.base_url: must be an https address',
    );
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Address' }).value).toBe(
      'ftp://odoo.example',
    );
  });

  it('says so when the systems cannot be listed, and asks again', async () => {
    let down = true;
    openFeeds('connections', { listConnectors: () => (down ? NO_ANSWER : list(odoo())()) });
    await user.click(await aButton('New connection…'));
    const again = await dialog().findByRole('button', { name: 'Try again' });
    down = false;
    await user.click(again);
    await screen.findByRole('textbox', { name: 'Address' });
  });
});

describe('the secrets of a connection', () => {
  it('are never shown, and need not be typed again', async () => {
    const server = openFeeds('connections', { updateConnection: () => connection({ name: 'post' }) });
    await user.click(await aButton('Edit…'));
    const secret = await screen.findByLabelText<HTMLInputElement>('Client secret');
    expect(secret.value).toBe('');
    screen.getByText('Leave it empty to keep the one that is set.');
    expect(screen.queryByText(/give all secrets again/)).toBeNull();
    const name = screen.getByRole('textbox', { name: 'Name' });
    await user.clear(name);
    await user.type(name, 'post');
    await user.click(await aButton('Save'));
    await waitFor(() => expect(sentTo(server, 'updateConnection')[0]?.body).toEqual({ name: 'post' }));
  });

  it('are replaced when one is typed', async () => {
    const server = openFeeds('connections', { updateConnection: () => connection() });
    await user.click(await aButton('Edit…'));
    await user.type(await screen.findByLabelText('Client secret'), 'renewed');
    await user.click(await aButton('Save'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(server, 'updateConnection')[0]?.body).toEqual({ values: { client_secret: 'renewed' } });
    expect(document.body.innerHTML).not.toContain('renewed');
  });

  it('go along when something else changes, all in one request', async () => {
    const server = openFeeds('connections', { updateConnection: () => connection() });
    await user.click(await aButton('Edit…'));
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Cloud' }), 'China');
    screen.getByText(/give all secrets again/);
    expect(screen.queryByText(/Leave it empty to keep/)).toBeNull();
    await user.type(screen.getByLabelText('Client secret'), 's2');
    await user.click(await aButton('Save'));
    await waitFor(() =>
      expect(sentTo(server, 'updateConnection')[0]?.body).toEqual({
        values: { client_secret: 's2', cloud: 'china' },
      }),
    );
  });
});

describe('a connection that is tried', () => {
  it('says what the other side said, in a sentence', async () => {
    openFeeds('connections', {
      testConnection: () => ({ ok: true, detail: 'Signed in as the application.', duration_ms: 90 }),
    });
    await user.click(await aButton('Test: outlook'));
    const said = await screen.findByText('It works.');
    expect(said.closest('[role=status]')?.textContent).toBe('It works. Signed in as the application.');
  });

  it('tells a test that could not be made from one that failed', async () => {
    openFeeds('connections', { testConnection: () => NO_ANSWER });
    await user.click(await aButton('Test: outlook'));
    await screen.findByText('It could not be tested');
    expect(screen.queryByText('It does not work.')).toBeNull();
  });
});

describe('a connection in use', () => {
  it('says before it is deleted that it stays', async () => {
    openFeeds('connections', { listConnections: list(connection({ feeds: ['Sales', 'Tenders'] })) });
    await user.click(await aButton('Delete…'));
    await screen.findByText(/2 mailboxes are read through it, so it stays/);
  });

  it('tells otherwise what breaks', async () => {
    const server = openFeeds('connections', {
      ...{ listConnections: list(connection({ feeds: [] })), deleteConnection: () => undefined },
    });
    await user.click(await aButton('Delete…'));
    await screen.findByText(/flows that name it fail/);
    await user.click(await aButton('Delete'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(server, 'deleteConnection')).toHaveLength(1);
  });
});

describe('a stand-in of the demo', () => {
  it('is told apart from a real system', async () => {
    const twin = connection({ values: { base_url: 'http://127.0.0.1:39683' } });
    openFeeds('connections', { listConnections: list(twin, connection({ name: 'real' })) });
    await screen.findByText(/stand-in that the demo brings/);
    const [, first, second] = screen.getAllByRole('row');
    expect(first?.textContent).toContain('on this machine, 127.0.0.1:39683');
    expect(second?.textContent).not.toContain('on this machine');
  });

  it('is not spoken of where there is none', async () => {
    openFeeds('connections');
    await screen.findByText('Application');
    expect(screen.queryByText(/stand-in/)).toBeNull();
  });
});
