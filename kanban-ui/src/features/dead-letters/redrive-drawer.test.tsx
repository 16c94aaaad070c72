import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { id, me } from '../../testing/factories.ts';
import { fakeServer, type Handler } from '../../testing/fake-server.ts';
import { sentTo } from '../../testing/letters-server.ts';
import { redrive, redriveItem } from '../../testing/operations-factories.ts';
import { renderWith, testClient } from '../../testing/render-with.tsx';
import { operationsKeys } from '../shared/operations-keys.ts';
import { RedriveDrawer } from './redrive-drawer.tsx';

function open(more: Record<string, Handler> = {}, first = redrive()) {
  let now = first;
  const server = fakeServer({
    getRedrive: () => now,
    listRedriveItems: () => ({ items: [redriveItem()], next_cursor: null }),
    ...more,
  });
  const client = testClient();
  renderWith(<RedriveDrawer id={id(351)} modal={false} onClose={vi.fn()} />, {
    send: server.send,
    person: me({ role: 'ops' }),
    client,
  });
  const becomes = async (next: typeof first) => {
    now = next;
    await act(() => client.invalidateQueries({ queryKey: operationsKeys.redrives }));
  };
  return { server, becomes };
}
const stages = async () =>
  within(await screen.findByRole('list', { name: 'Steps' }))
    .getAllByRole('listitem')
    .map((item) => [...item.children].map(({ textContent }) => textContent).join(', '));

describe('a redrive', () => {
  it('shows where it is, live, and says when it is over', async () => {
    const { becomes } = open();
    expect(await stages()).toEqual(['1 mail, now', '10 mails, not reached', 'all 29 others, not reached']);
    screen.getByText('0 of 40 through, 1 on the way');
    await becomes(redrive({ step: 3, waiting: 20, under_way: 2, succeeded: 17, died: 1 }));
    expect(await stages()).toEqual(['1 mail, done', '10 mails, done', 'all 29 others, now']);
    screen.getByText('17 of 40 through, 2 on the way, 1 dead again');
    await becomes(redrive({ step: 3, state: 'finished', waiting: 0, under_way: 0, succeeded: 39, died: 1 }));
    await waitFor(() =>
      expect(screen.getByTestId('announcer').textContent).toBe(
        'The redrive has finished: 39 of 40 through, 1 dead again.',
      ),
    );
    expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
  });

  it('says what the canary died of', async () => {
    const reason = 'At step 1 of 3 a mail died again (InvalidMail), so the other 39 were left alone.';
    open({}, redrive({ state: 'stopped', waiting: 0, under_way: 0, died: 1, left: 39, reason }));
    await screen.findByText(reason);
    expect(await stages()).toEqual([
      '1 mail, stopped here',
      '10 mails, not reached',
      'all 29 others, not reached',
    ]);
  });

  it('can be stopped', async () => {
    const { server } = open({ stopRedrive: () => redrive({ state: 'stopping', left: 39, waiting: 0 }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));
    await waitFor(() => expect(sentTo(server, 'stopRedrive')).toHaveLength(1));
    screen.getByText(/Those that are on their way run to their end/);
  });

  it('goes on when stopping fails, and that is told', async () => {
    open({ stopRedrive: () => ({ refuse: 'internal' }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));
    await screen.findByText('The redrive was not stopped');
    screen.getByRole('button', { name: 'Stop' });
  });

  it('lists its mails, and only those of a state when asked', async () => {
    const died = redriveItem({ position: 2, state: 'died', reason: 'Too many.', sync_error_id: id(302) });
    const { server } = open({
      listRedriveItems: ({ query }) => ({
        items: query['state'] === 'died' ? [died] : [redriveItem(), died],
        next_cursor: null,
      }),
    });
    const link = await screen.findByRole('link', { name: /Show no. 2/ });
    expect(link.getAttribute('href')).toBe(`#/operations/dead-letters/${id(302)}`);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Which mails' }), 'Dead again');
    await waitFor(() => expect(screen.queryByRole('link', { name: /Show no. 1$/ })).toBeNull());
    expect(sentTo(server, 'listRedriveItems').at(-1)?.query).toMatchObject({ state: 'died' });
  });

  it('says so when there is none', async () => {
    open({ getRedrive: () => ({ refuse: 'not_found' }) });
    await screen.findByText('This redrive does not exist');
  });
});
