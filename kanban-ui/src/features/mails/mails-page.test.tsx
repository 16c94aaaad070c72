import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { useOperationsRoute } from '../../lib/use-operations-route.ts';
import { event, id, me } from '../../testing/factories.ts';
import { sentTo } from '../../testing/letters-server.ts';
import { ignoredMail, mailCounts, mailsServer, receivedMail } from '../../testing/mails-server.ts';
import { renderWith, testClient } from '../../testing/render-with.tsx';
import { refreshOperations } from '../live/refresh-operations.ts';
import { MailsPage } from './mails-page.tsx';

const entity = (slug: string, n: number) => ({ id: id(n), slug, name: `Meridian ${slug}` });
const none = { items: [], next_cursor: null, searched_back_to: null };

function Screen() {
  const route = useOperationsRoute();
  return route && <MailsPage route={route} />;
}

let user: UserEvent;
const open = (query = '', more: Parameters<typeof mailsServer>[0] = {}) => {
  window.history.replaceState(null, '', `#/operations/mails${query}`);
  const server = mailsServer(more);
  const client = testClient();
  const person = me({ role: 'ops', entities: [entity('gulf', 901), entity('europe', 902)] });
  renderWith(<Screen />, { send: server.send, person, client });
  return { server, client };
};
const asked = ({ server }: ReturnType<typeof open>) => sentTo(server, 'listMails').at(-1)?.query;
const links = (name: string) =>
  within(screen.getByRole('navigation', { name }))
    .getAllByRole('link')
    .map((link) => link.textContent);
const button = (name: string | RegExp) => screen.findByRole('button', { name });

beforeEach(() => {
  user = userEvent.setup();
});

describe('the list of received mail', () => {
  it('says of each mail who, what, whither, and when', async () => {
    open();
    const [, ada, news] = within(await screen.findByRole('table', { name: 'Received mail' })).getAllByRole(
      'row',
    );
    expect(ada?.textContent).toMatch(
      /^Price for 40 valvesAda Buyer · ada@buyer\.exampleOn a cardMeridian gulf/,
    );
    expect(news?.textContent).toMatch(/^Five trendsnews@bulk\.exampleIgnoredBulk mailMeridian gulf/);
    expect(within(news!).getByRole('link').getAttribute('href')).toBe(`#/operations/mails/${id(602)}`);
  });

  it('has words for a mail without subject or sender, a copy, and what a person has opened', async () => {
    const items = [
      receivedMail({ tracking_id: id(1), subject: ' ', from_name: '', from_address: '' }),
      receivedMail({ tracking_id: id(2), state: 'duplicate', reason: `Same mail as ${id(1)}.` }),
      receivedMail({ tracking_id: id(3), state: 'dead', reason: 'InvalidMail: The mail has no end.' }),
      receivedMail({ tracking_id: id(4), opened: true }),
    ];
    open('', { listMails: () => ({ ...none, items }) });
    const [, empty, copy, dead, opened] = await screen.findAllByRole('row');
    expect(empty?.textContent).toMatch(/^\(no subject\)\(no sender\)/);
    expect(copy?.textContent).toMatch(/CopyRepeats a mail that came before/);
    expect(dead?.textContent).toMatch(/DeadThe mail has no end\./);
    expect(opened?.textContent).toMatch(/On a cardOpened by hand/);
  });

  it('goes on page by page', async () => {
    const world = open('', {
      listMails: ({ query }) =>
        query['cursor'] === 'second'
          ? { ...none, items: [ignoredMail({ subject: 'The last one' })] }
          : { ...none, items: [receivedMail()], next_cursor: 'second' },
    });
    await user.click(await button('Load more'));
    await screen.findByRole('link', { name: 'The last one' });
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
    expect(asked(world)).toMatchObject({ cursor: 'second' });
  });

  it('says how far back it has looked, and looks further on request', async () => {
    open('?text=rare', {
      listMails: ({ query }) =>
        query['cursor'] === 'older'
          ? { ...none, items: [receivedMail({ subject: 'A rare one' })] }
          : { ...none, next_cursor: 'older', searched_back_to: '2026-03-01T12:00:00.000Z' },
    });
    await screen.findByText(/^Nothing fits in the mail back to Mar 1/);
    await user.click(await button('Look further back'));
    await screen.findByRole('link', { name: 'A rare one' });
    expect(screen.queryByRole('button', { name: 'Look further back' })).toBeNull();
  });

  it('offers another try when it cannot be read', async () => {
    const answers = [{ refuse: 'internal' }, { ...none, items: [receivedMail()] }];
    open('', { listMails: () => answers.shift() });
    await user.click(await button('Try again'));
    await screen.findByRole('table');
  });

  it('tells an empty Pebble from a search that finds nothing', async () => {
    open('?period=all', { listMails: () => none });
    await screen.findByRole('heading', { name: 'No mail yet' });
    open('', { listMails: () => none });
    await screen.findByRole('heading', { name: 'No mail came in this time' });
    open('?text=nothing', {
      listMails: ({ query }) => (query['from'] ? none : { ...none, items: [receivedMail()] }),
    });
    await user.click(await button('Look at any time'));
    await screen.findByRole('table');
    expect(window.location.hash).toBe('#/operations/mails?text=nothing&period=all');
  });

  it('is read anew when mail comes', async () => {
    const { server, client } = open();
    await screen.findByRole('table');
    await refreshOperations(client, [event('mail.accepted')]);
    expect(sentTo(server, 'listMails')).toHaveLength(2);
    expect(sentTo(server, 'countMails')).toHaveLength(2);
  });
});

describe('what mail is narrowed to', () => {
  it('is words, period and entity, all of them in the address', async () => {
    const world = open();
    await screen.findByRole('table');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Period' }), 'The last 24 hours');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Entity' }), 'Meridian europe');
    await user.type(screen.getByRole('searchbox'), 'valves');
    await waitFor(() => expect(asked(world)).toMatchObject({ q: 'valves', entity_id: id(902) }));
    const days = (Date.now() - Date.parse(String(asked(world)?.['from']))) / 86_400_000;
    expect(Math.round(days)).toBe(1);
    expect(window.location.hash).toBe('#/operations/mails?period=day&entity=europe&text=valves');
    expect(sentTo(world.server, 'countMails').at(-1)?.query).toMatchObject({ entity_id: id(902) });
  });

  it('is no more than the server searches for', async () => {
    const long = 'x'.repeat(500);
    const world = open(`?text=${long}&sender=${long}`);
    await screen.findByRole('table');
    expect(asked(world)).toMatchObject({ q: long.slice(0, 200), sender: long.slice(0, 320) });
  });

  it('is an outcome, and for ignored mail a reason, each with its number', async () => {
    const world = open();
    await screen.findByText('5 mails were refused at the door.');
    const outcomes = [
      'All 1,232',
      'Waiting 0',
      'In work 0',
      'On a card 1,200',
      'Copy 0',
      'Ignored 30',
      'Dead 2',
    ];
    expect(links('What became of it')).toEqual(outcomes);
    await user.click(screen.getByRole('link', { name: 'Ignored 30' }));
    expect(links('Why it was ignored')).toEqual(['Any reason', 'Bounce 10', 'Bulk mail 20']);
    await user.click(screen.getByRole('link', { name: 'Bulk mail 20' }));
    await waitFor(() => expect(asked(world)).toMatchObject({ state: 'ignored', noise_kind: 'bulk' }));
    expect(screen.getByRole('link', { name: 'Bulk mail 20' }).getAttribute('aria-current')).toBe('true');
    expect(window.location.hash).toBe('#/operations/mails?noise_kind=bulk');
    await user.click(screen.getByRole('link', { name: 'All 1,232' }));
    expect(window.location.hash).toBe('#/operations/mails');
  });

  it('is the mail of one sender, until all are wanted again', async () => {
    const world = open('?sender=bulk.example');
    const back = await button(/^From bulk\.example/);
    expect(asked(world)).toMatchObject({ sender: 'bulk.example' });
    await user.click(back);
    await waitFor(() => expect(asked(world)).not.toHaveProperty('sender'));
  });

  it('is not counted where the numbers would be others than those of the list', async () => {
    for (const query of ['?text=valves', '?sender=bulk.example', '?period=all']) {
      const { server } = open(query);
      await screen.findByRole('table');
      expect(links('What became of it')[3]).toBe('On a card');
      expect(sentTo(server, 'countMails')).toEqual([]);
    }
  });

  it('says nothing of refused mail to those who do not see the lists', async () => {
    open('', { countMails: () => mailCounts({ done: 1 }, {}, null) });
    await screen.findByRole('link', { name: 'On a card 1' });
    expect(screen.queryByText(/refused/)).toBeNull();
  });
});
