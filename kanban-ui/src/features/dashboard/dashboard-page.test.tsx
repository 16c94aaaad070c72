import { InboundState } from '@pebble/contract/ingestion';
import { NoiseKind } from '@pebble/contract/noise';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { useOperationsRoute } from '../../lib/use-operations-route.ts';
import { event, me } from '../../testing/factories.ts';
import type { Handler } from '../../testing/fake-server.ts';
import { lettersServer, sentTo } from '../../testing/letters-server.ts';
import { FINGERPRINT, redrive } from '../../testing/operations-factories.ts';
import { renderWith, testClient } from '../../testing/render-with.tsx';
import { refreshOperations } from '../live/refresh-operations.ts';
import { DashboardPage } from './dashboard-page.tsx';

const NOON = '2026-03-10T12:00:00.000Z';
const zero = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 0]));
const counts = (states: object, noise: object = {}, refused: number | null = 5) => ({
  ...{ from: NOON, to: NOON, refused },
  states: { ...zero(InboundState.options), ...states },
  noise: { ...zero(NoiseKind.options), ...noise },
});

function Screen() {
  const route = useOperationsRoute();
  return route && <DashboardPage route={route} />;
}

function open(more: Record<string, Handler> = {}, hash = '#/operations') {
  window.history.replaceState(null, '', hash);
  const server = lettersServer({
    countMails: () =>
      counts({ accepted: 3, processing: 2, done: 1200, dead: 12, ignored: 30 }, { bulk: 20, bounce: 10 }),
    ...more,
  });
  const client = testClient();
  renderWith(<Screen />, { send: server.send, person: me({ role: 'ops' }), client });
  return { server, client };
}
const figure = async (name: string) => {
  const items = within(await screen.findByRole('list', { name: 'Figures' })).getAllByRole('listitem');
  return items.find((item) => item.textContent?.startsWith(name))?.textContent;
};
const bars = async (name: string) =>
  within(await screen.findByRole('region', { name }))
    .getAllByRole('link')
    .map((link) => link.textContent);

describe('the dashboard', () => {
  it('says at a glance whether all is well', async () => {
    open();
    expect(await figure('Dead letters')).toMatch(/^Dead letters121 cause, oldest died/);
    expect(await figure('In the queue')).toBe('In the queue53 waiting, 2 in work');
    expect(await figure('Arrived')).toBe('Arrived in the last hour1,2471,247 in the last 7 days');
    expect(await figure('Refused')).toMatch(/^Refused at the door5/);
  });

  it('says so when nothing waits for a person, and leaves out what one may not know', async () => {
    const none = { open: 0, redriven: 0, resolved: 0, discarded: 0, causes: 0, oldest_open_at: null };
    open({
      countSyncErrors: () => none,
      listSyncErrorCauses: () => ({ items: [], next_cursor: null }),
      countMails: () => counts({}, {}, null),
    });
    expect(await figure('Dead letters')).toBe('Dead letters0Nothing waits for a person.');
    expect(await figure('Refused')).toBeUndefined();
    expect(screen.queryByRole('region', { name: 'What mails died of' })).toBeNull();
    await screen.findByText('There was none.');
  });

  it('shows what became of the mail, and leads to it', async () => {
    open();
    expect(await bars('What became of the mail')).toEqual([
      'Waiting3',
      'In work2',
      'On a card1,200',
      'Copy0',
      'Ignored30',
      'Dead12',
    ]);
    expect(await bars('Mail that no person wrote')).toEqual(['Bulk mail20', 'Bounce10']);
    expect(screen.getByRole('link', { name: /^Ignored/ }).getAttribute('href')).toBe(
      '#/operations/mails?state=ignored',
    );
  });

  it('counts the period that is chosen', async () => {
    const { server } = open();
    await screen.findByRole('region', { name: 'What became of the mail' });
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Period' }), 'The last 30 days');
    expect(window.location.hash).toBe('#/operations?period=month');
    const days = () =>
      sentTo(server, 'countMails').map(({ query }) =>
        Math.round((Date.now() - Date.parse(String(query['from']))) / 86_400_000),
      );
    await waitFor(() => expect(days().toSorted((a, b) => a - b)).toEqual([0, 7, 30]));
  });

  it('leads to the causes of most deaths, and shows the redrives that are on their way', async () => {
    open({ listRedrives: () => ({ items: [redrive({ succeeded: 4 })], next_cursor: null }) });
    const link = await screen.findByRole('link', { name: /^12The mail cannot be read/ });
    expect(link.getAttribute('href')).toBe(`#/operations/dead-letters?cause=${FINGERPRINT}`);
    await screen.findByText(/^4 of 40 through/);
  });

  it('counts anew when something happens', async () => {
    const { server, client } = open();
    await screen.findByRole('list', { name: 'Figures' });
    const before = sentTo(server, 'countMails').length;
    await refreshOperations(client, [event('mail.dead')]);
    expect(sentTo(server, 'countMails').length).toBe(before * 2);
    expect(sentTo(server, 'countSyncErrors')).toHaveLength(2);
  });

  it('offers another try when it cannot count', async () => {
    let broken = true;
    open({
      countSyncErrors: () =>
        broken
          ? { refuse: 'internal' }
          : {
              ...{ open: 0, redriven: 0 },
              ...{ resolved: 0, discarded: 0, causes: 0 },
              oldest_open_at: null,
            },
    });
    const [retry] = await screen.findAllByRole('button', { name: 'Try again' });
    broken = false;
    await userEvent.click(retry!);
    expect(await figure('Dead letters')).toMatch(/Nothing waits/);
  });
});
