import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useOperationsRoute } from '../../lib/use-operations-route.ts';
import { event, id, me } from '../../testing/factories.ts';
import { sentTo } from '../../testing/letters-server.ts';
import { decision, ignoredMail, mailDetail, mailsServer } from '../../testing/mails-server.ts';
import { renderWith, testClient } from '../../testing/render-with.tsx';
import { refreshOperations } from '../live/refresh-operations.ts';
import { MailDrawer } from './mail-drawer.tsx';

const ignored = (change: Parameters<typeof mailDetail>[0] = {}) =>
  mailDetail({ ...ignoredMail(), ...change });
const close = vi.fn();

function Screen() {
  const route = useOperationsRoute();
  return route && <MailDrawer route={route} modal={false} onClose={close} />;
}

let user: UserEvent;
const openWith = (more: Parameters<typeof mailsServer>[0] = {}, role: 'ops' | 'manager' = 'ops') => {
  window.history.replaceState(null, '', `#/operations/mails/${id(601)}`);
  const server = mailsServer(more);
  const client = testClient();
  renderWith(<Screen />, { send: server.send, person: me({ role }), client });
  return { server, client };
};
const open = (...world: Parameters<typeof openWith>) => openWith(...world).server;
const part = async (name: string) => within(await screen.findByRole('region', { name }));
const button = (name: string) => screen.findByRole('button', { name });

beforeEach(() => {
  user = userEvent.setup();
});

describe('a received mail', () => {
  it('shows who wrote what, when, by which door and to whom', async () => {
    const attachments = [{ filename: 'drawing.pdf', content_type: 'application/pdf', size: 20_480 }];
    open({ getMail: () => mailDetail({ attachments }) });
    await screen.findByRole('complementary', { name: 'Price for 40 valves' });
    (await part('Text')).getByText('Please quote 40 valves.');
    (await part('1 attachment')).getByText('drawing.pdf');
    const facts = (await part('Details')).getAllByRole('definition').map((fact) => fact.textContent);
    expect(facts).toEqual(
      expect.arrayContaining([
        'Ada Buyer <ada@buyer.example>',
        'sales@meridian.example',
        'SMTP',
        'Meridian Gulf',
        '2 kB',
      ]),
    );
  });

  it('is shown as far as the server shows it, by whatever door it came', async () => {
    const text = 'x'.repeat(20_000);
    open({
      getMail: () => mailDetail({ text, source_system: 'pigeon', mailbox: null, cc: ['boss@buyer.example'] }),
    });
    (await part('Text')).getByText(/^This is the beginning/);
    const facts = await part('Details');
    for (const fact of ['pigeon', 'None was named', 'boss@buyer.example']) facts.getByText(fact);
  });

  it('says so when it has no text', async () => {
    open({ getMail: () => mailDetail({ text: ' \n' }) });
    await screen.findByText('The mail has no text.');
    expect(screen.queryByRole('region', { name: /attachment/ })).toBeNull();
  });

  it('keeps showing what it has when it cannot be read anew', async () => {
    const answers = [mailDetail(), { refuse: 'internal' }];
    const { client } = openWith({ getMail: () => answers.shift() });
    await screen.findByRole('heading', { name: 'Price for 40 valves' });
    await refreshOperations(client, [event('mail.accepted')]);
    screen.getByRole('heading', { name: 'Price for 40 valves' });
  });
});

describe('what became of a mail', () => {
  it('leads to its card', async () => {
    open();
    const fate = await part('What became of it');
    fate.getByText('It is on a card.');
    const link = await fate.findByRole('link', { name: /Price for 40 valves/ });
    expect(link.textContent).toContain('CRM, New');
    expect(link.getAttribute('href')).toBe(`#/boards/crm/cards/${id(1)}`);
  });

  it('leads to the mail that it repeats', async () => {
    open({
      getMail: () => mailDetail({ state: 'duplicate', reason: `Same mail as ${id(7)}.`, copy_of: id(7) }),
    });
    const link = (await part('What became of it')).getByRole('link', {
      name: 'Show the mail that it repeats',
    });
    expect(link.getAttribute('href')).toBe(`#/operations/mails/${id(7)}`);
    expect(screen.queryByText(/Same mail as/)).toBeNull();
  });

  it('leads to its dead letter, and says so when it cannot be read', async () => {
    const dead = {
      state: 'dead',
      card_id: null,
      reason: 'InvalidMail: No end.',
      readable: false,
      text: '',
    } as const;
    open({ getMail: () => mailDetail({ ...dead, dead_letter_id: id(301) }) });
    const fate = await part('What became of it');
    fate.getByText('No end.');
    const link = fate.getByRole('link', { name: 'Open the dead letter' });
    expect(link.getAttribute('href')).toBe(`#/operations/dead-letters/${id(301)}`);
    screen.getByText(/cannot be taken apart/);
  });

  it('that waits says what it waits for', async () => {
    open({ getMail: () => mailDetail({ state: 'accepted', card_id: null, attempts: 0 }) });
    await screen.findByText(/^It waits for its turn/);
    open({ getMail: () => mailDetail({ state: 'accepted', card_id: null, attempts: 2 }) });
    await screen.findByText(/^It has failed 2 times and is tried again/);
  });

  it('that is noise says why, and which card it concerns', async () => {
    open({ getMail: () => ignored({ noise_kind: 'bounce', reason: 'It bounced.', about_card_id: id(1) }) });
    const fate = await part('What became of it');
    fate.getByText('It bounced.');
    fate.getByText('It is kept and counted, and opens no card.');
    await fate.findByRole('link', { name: /^It concerns the card/ });
  });

  it('says so when its card is not for the reader', async () => {
    open({ getCard: () => ({ refuse: 'not_found' }) });
    await screen.findByText('The card is not yours to see.');
  });

  it('that is not there says so, and one that cannot be read now is tried again', async () => {
    open({ getMail: () => ({ refuse: 'not_found' }) });
    await screen.findByText(/does not exist, or it is not yours/);
    const answers = [{ refuse: 'internal' }, mailDetail()];
    open({ getMail: () => answers.shift() });
    await user.click(await button('Try again'));
    await screen.findByRole('heading', { name: 'Price for 40 valves' });
  });

  it('offers a manager what a manager may do', async () => {
    const server = open({ getMail: () => ignored({ dead_letter_id: id(301) }) }, 'manager');
    await button('Make a card of it');
    expect(screen.queryByRole('link', { name: /dead letter/ })).toBeNull();
    expect(screen.queryByRole('button', { name: /Block|Authorise|Save/ })).toBeNull();
    expect(sentTo(server, 'decideSender')).toEqual([]);
  });
});

describe('making a card of ignored mail', () => {
  it('sends it on, says so, and keeps the focus', async () => {
    let mail = ignored();
    const server = open({
      getMail: () => mail,
      openMail() {
        mail = ignored({ state: 'accepted', noise_kind: null, reason: null, opened: true, attempts: 0 });
        return { tracking_id: mail.tracking_id, state: mail.state };
      },
    });
    await user.click(await button('Make a card of it'));
    await screen.findByText('Somebody has said that it is no noise.');
    expect(sentTo(server, 'openMail')).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'Make a card of it' })).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('complementary'));
    expect(screen.getByTestId('announcer').textContent).toContain('What became of it: Waiting');
  });

  it('says why when it does not work', async () => {
    open({ getMail: () => ignored(), openMail: () => ({ refuse: 'not_ignored' }) });
    await user.click(await button('Make a card of it'));
    await screen.findByText('The mail was not sent on');
    screen.getByText(/^The mail was not ignored\./);
  });
});

describe('the sender of a mail', () => {
  it('is blocked, the address or everybody there, with a reason', async () => {
    let told = decision();
    const entry = { id: id(5), created_at: '2026-03-10T12:00:00.000Z', scope: 'tenant' };
    const server = open({
      decideSender: () => told,
      addToBlacklist({ body }) {
        const match = {
          list: 'blacklist',
          entry_id: id(5),
          pattern: String(body['pattern']),
          note: '',
        } as const;
        told = decision({ outcome: 'refused', explanation: 'Refused at the door.', matches: [match] });
        return { ...entry, ...body };
      },
    });
    await user.click(await button('Block this sender…'));
    const dialog = within(screen.getByRole('dialog', { name: 'Block a sender' }));
    expect(document.activeElement).toBe(dialog.getByRole('radio', { name: 'Only ada@buyer.example' }));
    await user.click(dialog.getByRole('radio', { name: 'Everybody at buyer.example' }));
    dialog.getByText('This means every address at buyer.example and at its subdomains.');
    await user.type(dialog.getByRole('textbox', { name: 'Reason' }), ' unwanted {Enter}');
    await screen.findByText('buyer.example is blocked');
    expect(sentTo(server, 'addToBlacklist')[0]?.body).toEqual({ pattern: 'buyer.example', note: 'unwanted' });
    const sender = await part('The sender');
    await sender.findByText('Refused at the door.');
    expect(sender.queryByRole('button', { name: 'Block this sender…' })).toBeNull();
    expect(sender.getByRole('link', { name: 'The entry buyer.example' }).getAttribute('href')).toBe(
      '#/operations/senders?list=blocked&text=buyer.example',
    );
  });

  it('is authorised, and it is told when a blacklist outweighs that', async () => {
    const refused = decision({ outcome: 'refused', explanation: 'Your blacklist holds it.' });
    const told = [decision(), refused];
    open({
      decideSender: () => (told.length > 1 ? told.shift() : told[0]),
      authoriseSender: ({ body }) => ({ id: id(5), created_at: '2026-03-10T12:00:00.000Z', ...body }),
    });
    await user.click(await button('Authorise this sender…'));
    await user.click(await button('Authorise'));
    await screen.findByText('ada@buyer.example is on the list, but another entry outweighs it');
  });

  it.each([
    ['blacklist', 'refused', '?list=blocked&text=buyer.example', ['Authorise this sender…']],
    ['global_blacklist', 'refused', '?list=global&text=buyer.example', ['Authorise this sender…']],
    ['authorised_senders', 'authorised', '?list=authorised&text=buyer.example', ['Block this sender…']],
  ] as const)(
    'leads to the entry of the list %s that decides, and to what can be changed',
    async (...row) => {
      const [list, outcome, query, offered] = row;
      const matches = [{ list, entry_id: id(5), pattern: 'buyer.example', note: '' }];
      open({ decideSender: () => decision({ outcome, matches }) });
      const sender = await part('The sender');
      const link = await sender.findByRole('link', { name: 'The entry buyer.example' });
      expect(link.getAttribute('href')).toBe(`#/operations/senders${query}`);
      expect(sender.getAllByRole('button').map((one) => one.textContent)).toEqual(offered);
      expect(sender.getByRole('link', { name: 'All mail of this sender' }).getAttribute('href')).toBe(
        '#/operations/mails?sender=ada%40buyer.example&period=all',
      );
    },
  );

  it('is left as it was when that is called off, and the focus comes back', async () => {
    const server = open();
    await user.click(await button('Block this sender…'));
    await user.click(await button('Cancel'));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(await button('Block this sender…'));
    expect(sentTo(server, 'addToBlacklist')).toEqual([]);
  });

  it('says so when the lists cannot be asked', async () => {
    open({ decideSender: () => ({ refuse: 'internal' }) });
    const sender = await part('The sender');
    await waitFor(() => expect(sender.getByRole('alert').textContent).not.toBe(''));
    expect(sender.queryByRole('button')).toBeNull();
  });

  it('whose address no list can hold is told so', async () => {
    const server = open({ getMail: () => mailDetail({ from_address: 'robot@localhost' }) });
    await user.click(await button('Block this sender…'));
    await user.click(await button('Block'));
    screen.getByText(/^Enter an address such as/);
    expect(sentTo(server, 'addToBlacklist')).toEqual([]);
  });

  it('that is none cannot be on a list', async () => {
    const server = open({ getMail: () => mailDetail({ from_address: '' }) });
    await screen.findByText(/names no sender/);
    expect(sentTo(server, 'decideSender')).toEqual([]);
  });
});

describe('saving the mail as it came', () => {
  it.each([
    ['rfc822', 'mail.eml'],
    ['json', 'mail.json'],
  ])('reads it once, on request, and hands it to the downloads: %s', async (format, filename) => {
    URL.createObjectURL = vi.fn(() => 'blob:mail');
    URL.revokeObjectURL = vi.fn();
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const server = open({ readRawMail: () => ({ format, content_base64: btoa('From: a') }) });
    await user.click(await button('Save as it came'));
    await waitFor(() => expect(clicked).toHaveBeenCalledOnce());
    expect((clicked.mock.contexts[0] as HTMLAnchorElement).download).toBe(filename);
    expect(sentTo(server, 'readRawMail')).toHaveLength(1);
    clicked.mockRestore();
  });

  it('says why when it does not work', async () => {
    open({ readRawMail: () => ({ refuse: 'internal' }) });
    await user.click(await button('Save as it came'));
    await screen.findByText('The mail was not read');
  });
});
