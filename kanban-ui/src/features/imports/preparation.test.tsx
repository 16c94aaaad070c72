import { screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { id, me } from '../../testing/factories.ts';
import { imported, preview, rehearsed, running } from '../../testing/imports-factories.ts';
import { importsServer } from '../../testing/imports-server.ts';
import { sentTo } from '../../testing/letters-server.ts';
import { renderWith } from '../../testing/render-with.tsx';
import { ImportView } from './import-view.tsx';

vi.stubGlobal('fetch', () => new Promise(() => undefined));

let user: UserEvent;
const open = (server: ReturnType<typeof importsServer>) => {
  renderWith(<ImportView id={id(421)} query={{}} />, { send: server.send, person: me({ role: 'ops' }) });
  return server;
};
const button = (name: string) => screen.findByRole('button', { name });
const fieldOf = (column: string) =>
  screen.findByRole<HTMLSelectElement>('combobox', { name: `What “${column}” becomes` });
const saved = (server: ReturnType<typeof importsServer>) =>
  sentTo(server, 'mapImport').map(({ body }) => body);

beforeEach(() => {
  user = userEvent.setup();
});

describe('what comes of a sheet', () => {
  it('is shown before anything runs: columns with their values, and the first mails', async () => {
    open(importsServer());
    const columns = within(await screen.findByRole('table', { name: 'Columns of the file' }));
    expect((await fieldOf('Email')).selectedOptions[0]?.textContent).toBe('Sender: e-mail address');
    columns.getByText('ada2@buyer.example');
    const mails = within(screen.getByRole('region', { name: 'Mails that come of it' }));
    expect(mails.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'Enquiry 2ada2@buyer.examplePlease quote.Row 2',
      'Enquiry 3ada3@buyer.examplePlease quote.Row 3',
    ]);
  });

  it('names each problem with its row', async () => {
    const problems = [
      { severity: 'warning' as const, message: 'Column "Email" holds no address.', column: null, line: 9 },
    ];
    open(importsServer({}, { preview: preview({ problems }) }));
    await screen.findByText('Row 9: Column "Email" holds no address.');
  });

  it('is looked at anew with the columns that a person has chosen', async () => {
    const server = open(importsServer());
    await user.selectOptions(await fieldOf('City'), 'Left out');
    screen.getByText(/^You have changed the columns/);
    await user.click(await button('Check'));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Check' })).toBeNull());
    expect(saved(server)).toMatchObject([
      { sheet: 'Leads', columns: [{}, {}, {}, { column: 3, field: 'ignore' }] },
    ]);
  });

  it('never gives two columns a use that only one can have', async () => {
    open(importsServer());
    await user.selectOptions(await fieldOf('City'), 'Sender: e-mail address');
    expect((await fieldOf('Email')).value).toBe('extra');
    await user.selectOptions(await fieldOf('City'), 'Subject');
    expect((await fieldOf('Subject')).value).toBe('subject');
  });

  it('has its columns told anew for another sheet', async () => {
    const server = open(importsServer());
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Sheet' }), 'Notes (3 rows)');
    await waitFor(() => expect(saved(server)).toHaveLength(1));
    expect(saved(server)[0]).toMatchObject({ sheet: 'Notes', header_row: 1 });
    expect(saved(server)[0]).not.toHaveProperty('columns');
  });

  it('keeps what stands for empty cells, and nothing for what is left empty', async () => {
    const server = open(importsServer());
    await user.click(await screen.findByText('Dates, and what to put where a cell is empty'));
    const subject = screen.getByRole('textbox', { name: 'Where the subject is empty' });
    await user.type(subject, 'Lead');
    await user.type(screen.getByRole('textbox', { name: 'Where the text is empty' }), 'x{Backspace}');
    await user.selectOptions(screen.getByRole('combobox', { name: /^Dates such as/ }), 'month, then day');
    await user.click(await button('Check'));
    await waitFor(() => expect(saved(server)).toHaveLength(1));
    expect(saved(server)[0]).toMatchObject({ defaults: { subject: 'Lead' }, date_order: 'mdy' });
  });

  it("is not shown when it could not be looked at, but the server's words are", async () => {
    const detail = 'The sheet "Notes" is empty.';
    open(importsServer({ mapImport: () => ({ refuse: 'unreadable_file', more: { detail } }) }));
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Sheet' }), 'Notes (3 rows)');
    await screen.findByText(/The sheet "Notes" is empty/);
  });
});

describe('trying an import', () => {
  it('saves the columns, and runs in shadow', async () => {
    const server = open(importsServer({ startImport: () => server.set(running({ mode: 'shadow' })) }));
    await user.click(await button('Try it (shadow)'));
    await screen.findByText('Running');
    expect(saved(server)).toHaveLength(1);
    expect(sentTo(server, 'startImport').map(({ body }) => body)).toEqual([{ mode: 'shadow' }]);
    expect(screen.getByTestId('announcer').textContent).toBe('The shadow run has begun');
    expect(screen.queryByRole('table', { name: 'Columns of the file' })).toBeNull();
  });

  it('does not start with an error in the columns, and keeps them as they were chosen', async () => {
    const problems = [
      { severity: 'error' as const, message: 'No column is the sender.', column: null, line: null },
    ];
    const server = open(
      importsServer({
        mapImport: ({ body }) =>
          preview({
            saved: false,
            problems,
            mapping: body as never as ReturnType<typeof preview>['mapping'],
          }),
      }),
    );
    await user.selectOptions(await fieldOf('Email'), 'Left out');
    await user.click(await button('Try it (shadow)'));
    await screen.findByText('No column is the sender.');
    screen.getByText('Must be mended');
    expect((await fieldOf('Email')).value).toBe('ignore');
    expect(sentTo(server, 'startImport')).toEqual([]);
  });

  it('does not save what is saved', async () => {
    const ready = imported({ state: 'mapped', actions: ['map', 'start', 'cancel'] });
    const server = open(
      importsServer({ startImport: () => running() }, { one: ready, preview: preview({ saved: true }) }),
    );
    await user.click(await button('Try it (shadow)'));
    await waitFor(() => expect(sentTo(server, 'startImport')).toHaveLength(1));
    expect(saved(server)).toEqual([]);
  });

  it("stays where it was when the start is refused, with the server's words", async () => {
    const detail = 'The import is running; what can be done is pause, cancel.';
    open(importsServer({ startImport: () => ({ refuse: 'import_state', more: { detail } }) }));
    await user.click(await button('Try it (shadow)'));
    await screen.findByText('It was not started');
    screen.getByText(/what can be done is pause, cancel/);
  });
});

describe('importing for real', () => {
  it('is asked for once more, and says when it was not tried', async () => {
    const server = open(importsServer({ startImport: () => server.set(running()) }));
    await user.click(await button('Import for real…'));
    const dialog = within(screen.getByRole('dialog', { name: 'Import 60 rows for real' }));
    dialog.getByText(/That cannot be taken back/);
    dialog.getByText(/It has not been tried in shadow/);
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    expect(document.activeElement).toBe(await button('Import for real…'));
    expect(sentTo(server, 'startImport')).toEqual([]);
    await user.keyboard('{Enter}');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Import for real' }));
    await screen.findByText('Running');
    expect(sentTo(server, 'startImport').map(({ body }) => body)).toEqual([{ mode: 'live' }]);
  });

  it('follows a shadow run, whose columns can still be changed', async () => {
    open(importsServer({}, { one: rehearsed(), preview: preview({ saved: true }) }));
    await user.click(await button('Import for real…'));
    expect(screen.queryByText(/It has not been tried in shadow/)).toBeNull();
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel' }));
    screen.getByText('Change the columns');
    await button('Try it again (shadow)');
  });
});

describe('an archive', () => {
  it('needs no columns', async () => {
    const one = imported({
      ...{ filename: 'old.mbox', format: 'mbox', state: 'mapped', actions: ['start', 'cancel'] },
      rows_total: 12,
    });
    const read = preview({ columns: [], rows: [], sheets: [] });
    const server = open(importsServer({ startImport: () => running() }, { one, preview: read }));
    const mails = within(await screen.findByRole('region', { name: 'What is in it' }));
    mails.getByText('Line 2');
    expect(screen.queryByRole('table', { name: 'Columns of the file' })).toBeNull();
    await user.click(await button('Import for real…'));
    const dialog = within(screen.getByRole('dialog', { name: 'Import 12 mails for real' }));
    await user.click(dialog.getByRole('button', { name: 'Import for real' }));
    await waitFor(() => expect(sentTo(server, 'startImport')).toHaveLength(1));
    expect(saved(server)).toEqual([]);
  });
});
