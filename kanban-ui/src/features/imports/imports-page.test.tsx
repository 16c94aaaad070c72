import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useOperationsRoute } from '../../lib/use-operations-route.ts';
import { id, me } from '../../testing/factories.ts';
import { NO_ANSWER } from '../../testing/fake-server.ts';
import { imported, rehearsed, running } from '../../testing/imports-factories.ts';
import { importsServer, sheetFile } from '../../testing/imports-server.ts';
import { sentTo } from '../../testing/letters-server.ts';
import { renderWith } from '../../testing/render-with.tsx';
import { ImportsPage } from './imports-page.tsx';

vi.stubGlobal('fetch', () => new Promise(() => undefined));

function Screen() {
  const route = useOperationsRoute();
  return route && <ImportsPage route={route} />;
}

let user: UserEvent;
const open = (server: ReturnType<typeof importsServer>, address = '', role: 'ops' | 'manager' = 'ops') => {
  window.history.replaceState(null, '', `#/operations/imports${address}`);
  renderWith(<Screen />, { send: server.send, person: me({ role }) });
  return server;
};
const upload = async (file: File) => {
  // As somebody does who chooses "all files" in the picker.
  const picker = userEvent.setup({ applyAccept: false });
  await picker.upload(await screen.findByLabelText('File to import'), file);
};
const one = `#/operations/imports/${id(421)}`;

beforeEach(() => {
  user = userEvent.setup();
});

describe('the list of imports', () => {
  it('says what each is, how far it is, and what became of its rows', async () => {
    open(
      importsServer({
        listImports: () => ({
          items: [
            running({ id: id(421), rows_done: 20, counts: { accepted: 20 }, mode: 'shadow' }),
            rehearsed({ id: id(422), filename: 'Old.csv', format: 'csv' }),
          ],
          next_cursor: null,
        }),
      }),
    );
    const table = await screen.findByRole('table', { name: 'Imports' });
    expect(table.textContent).toContain('Excel, 46 kB · Meridian Gulf');
    expect(table.textContent).toContain('20 of 60 rows done');
    expect(table.textContent).toContain('57 × would make a card, 2 × not readable, 1 × copy');
    within(table).getByText('Running');
    within(table).getByText('Tried in shadow');
    expect(screen.getAllByRole('progressbar')[0]?.getAttribute('aria-valuenow')).toBe('20');
  });

  it('is narrowed by state, and leads back from a state that none is in', async () => {
    const server = open(
      importsServer({
        listImports: ({ query }) => ({ items: query['state'] ? [] : [imported()], next_cursor: null }),
      }),
    );
    await screen.findByRole('table');
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Paused');
    await screen.findByText('No import in this state');
    expect(sentTo(server, 'listImports').at(-1)?.query).toMatchObject({ state: 'paused' });
    await user.click(screen.getByRole('link', { name: 'Show all imports' }));
    await screen.findByRole('table');
  });

  it('goes on page by page', async () => {
    open(
      importsServer({
        listImports: ({ query }) =>
          query['cursor'] === 'second'
            ? { items: [imported({ id: id(429), filename: 'Oldest.eml' })], next_cursor: null }
            : { items: [imported()], next_cursor: 'second' },
      }),
    );
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    await screen.findByRole('link', { name: 'Oldest.eml' });
  });

  it('gives the focus back to the import that one comes from', async () => {
    open(importsServer(), `/${id(421)}`);
    await screen.findByRole('heading', { name: 'Leads.xlsx' });
    await user.click(screen.getByRole('link', { name: 'All imports' }));
    const link = await screen.findByRole('link', { name: 'Leads.xlsx' });
    await waitFor(() => expect(document.activeElement).toBe(link));
  });

  it('says so when an address names no import', async () => {
    open(importsServer({ getImport: () => ({ refuse: 'not_found' }) }), `/${id(999)}`);
    await screen.findByText('This import does not exist, or it is not yours to see');
  });
});

describe('a file that is handed over', () => {
  it('is sent as it is, for the mailbox that was chosen, and shown', async () => {
    const server = open(importsServer({ importFile: () => imported() }));
    await user.selectOptions(
      await screen.findByRole('combobox', { name: 'Mailbox' }),
      await screen.findByRole('option', { name: /^sales@gulf/ }),
    );
    const file = sheetFile();
    await upload(file);
    await screen.findByRole('heading', { name: 'Leads.xlsx' });
    expect(window.location.hash).toBe(one);
    const [sent] = sentTo(server, 'importFile');
    expect(sent?.body).toEqual({ raw: file, type: 'application/octet-stream' });
    expect(sent?.query).toMatchObject({
      ...{ filename: 'Leads.xlsx', mailbox: 'sales@gulf.meridian.example' },
      ...{ again: false, start: false },
    });
    expect(screen.getByTestId('announcer').textContent).toBe('Leads.xlsx is uploaded');
  });

  it.each([
    [sheetFile('photo.png'), /“photo.png” is none of the kinds that can be imported/],
    [sheetFile('Leads.csv', ''), /“Leads.csv” is empty/],
    [Object.defineProperty(sheetFile(), 'size', { value: 60_000_000 }), /has 60 MB; 50 MB is the most/],
  ])('and cannot be imported is not even sent (%#)', async (file, words) => {
    const server = open(importsServer());
    await upload(file);
    await screen.findByText(words);
    expect(sentTo(server, 'importFile')).toEqual([]);
  });

  it("and cannot be read is refused with the server's words", async () => {
    const detail = 'The file is protected by a password. Save it without one.';
    open(importsServer({ importFile: () => ({ refuse: 'unreadable_file', more: { detail } }) }));
    await upload(sheetFile());
    await screen.findByText('“Leads.xlsx” was not taken');
    screen.getByText(/protected by a password/);
  });

  it('and was imported before leads to that import, or past it', async () => {
    const server = open(
      importsServer({
        importFile: ({ query }) =>
          query['again'] === true ? imported() : { refuse: 'import_exists', more: { existing_id: id(455) } },
      }),
    );
    await upload(sheetFile());
    const link = await screen.findByRole('link', { name: 'Look at that import' });
    expect(link.getAttribute('href')).toBe(`#/operations/imports/${id(455)}`);
    await user.click(screen.getByRole('button', { name: 'Import it again' }));
    await screen.findByRole('heading', { name: 'Leads.xlsx' });
    expect(sentTo(server, 'importFile').map(({ query }) => query['again'])).toEqual([false, true]);
  });

  it('can be stopped on its way', async () => {
    open(importsServer({ importFile: () => new Promise(() => undefined) }));
    await upload(sheetFile());
    await screen.findByText(/^Uploading “Leads.xlsx”/);
    await user.click(screen.getByRole('button', { name: 'Stop the upload' }));
    await screen.findByRole('button', { name: 'Choose a file…' });
    expect(screen.queryByText(/was not taken/)).toBeNull();
  });

  it('can be sent again when the network was lost', async () => {
    const answers: unknown[] = [NO_ANSWER, imported()];
    open(importsServer({ importFile: () => answers.shift() }));
    await upload(sheetFile());
    await screen.findByText(/No connection to the server/);
    await upload(sheetFile());
    await screen.findByRole('heading', { name: 'Leads.xlsx' });
  });
});

describe('a file that is dropped', () => {
  const drop = async (files: File[], entry: { isDirectory: boolean } | null = null) => {
    const panel = await screen.findByRole('region', { name: 'Import a file' });
    const dataTransfer = { types: ['Files'], files, items: [{ webkitGetAsEntry: () => entry }] };
    fireEvent.dragEnter(panel, { dataTransfer });
    expect(panel.hasAttribute('data-over')).toBe(true);
    fireEvent.drop(panel, { dataTransfer });
    expect(panel.hasAttribute('data-over')).toBe(false);
  };

  it('is handed over', async () => {
    const server = open(importsServer({ importFile: () => imported() }));
    await drop([sheetFile()]);
    await waitFor(() => expect(window.location.hash).toBe(one));
    expect(sentTo(server, 'importFile')).toHaveLength(1);
  });

  it('with others, or is a folder, is not taken', async () => {
    const server = open(importsServer());
    await drop([sheetFile('a.csv'), sheetFile('b.csv')]);
    await screen.findByText('One file at a time, please.');
    await drop([sheetFile('folder')], { isDirectory: true });
    await screen.findByText(/^That is a folder/);
    expect(sentTo(server, 'importFile')).toEqual([]);
  });
});
