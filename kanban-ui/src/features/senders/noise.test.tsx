import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { event, id } from '../../testing/factories.ts';
import { sentTo } from '../../testing/letters-server.ts';
import { mailLoop, noisePolicy, refusedSender } from '../../testing/senders-server.ts';
import { openSenders } from '../../testing/senders-screen.tsx';
import { refreshOperations } from '../live/refresh-operations.ts';

let user: UserEvent;
beforeEach(() => {
  user = userEvent.setup();
});
const none = () => ({ items: [], next_cursor: null });

describe('refused mail', () => {
  it('says whose it was, how much, and which entry refused it', async () => {
    openSenders('?list=refused', {
      listRefusedSenders: () => ({
        items: [
          refusedSender(),
          refusedSender({
            id: id(212),
            sender: 'x@phish.example',
            pattern: 'phish.example',
            scope: 'global',
          }),
        ],
        next_cursor: null,
      }),
    });
    const [, ours, global] = within(await screen.findByRole('table', { name: 'Refused mail' })).getAllByRole(
      'row',
    );
    expect(ours?.textContent).toMatch(/^deals@spam\.examplespam\.exampleYour list1,200/);
    expect(within(ours!).getByRole('link').getAttribute('href')).toBe(
      '#/operations/senders?text=spam.example',
    );
    expect(global?.textContent).toContain('The list for everybody');
    expect(within(global!).getByRole('link').getAttribute('href')).toBe(
      '#/operations/senders?list=global&text=phish.example',
    );
  });

  it('goes on page by page', async () => {
    openSenders('?list=refused', {
      listRefusedSenders: ({ query }) =>
        query['cursor'] === 'second'
          ? { items: [refusedSender({ id: id(219), sender: 'last@spam.example' })], next_cursor: null }
          : { items: [refusedSender()], next_cursor: 'second' },
    });
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    await screen.findByText('last@spam.example');
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
  });

  it('is searched, and says so when there is none', async () => {
    const { server } = openSenders('?list=refused', { listRefusedSenders: none });
    await screen.findByText('No sender on a list has written.');
    await user.type(screen.getByRole('searchbox'), 'spam');
    await screen.findByText('No refused sender fits');
    expect(sentTo(server, 'listRefusedSenders').at(-1)?.query).toMatchObject({ q: 'spam' });
  });

  it('offers another try when it cannot be read', async () => {
    const answers = [{ refuse: 'internal' }, { items: [refusedSender()], next_cursor: null }];
    openSenders('?list=refused', { listRefusedSenders: () => answers.shift() });
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    await screen.findByRole('table');
  });
});

describe('mail loops', () => {
  it('say who, whether it goes on, and lead to the mail that was held back', async () => {
    const over = mailLoop({ id: id(222), active: false, subject: '' });
    openSenders('?list=loops', { listMailLoops: () => ({ items: [mailLoop(), over], next_cursor: null }) });
    const [, active, old] = within(await screen.findByRole('table', { name: 'Mail loops' })).getAllByRole(
      'row',
    );
    expect(active?.textContent).toMatch(/^robot@monitor\.exampleDisk fullGoing on40 mails/);
    expect(old?.textContent).toMatch(/\(no subject\)Over/);
    expect(within(active!).getByRole('link').getAttribute('href')).toBe(
      '#/operations/mails?noise_kind=loop&sender=robot%40monitor.example&period=all',
    );
  });

  it('go on page by page', async () => {
    openSenders('?list=loops', {
      listMailLoops: ({ query }) =>
        query['cursor'] === 'second'
          ? { items: [mailLoop({ id: id(229), from_address: 'last@monitor.example' })], next_cursor: null }
          : { items: [mailLoop()], next_cursor: 'second' },
    });
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    await screen.findByText('last@monitor.example');
  });

  it('are read anew when one is stopped, and offer another try when they cannot be', async () => {
    const answers: unknown[] = [none(), { refuse: 'internal' }];
    const { client, server } = openSenders('?list=loops', {
      listMailLoops: () => answers.shift() ?? { items: [mailLoop()], next_cursor: null },
    });
    await screen.findByText('No loop was ever stopped');
    await refreshOperations(client, [event('mail.loop_detected')]);
    await refreshOperations(client, [event('mail.loop_detected')]);
    await screen.findByText('robot@monitor.example');
    expect(sentTo(server, 'listMailLoops')).toHaveLength(3);
  });

  it('say so when there was none', async () => {
    openSenders('?list=loops', { listMailLoops: none });
    await screen.findByText('No loop was ever stopped');
  });
});

describe('the noise rules', () => {
  const rule = (name: string) => screen.findByRole<HTMLSelectElement>('combobox', { name });

  it('are changed one by one, and show what was saved', async () => {
    let policy = noisePolicy();
    const { server } = openSenders('?list=rules', {
      readNoisePolicy: () => policy,
      changeNoisePolicy({ body }) {
        const kinds = { ...policy.kinds, ...(body['kinds'] as object) };
        policy = noisePolicy({ kinds, updated_at: '2026-03-10T12:00:00.000Z' });
        return policy;
      },
    });
    await screen.findByText(/nobody has changed any/);
    await user.selectOptions(await rule('Made by a machine'), 'Treat it like any other mail');
    await screen.findByText(/Last changed/);
    expect((await rule('Made by a machine')).value).toBe('open_card');
    expect((await rule('Bulk mail')).value).toBe('ignore');
    expect(sentTo(server, 'changeNoisePolicy')[0]?.body).toEqual({
      kinds: { auto_generated: 'open_card' },
      loop_guard: {},
    });
    expect(screen.getByTestId('announcer').textContent).toBe('Saved: Made by a machine');
  });

  it('fall back to what holds when a change fails', async () => {
    openSenders('?list=rules', { changeNoisePolicy: () => ({ refuse: 'internal' }) });
    await user.selectOptions(await rule('Bulk mail'), 'Treat it like any other mail');
    await screen.findByText('The rule was not changed');
    expect((await rule('Bulk mail')).value).toBe('ignore');
  });

  it('offer another try when they cannot be read', async () => {
    const answers = [{ refuse: 'internal' }, noisePolicy()];
    openSenders('?list=rules', { readNoisePolicy: () => answers.shift() });
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    await rule('Bounce');
  });
});

describe('the loop guard', () => {
  const field = (name: string) => screen.findByRole('textbox', { name });

  it('is saved as a whole, within its limits', async () => {
    const loop_guard = { enabled: false, mails: 100, authorised_mails: 600, window_minutes: 10 };
    const { server } = openSenders('?list=rules', {
      changeNoisePolicy: () => noisePolicy({ loop_guard, updated_at: '2026-03-10T12:00:00.000Z' }),
    });
    const mails = await field('Mails of one sender that are let through');
    await user.clear(mails);
    await user.type(mails, '1{Enter}');
    screen.getByText('Enter a whole number from 2 to 100,000.');
    expect(document.activeElement).toBe(mails);
    expect(sentTo(server, 'changeNoisePolicy')).toEqual([]);
    await user.type(mails, '00');
    await user.click(screen.getByRole('checkbox', { name: 'The guard is on' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.getByTestId('announcer').textContent).toBe('Loop guard saved'));
    expect(sentTo(server, 'changeNoisePolicy')[0]?.body).toEqual({ kinds: {}, loop_guard });
    expect(((await field('Mails of one sender that are let through')) as HTMLInputElement).value).toBe('100');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Save' }));
  });

  it('keeps what is typed while a rule is changed, and takes over what somebody else has saved', async () => {
    let policy = noisePolicy();
    const { client } = openSenders('?list=rules', {
      readNoisePolicy: () => policy,
      changeNoisePolicy: () => (policy = noisePolicy({ updated_at: '2026-03-10T12:00:00.000Z' })),
    });
    const window = (await field('Within so many minutes')) as HTMLInputElement;
    await user.type(window, '5');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Bulk mail' }), 'Ignore it');
    await user.selectOptions(
      screen.getByRole('combobox', { name: 'Bulk mail' }),
      'Treat it like any other mail',
    );
    await screen.findByText(/Last changed/);
    expect(window.value).toBe('105');
    policy = noisePolicy({ loop_guard: { ...policy.loop_guard, window_minutes: 20 } });
    await refreshOperations(client, [event('noise_policy.changed')]);
    await waitFor(() => expect(window.value).toBe('20'));
  });

  it('says why when it was not saved', async () => {
    openSenders('?list=rules', { changeNoisePolicy: () => ({ refuse: 'internal' }) });
    await user.click(await screen.findByRole('button', { name: 'Save' }));
    await screen.findByText('The loop guard was not changed');
  });
});
