import type { Import } from '@pebble/contract/imports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImportLab, problemOf, type ImportLab } from './testing/import-lab.ts';
import { csvFile, enquiries, TYPES, workbookFile } from './testing/sheet-files.ts';

/** What people do with an import before and after it runs; nothing runs here. */
let lab: ImportLab;
let next = 0;
/** A file of its own each time. */
const someFile = (rows = 2) => csvFile(enquiries(rows, (next += 1_000)));

beforeAll(async () => {
  lab = await openImportLab({ imports: false });
});
afterAll(() => lab.close());

describe('a file that is handed over', () => {
  it('is taken with all that is known of it, and waits for a mapping', async () => {
    const file = someFile(3);
    const reply = await lab.upload(file, 'Leads November.csv', {
      mailbox: 'Sales@South.ours.example',
      mode: 'shadow',
    });
    expect(reply.status).toBe(202);
    const taken = reply.body as Import;
    expect(taken).toMatchObject({
      ...{
        filename: 'Leads November.csv',
        format: 'csv',
        size: file.length,
        state: 'uploaded',
        mode: 'shadow',
      },
      ...{
        actions: ['map', 'cancel'],
        mailbox: 'sales@south.ours.example',
        entity_id: lab.test.ours.entities['south'],
      },
      ...{
        rows_done: 0,
        rows_total: 3,
        counts: {},
        reason: null,
        created_by: 'admin of ours',
        file_deleted_at: null,
      },
    });
    expect(await lab.get(`${taken.id}/`)).toEqual(taken);
    expect((await lab.get<{ items: Import[] }>('')).items[0]).toEqual(taken);
  });

  it('is one that was there before: says so, and which', async () => {
    const file = someFile();
    const { id } = await lab.uploaded(file, 'leads.csv');
    const again = await lab.upload(file, 'other name.csv');
    expect(again.status).toBe(409);
    expect(problemOf(again)).toMatchObject({ code: 'import_exists', existing_id: id });
    expect((await lab.upload(file, 'leads.csv', { again: 'true' })).status).toBe(202);
    await lab.act(id, 'cancel');
  });

  it.each([
    ['leads.xlsx', Buffer.from('a,b\n'), /called an Excel workbook/],
    ['leads.csv', Buffer.alloc(0), /empty/],
    ['leads.xlsx', workbookFile('xlsx', { A: [['a']] }).subarray(0, 900), /cut off/],
    ['leads.xlsx', workbookFile('xlsx', { A: [[]] }), /no row/],
    ['leads.pdf', Buffer.from('%PDF-1.7'), /PDF/],
  ])('%s (%#) and cannot be read is refused with what to do', async (filename, file, detail) => {
    const reply = await lab.upload(file, filename);
    expect(reply.status).toBe(422);
    expect(problemOf(reply)).toMatchObject({
      code: 'unreadable_file',
      detail: expect.stringMatching(detail) as string,
    });
  });

  it.each([
    [{ mailbox: 'nobody@elsewhere.example' }, 'query.mailbox'],
    [{ mailbox: 'no address' }, 'query.mailbox'],
    [{ mode: 'maybe' }, 'query.mode'],
    [{ filename: '' }, 'query.filename'],
    [{ start: 'perhaps' }, 'query.start'],
  ])('with %j is refused by the name of the field', async (query, path) => {
    const reply = await lab.upload(someFile(), 'leads.csv', query);
    expect(reply.status).toBe(422);
    expect(problemOf(reply).errors?.map((error) => error.path)).toEqual([path]);
  });

  it('must be the body itself, in a type that can be imported', async () => {
    const path = '/api/v1/ingestion/batch/?filename=a.csv';
    const send = (type: string) =>
      lab.test.send({ method: 'POST', path, token: lab.admin, raw: { type, bytes: Buffer.from('{}') } });
    expect((await send('application/json')).status).toBe(415);
    expect((await send('multipart/form-data')).status).toBe(415);
    expect((await send('image/png')).status).toBe(415);
  });

  it('may be larger than a mail, but not without end', async () => {
    const asked: number[] = [];
    const reply = await lab.test.core.dispatch({
      method: 'POST',
      path: '/api/v1/ingestion/batch/',
      query: { filename: 'a.csv' },
      header: (name) => ({ authorization: `Bearer ${lab.admin}`, 'content-type': TYPES.csv })[name],
      address: null,
      readBody: async (limit) => {
        asked.push(limit);
        return Buffer.alloc(0);
      },
      signal: new AbortController().signal,
    });
    expect(asked).toEqual([50 * 1024 * 1024]);
    expect(reply.status).toBe(422);
  });
});

describe('a mapping', () => {
  it('is guessed, tried, and saved when nothing is wrong with it', async () => {
    const { id } = await lab.uploaded(someFile(), 'leads.csv');
    const guessed = await lab.preview(id);
    expect(guessed).toMatchObject({ saved: false, problems: [], mails: [{ line: 2 }, { line: 3 }] });

    const columns = guessed.mapping.columns.map((one) =>
      one.column === 2 ? { ...one, field: 'extra' } : one,
    );
    const wrong = await lab.act(id, 'mapping', { ...guessed.mapping, columns });
    expect(wrong.body).toMatchObject({
      saved: false,
      problems: expect.arrayContaining([expect.objectContaining({ severity: 'error' })]) as object,
    });
    expect(await lab.get(`${id}/`)).toMatchObject({ state: 'uploaded' });

    const right = await lab.act(id, 'mapping', { ...guessed.mapping, defaults: { body: 'None.' } });
    expect(right).toMatchObject({
      status: 200,
      body: { saved: true, mapping: { defaults: { body: 'None.' } } },
    });
    expect(await lab.get(`${id}/`)).toMatchObject({
      state: 'mapped',
      rows_total: 2,
      actions: ['map', 'start', 'cancel'],
    });
    expect(await lab.preview(id)).toMatchObject({ saved: true, mapping: { defaults: { body: 'None.' } } });
  });

  it('may cut a CSV otherwise than we would, and the file is looked at anew', async () => {
    const text = `Email|Message\nada${(next += 1)}@buyer.example|valves, pumps; gaskets\n`;
    const { id } = await lab.uploaded(Buffer.from(text), 'leads.csv');
    const wrong = await lab.act(id, 'mapping', { delimiter: ';', columns: [{ column: 0, field: 'from' }] });
    expect(wrong.body).toMatchObject({ rows: [{ cells: [expect.stringContaining('|'), ' gaskets'] }] });
    const right = await lab.act(id, 'mapping', {
      delimiter: '|',
      columns: [
        { column: 0, field: 'from' },
        { column: 1, field: 'body' },
      ],
    });
    expect(right.body).toMatchObject({ saved: true, mails: [{ body: 'valves, pumps; gaskets' }] });
  });

  it('may be of another sheet', async () => {
    const file = workbookFile('xlsx', { Cover: [['Hello']], Leads: enquiries(2, (next += 1_000)) });
    const { id } = await lab.uploaded(file, 'leads.xlsx');
    const preview = await lab.preview(id);
    expect(preview.sheets.map(({ name }) => name)).toEqual(['Cover', 'Leads']);
    const reply = await lab.act(id, 'mapping', { sheet: 'Leads', columns: [{ column: 2, field: 'from' }] });
    expect(reply.body).toMatchObject({ saved: true, mapping: { sheet: 'Leads' } });
    expect((await lab.act(id, 'mapping', { sheet: 'None', columns: [] })).status).toBe(422);
  });

  it('that names no columns has them told by the headings of the sheet that it names', async () => {
    const rows = [['Enquiries of November'], ...enquiries(2, (next += 1_000))];
    const { id } = await lab.uploaded(
      workbookFile('xlsx', { Cover: [['Hello']], Leads: rows }),
      'leads.xlsx',
    );
    const reply = await lab.act(id, 'mapping', { sheet: 'Leads', header_row: 2 });
    const fields = enquiries(0)[0]?.map((name, column) => ({ column, name }));
    expect(reply.body).toMatchObject({
      saved: true,
      columns: fields?.map((one) => expect.objectContaining(one) as object),
      mapping: { columns: expect.arrayContaining([{ column: 2, field: 'from' }]) as object },
    });
  });

  it.each([
    [{ columns: 'as you like' }, 'body.columns'],
    [{ columns: [{ column: 0, field: 'sender' }] }, 'body.columns.0.field'],
    [{ columns: [{ column: -1, field: 'from' }] }, 'body.columns.0.column'],
    [{ columns: [], utc_offset: 'IST' }, 'body.utc_offset'],
    [{ columns: [], defaults: { from: 'nobody' } }, 'body.defaults.from'],
  ])('that is none is refused by the name of the field: %j', async (mapping, path) => {
    const { id } = await lab.uploaded(someFile(), 'leads.csv');
    const reply = await lab.act(id, 'mapping', mapping);
    expect(reply.status).toBe(422);
    expect(problemOf(reply).errors?.[0]?.path).toBe(path);
  });
});

describe('what can be done depends on the state', () => {
  const states = async (id: string) => (await lab.get<Import>(`${id}/`)).state;
  const refused = async (id: string, action: string) => {
    const reply = await lab.act(id, action, action === 'mapping' ? { columns: [] } : {});
    expect(reply.status, action).toBe(409);
    expect(problemOf(reply).code).toBe('import_state');
    return problemOf(reply).detail;
  };

  it('from upload to the end', async () => {
    const { id } = await lab.uploaded(someFile(), 'leads.csv');
    expect(await refused(id, 'start')).toMatch(/Say first what its columns are/);
    await refused(id, 'pause');
    await lab.act(id, 'mapping', (await lab.preview(id)).mapping);
    expect((await lab.act(id, 'start')).body).toMatchObject({
      state: 'running',
      actions: ['pause', 'cancel'],
    });
    await refused(id, 'start');
    await refused(id, 'mapping');
    expect((await lab.act(id, 'pause')).body).toMatchObject({
      state: 'paused',
      actions: ['start', 'cancel'],
    });
    expect((await lab.act(id, 'start', { mode: 'shadow' })).status).toBe(409);
    expect((await lab.act(id, 'start')).body).toMatchObject({ state: 'running', mode: 'live' });
    expect((await lab.act(id, 'cancel')).body).toMatchObject({
      state: 'cancelled',
      actions: [],
      reason: 'Somebody cancelled it.',
    });
    for (const action of ['start', 'pause', 'cancel', 'mapping']) await refused(id, action);
    expect(await states(id)).toBe('cancelled');
  });

  it('and a cancelled one keeps no file', async () => {
    const { id } = await lab.uploaded(someFile(), 'leads.csv');
    const chunks = () =>
      lab.test.db.withTenant(lab.test.ours.scope, (tx) => tx.sql('import_chunks').where({ import_id: id }));
    expect(await chunks()).toHaveLength(1);
    const { file_deleted_at } = (await lab.act(id, 'cancel')).body as Import;
    expect(file_deleted_at).not.toBeNull();
    expect(await chunks()).toHaveLength(0);
  });

  it('and each act is in the log, without a word of the file', async () => {
    const { id } = await lab.uploaded(someFile(), 'leads.csv');
    await lab.act(id, 'mapping', (await lab.preview(id)).mapping);
    for (const action of ['start', 'pause', 'cancel']) await lab.act(id, action);
    const events = await lab.test.db.withTenant(lab.test.ours.scope, (tx) =>
      tx
        .sql<{ type: string; actor: string; data: object }>('events')
        .whereRaw(`data->>'import_id' = ?`, [id])
        .orderBy('id'),
    );
    expect(events.map(({ type }) => type)).toEqual(
      ['uploaded', 'mapped', 'started', 'paused', 'cancelled'].map((act) => `import.${act}`),
    );
    expect(events.every(({ actor }) => actor.startsWith('user:'))).toBe(true);
    expect(JSON.stringify(events)).not.toMatch(/buyer|leads\.csv|Subject/);
  });
});
