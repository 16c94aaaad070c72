import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { id } from '../../testing/factories.ts';
import { sentTo } from '../../testing/letters-server.ts';
import { decision } from '../../testing/mails-server.ts';
import { linesReport, senderEntry } from '../../testing/senders-server.ts';
import { openSenders } from '../../testing/senders-screen.tsx';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});

const press = async (name: string | RegExp) => user.click(await screen.findByRole('button', { name }));
const dialog = (name: string) => within(screen.getByRole('dialog', { name }));
const field = () => screen.getByRole('textbox', { name: 'Address or domain' });
const refused = () => decision({ outcome: 'refused', explanation: 'Refused at the door.' });

describe('blocking a sender', () => {
  it('says what it means, adds it with its reason, and gives the focus back', async () => {
    const { server } = openSenders('', {
      addToBlacklist: ({ body }) => senderEntry({ id: id(205), ...body }),
      decideSender: refused,
    });
    await press('Block a sender…');
    expect(document.activeElement).toBe(field());
    await user.type(field(), '*@Bücher.example');
    screen.getByText('This means every address at xn--bcher-kva.example and at its subdomains.');
    await user.type(screen.getByRole('textbox', { name: 'Reason' }), 'unwanted{Enter}');
    await screen.findByText('xn--bcher-kva.example is blocked');
    const [sent] = sentTo(server, 'addToBlacklist');
    expect(sent?.body).toEqual({ pattern: 'xn--bcher-kva.example', note: 'unwanted' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Block a sender…' }));
    expect(sentTo(server, 'listBlacklist')).toHaveLength(2);
  });

  it('is refused for what is neither address nor domain, with a way to write it', async () => {
    const { server } = openSenders();
    await press('Block a sender…');
    await user.type(field(), 'spam{Enter}');
    screen.getByText(/^Enter an address such as spam@example\.com, or a domain/);
    expect(document.activeElement).toBe(field());
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(sentTo(server, 'addToBlacklist')).toEqual([]);
  });

  it.each([
    ['gmail.com', /You would lose all of them/],
    ['meridian.example', /is your own domain/],
    ['ada@meridian.example', /is your own domain/],
  ])('warns before it hurts: %s', async (typed, warning) => {
    openSenders();
    await press('Block a sender…');
    await user.type(field(), typed);
    screen.getByText(warning);
  });

  it('says so at the field when it is on the list already, until something else is typed', async () => {
    openSenders('', { addToBlacklist: () => ({ refuse: 'already_exists' }) });
    await press('Block a sender…');
    await user.type(field(), 'spam.example{Enter}');
    await screen.findByText('That is on the list already.');
    await user.type(field(), 's');
    expect(screen.queryByText('That is on the list already.')).toBeNull();
  });

  it("stays open when it fails, with the server's words", async () => {
    openSenders('', { addToBlacklist: () => ({ refuse: 'internal' }) });
    await press('Block a sender…');
    await user.type(field(), 'spam.example{Enter}');
    await screen.findByText('The sender was not added');
  });

  it('needs no answer about the lists to have worked', async () => {
    openSenders('', {
      addToBlacklist: ({ body }) => senderEntry({ ...body }),
      decideSender: () => ({ refuse: 'internal' }),
    });
    await press('Block a sender…');
    await user.type(field(), 'a@spam.example{Enter}');
    await screen.findByText('a@spam.example is blocked');
  });
});

it('authorising a sender goes to the other list, and warns of no domain', async () => {
  const { server } = openSenders('?list=authorised', {
    authoriseSender: ({ body }) => senderEntry({ ...body }),
    decideSender: () => decision({ outcome: 'authorised' }),
  });
  await press('Authorise a sender…');
  await user.type(field(), 'gmail.com');
  expect(screen.queryByText(/You would lose/)).toBeNull();
  await user.keyboard('{Enter}');
  await screen.findByText('gmail.com is authorised');
  expect(sentTo(server, 'authoriseSender')).toHaveLength(1);
});

describe('pasting several', () => {
  it('says of each line that was not understood why', async () => {
    const result = {
      line: 3,
      text: 'a spam',
      pattern: null,
      outcome: 'refused',
      message: 'No address.',
    } as const;
    const { server } = openSenders('', {
      addLinesToBlacklist: () => linesReport({ added: 1, known: 1, refused: 1, results: [result] }),
    });
    await press('Paste several…');
    const form = dialog('Block several senders');
    await user.click(form.getByRole('textbox', { name: 'Senders' }));
    await user.paste('spam.example\nold.example\na spam');
    await user.type(form.getByRole('textbox', { name: /^Reason/ }), 'moved');
    await press('Add them');
    await screen.findByText('1 added, 1 on the list before, 1 not understood.');
    expect(form.getByRole('list', { name: 'Not understood' }).textContent).toBe('Line 3 a spamNo address.');
    expect(sentTo(server, 'addLinesToBlacklist')[0]?.body).toEqual({
      lines: 'spam.example\nold.example\na spam',
      note: 'moved',
    });
    await press('Done');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Paste several…' }));
  });

  it('asks for something to add, and not for more than is taken at once', async () => {
    const { server } = openSenders();
    await press('Paste several…');
    await press('Add them');
    screen.getByText('Paste at least one address or domain.');
    await user.click(screen.getByRole('textbox', { name: 'Senders' }));
    await user.paste('spam.example\n'.repeat(2001));
    screen.getByText('Paste 2,000 lines at most at a time.');
    await press('Add them');
    expect(sentTo(server, 'addLinesToBlacklist')).toEqual([]);
  });

  it('stays as it was when it fails', async () => {
    openSenders('', { addLinesToBlacklist: () => ({ refuse: 'internal' }) });
    await press('Paste several…');
    const lines = screen.getByRole('textbox', { name: 'Senders' }) as HTMLTextAreaElement;
    await user.type(lines, 'spam.example');
    await press('Add them');
    await screen.findByText('Nothing was added');
    expect(lines.value).toBe('spam.example');
  });
});

describe('an entry', () => {
  it('is removed once that is confirmed, and the focus is not lost with its row', async () => {
    const left = [senderEntry(), senderEntry({ id: id(204), pattern: 'other.example' })];
    const { server } = openSenders('', {
      listBlacklist: () => ({ items: left, next_cursor: null }),
      removeFromBlacklist: () => void left.shift(),
    });
    await press('Remove spam.example');
    const asked = dialog('Remove spam.example?');
    asked.getByText(/^Its mail is taken again from now on/);
    asked.getByText('The reason was: advertising');
    await press('Cancel');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Remove spam.example' }));
    await press('Remove spam.example');
    await press('Remove');
    await screen.findByText('spam.example is removed');
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Remove spam.example' })).toBeNull());
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Blocked' }));
    expect(sentTo(server, 'removeFromBlacklist')[0]?.params).toEqual({ entry_id: id(201) });
  });

  it('that somebody else has removed is gone, and that is all', async () => {
    openSenders('', { removeFromBlacklist: () => ({ refuse: 'not_found' }) });
    await press('Remove spam.example');
    await press('Remove');
    await screen.findByText('Somebody else has removed it meanwhile.');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('stays when removing it fails', async () => {
    openSenders('', { removeFromBlacklist: () => ({ refuse: 'internal' }) });
    await press('Remove spam.example');
    await press('Remove');
    await waitFor(() => expect(dialog('Remove spam.example?').getByRole('alert').textContent).not.toBe(''));
  });

  it('gets another reason', async () => {
    const { server } = openSenders('', { changeBlacklistNote: ({ body }) => senderEntry({ ...body }) });
    await press('Change the reason of spam.example');
    const reason = dialog('Reason for spam.example').getByRole('textbox', { name: 'Reason' });
    expect((reason as HTMLInputElement).value).toBe('advertising');
    expect(document.activeElement).toBe(reason);
    await user.clear(reason);
    await user.type(reason, ' phishing {Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentTo(server, 'changeBlacklistNote')[0]?.body).toEqual({ note: 'phishing' });
    expect(screen.getByTestId('announcer').textContent).toBe('Reason for spam.example saved');
  });
});

it.each([
  ['authorised', 'erp@supplier.example', 'removeAuthorisedSender', 'changeAuthorisedNote'],
  ['global', 'phish.example', 'removeFromGlobalBlacklist', 'changeGlobalBlacklistNote'],
])('the acts on the list %s go to that list', async (list, pattern, removing, changing) => {
  const { server } = openSenders(`?list=${list}`, {
    readOperator: () => ({ may_change: true }),
    [removing]: () => undefined,
    [changing]: ({ body }: { body: object }) => senderEntry({ ...body }),
  });
  await press(`Change the reason of ${pattern}`);
  await press('Save');
  await waitFor(() => expect(sentTo(server, changing)).toHaveLength(1));
  await press(`Remove ${pattern}`);
  await press('Remove');
  await waitFor(() => expect(sentTo(server, removing)).toHaveLength(1));
});
