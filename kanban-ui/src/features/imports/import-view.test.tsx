import type { Import } from '@pebble/contract/imports';
import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useOperationsRoute } from '../../lib/use-operations-route.ts';
import { cardDetail, id, me } from '../../testing/factories.ts';
import { fakeStreams, type FakeStreams } from '../../testing/fake-stream.ts';
import { imported, importRow, rehearsed, running } from '../../testing/imports-factories.ts';
import { importsServer } from '../../testing/imports-server.ts';
import { sentTo } from '../../testing/letters-server.ts';
import { renderWith } from '../../testing/render-with.tsx';
import { ImportView } from './import-view.tsx';

function Screen() {
  const route = useOperationsRoute();
  return route && <ImportView id={id(421)} query={route.query} />;
}

let user: UserEvent;
let streams: FakeStreams;
const open = (server: ReturnType<typeof importsServer>, query = '') => {
  window.history.replaceState(null, '', `#/operations/imports/${id(421)}${query}`);
  renderWith(<Screen />, { send: server.send, person: me({ role: 'ops' }) });
  return server;
};
const button = (name: string) => screen.findByRole('button', { name });
const announced = () => screen.getByTestId('announcer').textContent;
const stream = (at: number) => vi.waitUntil(() => streams.opened[at], { timeout: 90_000 });
const say = async (revision: number, one: Import, at = 0) => {
  const opened = await stream(at);
  await act(async () => {
    opened.write(`id: ${revision}\ndata: ${JSON.stringify(one)}\n\n`);
    await Promise.resolve();
  });
};

beforeEach(() => {
  user = userEvent.setup();
  streams = fakeStreams();
  vi.stubGlobal('fetch', streams.fetch);
});

describe('a running import', () => {
  it('is followed row by row, and its end is said', async () => {
    const server = open(importsServer({}, { one: running() }));
    await say(2, running({ rows_done: 30, counts: { accepted: 28, error: 2 } }));
    await screen.findByText('30 of 60 rows done');
    await screen.findByText('28 × taken in, 2 × not readable');
    const end = server.set(
      running({ state: 'done', actions: [], rows_done: 60, counts: { accepted: 58, error: 2 } }),
    );
    await say(3, end);
    await screen.findByText('Imported');
    expect(announced()).toBe('Finished: 58 × taken in, 2 × not readable');
  });

  it('is read on from where the stream was cut', async () => {
    open(importsServer({}, { one: running() }));
    await say(7, running({ rows_done: 10 }));
    await screen.findByText('10 of 60 rows done');
    act(() => streams.opened[0]?.cut());
    await say(8, running({ rows_done: 11 }), 1);
    await screen.findByText('11 of 60 rows done');
    expect(streams.opened[1]?.headers).toMatchObject({
      'last-event-id': '7',
      authorization: 'Bearer token',
    });
  });

  it('is not asked for for ever when it is gone', async () => {
    streams.refuse = [404];
    open(importsServer({}, { one: running() }));
    await screen.findByText('0 of 60 rows done');
    await waitFor(() => expect(streams.refuse).toEqual([]));
    expect(streams.opened).toEqual([]);
  });

  it('says when it waits for mail that came before', async () => {
    open(importsServer({}, { one: running({ waiting: true }) }));
    await screen.findByText('Waiting its turn');
    screen.getByText(/goes on by itself/);
  });

  it('is paused, and goes on where it stopped', async () => {
    const paused = running({ state: 'paused', actions: ['start', 'cancel'], rows_done: 30 });
    const server = open(
      importsServer(
        { pauseImport: () => server.set(paused), startImport: () => server.set(running({ rows_done: 30 })) },
        { one: running() },
      ),
    );
    await user.click(await button('Pause'));
    await user.click(await button('Go on'));
    await button('Pause');
    expect(sentTo(server, 'startImport').map(({ body }) => body)).toEqual([{}]);
    expect(announced()).toBe('The import is running');
  });

  it('is cancelled after a second question', async () => {
    const cancelled = running({ state: 'cancelled', actions: [], reason: 'Somebody cancelled it.' });
    const server = open(importsServer({ cancelImport: () => server.set(cancelled) }, { one: running() }));
    await user.click(await button('Cancel…'));
    const dialog = within(screen.getByRole('dialog', { name: 'Cancel the import' }));
    dialog.getByText(/What was taken in so far stays/);
    await user.click(dialog.getByRole('button', { name: 'Keep it' }));
    expect(sentTo(server, 'cancelImport')).toEqual([]);
    await user.keyboard('{Enter}');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel the import' }));
    await screen.findByText('Cancelled');
    expect(screen.queryByRole('button', { name: /Pause|Go on|Cancel/ })).toBeNull();
  });
});

describe('an import that stopped', () => {
  it('says why, and what goes on from there', async () => {
    const reason = 'The file breaks off in row 31.';
    const failed = running({ state: 'failed', actions: ['start', 'cancel'], rows_done: 30, reason });
    open(importsServer({}, { one: failed }));
    await screen.findByText(reason);
    screen.getByText(/no row is taken twice/);
    await button('Go on');
  });

  it('says when its file is gone', async () => {
    const old = imported({ state: 'cancelled', actions: [], file_deleted_at: '2026-03-11T12:00:00.000Z' });
    open(importsServer({}, { one: old }));
    await screen.findByText(/^The file was deleted on/);
  });
});

describe('what became of the rows', () => {
  const rows = [
    importRow(),
    importRow({
      row: 2,
      line: 3,
      result: 'error',
      reason: 'There is no sender.',
      card_id: null,
      mail_state: null,
    }),
  ];
  const done = running({ state: 'done', actions: [], rows_done: 60, counts: { accepted: 58, error: 2 } });

  it('is told with row and reason, and narrowed by the address', async () => {
    const server = open(importsServer({}, { one: done, rows }));
    const table = within(await screen.findByRole('table', { name: 'Rows' }));
    expect(table.getAllByRole('row').map((row) => row.textContent)).toEqual([
      'RowResultWhyMail',
      '2Taken inTaken in as a mailOn a cardOpen its card (Row 2)',
      '3Not readableThere is no sender.',
    ]);
    await user.click(screen.getByRole('link', { name: 'Not readable 2' }));
    await waitFor(() =>
      expect(sentTo(server, 'listImportRows').at(-1)?.query).toMatchObject({ result: 'error' }),
    );
    expect(window.location.hash).toBe(`#/operations/imports/${id(421)}?result=error`);
  });

  it('goes on page by page', async () => {
    open(
      importsServer(
        {
          listImportRows: ({ query }) =>
            query['cursor'] === 'row-1'
              ? { items: [importRow({ row: 51, line: 52 })], next_cursor: null }
              : { items: [importRow()], next_cursor: 'row-1' },
        },
        { one: done },
      ),
    );
    await user.click(await button('Load more'));
    await screen.findByRole('cell', { name: '52' });
  });

  it('names the place of the cards that a shadow run would make', async () => {
    const would = importRow({
      ...{ result: 'would_create', board: 'crm', column: 'new' },
      ...{ tracking_id: null, mail_state: null, card_id: null },
    });
    open(importsServer({}, { one: rehearsed(), rows: [would] }));
    await screen.findByText('What would become of each row');
    await screen.findByText('CRM › New');
  });

  it('is downloaded as it is narrowed, for a spreadsheet program', async () => {
    const made: Blob[] = [];
    URL.createObjectURL = (blob) => `blob:${made.push(blob as Blob)}`;
    URL.revokeObjectURL = () => undefined;
    const csv = 'row,line,result\r\n2,3,error\r\n';
    const server = open(
      importsServer({ downloadImportRows: () => csv }, { one: done, rows }),
      '?result=error',
    );
    await user.click(await button('Download as CSV'));
    await waitFor(() => expect(made).toHaveLength(1));
    expect(new Uint8Array((await made[0]?.arrayBuffer()) ?? []).slice(0, 4)).toEqual(
      new Uint8Array([0xef, 0xbb, 0xbf, 'r'.charCodeAt(0)]),
    );
    expect(sentTo(server, 'downloadImportRows')[0]?.query).toEqual({ result: 'error' });
  });

  it('leads to the card of a mail', async () => {
    open(importsServer({ getCard: () => cardDetail() }, { one: done, rows }));
    await user.click(await button('Open its card (Row 2)'));
    await waitFor(() => expect(window.location.hash).toBe(`#/boards/crm/cards/${id(1)}`));
  });

  it('says so when a card cannot be opened', async () => {
    open(importsServer({ getCard: () => ({ refuse: 'not_found' }) }, { one: done, rows }));
    await user.click(await button('Open its card (Row 2)'));
    await screen.findByText('The card cannot be opened');
  });
});
