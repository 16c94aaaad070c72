import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { id, me } from '../../testing/factories.ts';
import type { Handler } from '../../testing/fake-server.ts';
import { lettersServer, sentTo } from '../../testing/letters-server.ts';
import { letterDetail, redrive, rehearsal } from '../../testing/operations-factories.ts';
import { renderWith, testClient } from '../../testing/render-with.tsx';
import { operationsKeys } from '../shared/operations-keys.ts';
import { LetterDrawer } from './letter-drawer.tsx';

const onClose = vi.fn();
const EDIT = {
  version: 2,
  format: 'json' as const,
  bytes: 90,
  edited_by: 'Ben',
  edited_at: '2026-03-10T12:30:00.000Z',
};
const NOON = '2026-03-10T12:00:00.000Z';

function open(more: Record<string, Handler>, change: Parameters<typeof letterDetail>[0] = {}) {
  let now = letterDetail(change);
  const server = lettersServer(more, { detail: () => now });
  const client = testClient();
  renderWith(<LetterDrawer id={id(301)} modal={false} onClose={onClose} />, {
    send: server.send,
    person: me({ role: 'ops' }),
    client,
  });
  /** Somebody else, or the worker, changes the letter, and the event stream tells of it. */
  const becomes = async (next: Parameters<typeof letterDetail>[0]) => {
    now = letterDetail(next);
    await act(() => client.invalidateQueries({ queryKey: operationsKeys.deadLetters }));
  };
  return { server, becomes };
}
const region = async (name: string) => within(await screen.findByRole('region', { name }));

beforeEach(() => onClose.mockReset());

describe('a dead letter', () => {
  it('takes the focus and says first what happened', async () => {
    open({});
    const panel = await screen.findByRole('complementary', { name: 'Price for 40 valves' });
    expect(document.activeElement).toBe(panel);
    const why = await region('What happened');
    why.getByText(/^The mail cannot be read/);
    why.getByText(/nobody is working on it/);
    why.getByText(/^Open the mail, mend/);
  });

  it('folds its tracebacks, one for each death', async () => {
    const [death] = letterDetail().history;
    const again = { ...death!, number: 2, died_at: '2026-03-11T12:00:00.000Z', message: 'Still too many.' };
    open({}, { deaths: 2, history: [again, death!] });
    const tracebacks = await region('Traceback');
    const folded = tracebacks.getAllByRole('listitem').map((item) => item.querySelector('details')?.open);
    expect(folded).toEqual([false, false]);
    tracebacks.getByText('Still too many.');
  });

  it('shows its envelope, or that there is none', async () => {
    open({}, { envelope: null, from_address: '' });
    await screen.findByRole('heading', { name: 'Mail from nobody' });
    screen.getByText('The envelope cannot be read.');
  });

  it.each(['not_found', 'invalid_request'])('says so when there is no such letter: %s', async (code) => {
    open({ getSyncError: () => ({ refuse: code }) });
    await screen.findByText('This dead letter does not exist');
    await userEvent.click(screen.getByRole('button', { name: 'Close the dead letter' }));
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('says how it ended, and offers nothing more', async () => {
    const ended = { settled_by: 'Ada Ops', settled_at: NOON, settled_reason: 'advertising' };
    open({}, { status: 'discarded', ...ended });
    await screen.findByText(/^Discarded by Ada Ops/);
    screen.getByText('Reason: advertising');
    expect(screen.queryByRole('button', { name: /Redrive|Discard|Try|Edit/ })).toBeNull();
  });
});

describe('redriving one letter', () => {
  it('follows it until it is through, and says so', async () => {
    const { server, becomes } = open({ startRedrive: () => redrive({ total: 1 }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Redrive' }));
    await waitFor(() => expect(sentTo(server, 'startRedrive')).toHaveLength(1));
    expect(sentTo(server, 'startRedrive')[0]?.body['selection']).toEqual({ ids: [id(301)] });
    await becomes({ status: 'redriven', version: 2 });
    await screen.findByText(/on its way through the flow again/);
    const ended = { settled_by: 'Pebble', settled_at: NOON, settled_reason: 'Its mail is on a card.' };
    await becomes({ status: 'resolved', version: 3, ...ended });
    await screen.findByText('Reason: Its mail is on a card.');
    expect(screen.getByTestId('announcer').textContent).toBe('Status: Resolved');
  });

  it("shows the server's words when it is refused", async () => {
    open({ startRedrive: () => ({ refuse: 'nothing_to_redrive' }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Redrive' }));
    await screen.findByText('The redrive was not started');
    screen.getByText(/somebody else may have redriven or discarded them/);
  });
});

describe('trying a letter out', () => {
  it('names the board and the column where the card would be', async () => {
    const { server } = open({ rehearseSyncError: () => rehearsal({ column: 'triage' }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Try it out' }));
    await screen.findByText('It would become a new card on the board CRM, in Triage.');
    screen.getByText('Flow email-triage 1.0.0: classify done');
    expect(sentTo(server, 'rehearseSyncError')[0]?.body).toEqual({ edited: false });
  });

  it('leads to the card that the mail would be added to', async () => {
    open({ rehearseSyncError: () => rehearsal({ outcome: 'appended', card_id: id(1) }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Try it out' }));
    const link = await screen.findByRole('link', { name: 'Show the card' });
    expect(link.getAttribute('href')).toBe(`#/boards/crm/cards/${id(1)}`);
  });

  it('tells the edited mail from the one that came', async () => {
    const error = { error_class: 'InvalidMail', message: 'Too many.', step: null };
    const dead = rehearsal({ outcome: 'dead', board: null, column: null, error });
    open(
      { rehearseSyncError: ({ body }) => (body['edited'] === true ? rehearsal() : dead) },
      { edit: EDIT, edited: true, version: 2 },
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Try the edited mail' }));
    await screen.findByText(/It would become a new card/);
    await userEvent.click(screen.getByRole('button', { name: 'Try it as it came' }));
    await screen.findByText('It would fail again.');
    screen.getByText('InvalidMail: Too many.');
    screen.getByText('Edited:');
    screen.getByText('As it came:');
  });

  it.each([
    ['duplicate', 'It would end as a copy of a mail that was there before.'],
    ['ignored', 'It would be ignored.'],
    ['rejected', 'It would not be accepted.'],
    ['unknown', 'What would become of it cannot be told without doing it.'],
  ] as const)('has words for %s, and says why', async (outcome, words) => {
    const held = [{ method: 'POST', host: 'crm.example' }];
    open({
      rehearseSyncError: () =>
        rehearsal({ outcome, board: null, column: null, reason: 'because', not_sent: held }),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Try it out' }));
    await screen.findByText(words);
    screen.getByText('Because');
    screen.getByText('Held back: calls to crm.example.');
  });

  it('says that it is out of date once the letter has changed', async () => {
    const { becomes } = open({ rehearseSyncError: () => rehearsal() });
    await userEvent.click(await screen.findByRole('button', { name: 'Try it out' }));
    await screen.findByText(/It would become a new card/);
    await becomes({ version: 2 });
    await screen.findByText(/Of an earlier state/);
  });

  it('tells why it could not be tried', async () => {
    open({ rehearseSyncError: () => ({ refuse: 'not_ready', more: { detail: 'No flow is active.' } }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Try it out' }));
    await screen.findByText('Not ready. No flow is active.');
  });
});
