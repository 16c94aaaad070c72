import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { id } from '../../testing/factories.ts';
import { sentTo } from '../../testing/letters-server.ts';
import { account } from '../../testing/sources-factories.ts';
import { aButton, accountAddress, aChoice, aField, openSources } from '../../testing/sources-screen.tsx';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
const password = () => screen.findByLabelText<HTMLInputElement>('Password');

describe('mail accounts', () => {
  it('are listed with how each is doing', async () => {
    openSources('?view=accounts', {
      listMailAccounts: () => ({
        items: [account(), account({ id: id(442), state: 'failing', last_error: 'The password is wrong.' })],
        next_cursor: null,
      }),
    });
    const table = within(await screen.findByRole('table', { name: 'Mail accounts' }));
    table.getByText('Connected');
    table.getByText('Failing');
    table.getByText('The password is wrong.');
  });

  it('stand beside webhooks and our own addresses', async () => {
    openSources('');
    await user.click(await screen.findByRole('link', { name: 'Mail accounts' }));
    await screen.findByRole('table', { name: 'Mail accounts' });
    await user.click(screen.getByRole('link', { name: 'Mailboxes' }));
    const table = await screen.findByRole('table', { name: 'Mailboxes' });
    expect(table.textContent).toContain('sales@gulf.meridian.exampleMeridian Gulf');
    expect(screen.queryByRole('button', { name: /^New/ })).toBeNull();
  });

  it('say so when there is none', async () => {
    openSources('?view=accounts', { listMailAccounts: () => ({ items: [], next_cursor: null }) });
    await screen.findByText('No mail accounts yet');
  });
});

describe('a new mail account', () => {
  const fill = async () => {
    await user.type(await aField('Name'), 'Sales');
    await user.type(await aField('Server'), 'imap.example.com');
    await user.type(await aField('User'), 'sales@example.com');
    await user.type(await password(), 'a password');
    await screen.findByRole('option', { name: /^sales@gulf/ });
    await user.selectOptions(await aChoice('Mailbox'), 'sales@gulf.meridian.example');
  };
  const create = async (more: Parameters<typeof openSources>[1] = {}) => {
    const server = openSources('?view=accounts', { createMailAccount: () => account(), ...more });
    await user.click(await aButton('New mail account…'));
    return server;
  };

  it('is made with what is usual, and shown', async () => {
    const server = await create();
    await fill();
    await user.click(await aButton('Create'));
    await screen.findByRole('complementary', { name: 'Sales inbox' });
    expect(sentTo(server, 'createMailAccount').map(({ body }) => body)).toEqual([
      {
        ...{ name: 'Sales', host: 'imap.example.com', port: 993, tls: 'implicit', ca: null },
        ...{ user: 'sales@example.com', password: 'a password', folder: 'INBOX' },
        ...{ mailbox: 'sales@gulf.meridian.example', mode: 'live', enabled: true },
        ...{ after_accept: 'nothing', move_to: null, start_from: 'now' },
      },
    ]);
    expect(document.body.innerHTML).not.toContain('a password');
  });

  it('has the port of its encryption, unless another one was named', async () => {
    await create();
    await user.selectOptions(await aChoice('Encryption'), 'STARTTLS');
    const port = (await aField('Port')) as HTMLInputElement;
    expect(port.value).toBe('143');
    await user.clear(port);
    await user.type(port, '1143');
    await user.selectOptions(await aChoice('Encryption'), 'implicit');
    expect(port.value).toBe('1143');
  });

  it('is not sent with what does not fit, and each field says what it wants', async () => {
    const server = await create();
    await user.type(await aField('Server'), 'https://imap.example.com');
    await user.selectOptions(await aChoice('Where to begin'), 'since');
    await user.selectOptions(await aChoice('What happens to a mail that was taken'), 'move');
    await user.click(await aButton('Create'));
    for (const words of [
      /^Enter a name/,
      /^Enter the name of a server/,
      /^Enter the user/,
      /^Enter the password/,
      /^Choose the mailbox/,
      /^Choose a day/,
      /^Enter the folder that mails/,
    ]) {
      screen.getByText(words);
    }
    expect(document.activeElement).toBe(await aField('Name'));
    expect(sentTo(server, 'createMailAccount')).toEqual([]);
  });

  it('can begin on a day of the past', async () => {
    const server = await create();
    await fill();
    await user.selectOptions(await aChoice('Where to begin'), 'since');
    await user.type(screen.getByLabelText('Since'), '2026-03-01');
    await user.click(await aButton('Create'));
    await waitFor(() => expect(sentTo(server, 'createMailAccount')).toHaveLength(1));
    expect(sentTo(server, 'createMailAccount')[0]?.body['start_from']).toBe(
      new Date('2026-03-01T00:00').toISOString(),
    );
  });

  it("stays on the screen when it is refused, with the server's words", async () => {
    const message = 'is not a mailbox of your entities';
    await create({
      createMailAccount: () => ({
        refuse: 'invalid_request',
        more: { errors: [{ path: 'body.mailbox', message }] },
      }),
    });
    await fill();
    await user.click(await aButton('Create'));
    await screen.findByText(/is not a mailbox of your entities/);
    expect((await password()).value).toBe('a password');
  });
});

describe('a mail account', () => {
  it('says how it is doing, in plain words', async () => {
    const failing = account({
      ...{ state: 'failing', last_error: 'The server refuses user or password.' },
      notice: 'The server has renumbered its mail.',
    });
    openSources(accountAddress, { listMailAccounts: () => ({ items: [failing], next_cursor: null }) });
    const drawer = within(await screen.findByRole('complementary', { name: 'Sales inbox' }));
    drawer.getByText('The server refuses user or password.');
    drawer.getByText('The server has renumbered its mail.');
    drawer.getByText('mail no. 1,042 of the folder');
    await drawer.findByText(/^Nothing was refused/);
  });

  it.each([
    [true, 'The folder INBOX holds 12 mails.', 'It works.'],
    [false, 'imap.example.com does not answer on port 993.', 'It does not work.'],
  ])('is tested by hand: %s', async (ok, detail, words) => {
    openSources(accountAddress, { testMailAccount: () => ({ ok, detail, duration_ms: 12 }) });
    await user.click(await aButton('Test the connection'));
    await screen.findByText(words);
    screen.getByText(detail);
  });

  it('keeps its password when it is edited otherwise', async () => {
    const server = openSources(accountAddress, { updateMailAccount: () => account() });
    await user.click(await aButton('Edit…'));
    expect((await password()).value).toBe('');
    await user.selectOptions(await aChoice('Mode'), 'shadow');
    await user.click(await aButton('Save'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const [sent] = sentTo(server, 'updateMailAccount');
    expect(sent?.body).toMatchObject({ mode: 'shadow', folder: 'INBOX' });
    expect(sent?.body).not.toHaveProperty('password');
    expect(sent?.body).not.toHaveProperty('start_from');
  });

  it('wants the password again for another server', async () => {
    const server = openSources(accountAddress, { updateMailAccount: () => account() });
    await user.click(await aButton('Edit…'));
    await user.type(await aField('Server'), '.evil.example');
    await user.click(await aButton('Save'));
    screen.getByText(/it is needed again when server, encryption or user change/);
    expect(sentTo(server, 'updateMailAccount')).toEqual([]);
    await user.type(await password(), 'new one');
    await user.click(await aButton('Save'));
    await waitFor(() => expect(sentTo(server, 'updateMailAccount')).toHaveLength(1));
    expect(sentTo(server, 'updateMailAccount')[0]?.body).toMatchObject({ password: 'new one' });
  });

  it('is switched off, and deleted after a second question', async () => {
    let items = [account()];
    openSources(accountAddress, {
      listMailAccounts: () => ({ items, next_cursor: null }),
      updateMailAccount: ({ body }) => {
        items = [account({ enabled: body['enabled'] === true, state: 'off' })];
        return items[0];
      },
      deleteMailAccount: () => void (items = []),
    });
    await user.click(await aButton('Switch off'));
    await aButton('Switch on');
    await user.click(await aButton('Delete…'));
    await user.click(await aButton('Delete the account'));
    await screen.findByText('No mail accounts yet');
    expect(window.location.hash).toBe('#/operations/sources?view=accounts');
  });
});
