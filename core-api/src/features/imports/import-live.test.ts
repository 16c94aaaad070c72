import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { openImportLab, type ImportLab } from './testing/import-lab.ts';
import { csvFile, enquiries, HEADINGS, workbookFile } from './testing/sheet-files.ts';

/** From the file to the cards, through the reader process, the accept path, the queue and the flow. */
let lab: ImportLab;
let next = 0;
const fresh = (rows: number) => enquiries(rows, (next += 1_000));

beforeAll(async () => {
  lab = await openImportLab();
});
afterAll(() => lab.close());

interface Card {
  title: string;
  board: string;
  from_address: string;
  entity_id: string;
  mails: { text: string }[];
  history: { label: string; data: Record<string, unknown> }[];
}

async function cardsOf(id: string): Promise<Card[]> {
  const accepted = (await lab.rows(id)).flatMap(({ result, tracking_id }) =>
    result === 'accepted' && tracking_id ? [tracking_id] : [],
  );
  return Promise.all(
    accepted.map(async (tracking) => {
      const { card_id } = await lab.worker.outcome(tracking);
      return (await lab.test.send({ path: `/api/v1/cards/${card_id}/`, token: lab.admin })).body as Card;
    }),
  );
}
/** Imports a file to its end. */
async function run(file: Buffer, name: string, query: Record<string, string> = {}) {
  const { id } = await lab.uploaded(file, name, { start: 'true', ...query });
  return lab.reaches(id, 'done', 'failed');
}
const results = async (id: string) =>
  (await lab.rows(id)).map(({ line, result, reason }) => ({ line, result, reason }));

describe.each(['csv', 'xlsx', 'xls', 'ods'] as const)('a %s file', (format) => {
  it('becomes cards, with a result for each row', async () => {
    const rows = fresh(5);
    const file = format === 'csv' ? csvFile(rows) : workbookFile(format, { Leads: rows });
    const done = await run(file, `leads.${format}`);
    expect(done).toMatchObject({
      state: 'done',
      rows_done: 5,
      rows_total: 5,
      counts: { accepted: 5 },
      actions: [],
    });
    expect((await lab.rows(done.id)).map(({ row, line, result }) => ({ row, line, result }))).toEqual(
      [1, 2, 3, 4, 5].map((row) => ({ row, line: row + 1, result: 'accepted' })),
    );
    const cards = await cardsOf(done.id);
    const subjects = rows.slice(1).map((row) => row[3]);
    expect(cards.map(({ title }) => title).sort()).toEqual(subjects.sort());
    expect(cards.every(({ board }) => board === 'crm')).toBe(true);
    expect(JSON.stringify(cards)).toContain('City: Genève');
  });
});

describe('rows that are not taken', () => {
  it('have their line and their reason, and keep no other from being taken', async () => {
    const [headings = [], good = [], other = []] = fresh(2);
    const lines = [
      headings.join(','),
      csvFile([good]).toString().trimEnd(),
      '2026-11-02,Nobody,,No sender,Text,Pune',
      `2026-11-02,Ada,ada@x.example,too,many,cells,here`,
      'yesterday,Ada,ada@x.example,Subject,Text,Pune',
      '2026-11-02,Ada,"open,Subject,Text,Pune',
      '',
      csvFile([other]).toString(),
    ];
    const done = await run(Buffer.from(lines.join('\r\n')), 'leads.csv');
    expect(done).toMatchObject({ state: 'done', rows_done: 6, counts: { accepted: 2, error: 4 } });
    expect(await results(done.id)).toEqual([
      { line: 2, result: 'accepted', reason: null },
      { line: 3, result: 'error', reason: 'There is no sender: column "Email" is empty.' },
      {
        line: 4,
        result: 'error',
        reason: expect.stringContaining('has 7 cells and the headings are 6') as string,
      },
      {
        line: 5,
        result: 'error',
        reason: expect.stringContaining('The date in column "Date" cannot be read') as string,
      },
      { line: 6, result: 'error', reason: 'A quote is opened in this row and never closed.' },
      { line: 8, result: 'accepted', reason: null },
    ]);
    const errors = await lab.get<{ items: unknown[] }>(`${done.id}/rows/?result=error`);
    expect(errors.items).toHaveLength(4);
  });

  it('are those of senders on the blacklist, and rows for mailboxes of others', async () => {
    const body = { pattern: 'spam.example', note: '' };
    await lab.test.send({ method: 'POST', path: '/api/v1/blacklist/', token: lab.admin, body });
    const rows = [
      ['Email', 'Subject', 'Message', 'Mailbox'],
      ['a@mail.spam.example', 'Cheap watches', 'Buy', ''],
      [`ada${(next += 1)}@buyer.example`, 'Valves', 'Please quote.', 'sales@north.theirs.example'],
      [`ada${next}@buyer.example`, 'Pumps', 'Please quote.', 'sales@south.ours.example'],
    ];
    const done = await run(csvFile(rows), 'leads.csv');
    expect(await results(done.id)).toEqual([
      { line: 2, result: 'rejected', reason: 'The sender is on the blacklist' },
      { line: 3, result: 'error', reason: 'The mailbox is not a mailbox of your entities.' },
      { line: 4, result: 'accepted', reason: null },
    ]);
    expect((await cardsOf(done.id))[0]?.entity_id).toBe(lab.test.ours.entities['south']);
  });
});

describe('a row that says the same as another', () => {
  it('of this file is one mail with it, and logged as a repeat on its card', async () => {
    const [headings = [], row = []] = fresh(1);
    const done = await run(csvFile([headings, row, row, row]), 'leads.csv');
    expect(await results(done.id)).toEqual([
      { line: 2, result: 'accepted', reason: null },
      { line: 3, result: 'duplicate', reason: 'Says the same as row 1.' },
      { line: 4, result: 'duplicate', reason: 'Says the same as row 1.' },
    ]);
    const [card] = await cardsOf(done.id);
    const repeats = card?.history.filter(({ label }) => label === 'Duplicate Ignored');
    // Written before the card was there, they are on the mail; what counts is that they are in the log.
    const logged = await lab.test.db.withTenant(lab.test.ours.scope, (tx) =>
      tx
        .sql('events')
        .where({ type: 'mail.duplicate_ignored' })
        .whereRaw(`data->>'import_id' = ?`, [done.id]),
    );
    expect(logged).toHaveLength(2);
    expect(repeats?.length).toBeLessThanOrEqual(2);
    expect(card?.mails).toHaveLength(1);
  });

  it('of an earlier file is not taken again, however the file was mended meanwhile', async () => {
    const [headings = [], one = [], two = []] = fresh(2);
    const broken = two.map((cell, column) => (column === 2 ? 'no address' : cell));
    const first = await run(csvFile([headings, one, broken]), 'leads.csv');
    expect(first.counts).toEqual({ accepted: 1, error: 1 });
    const mended = await run(csvFile([headings, two, one]), 'leads.csv');
    expect(await results(mended.id)).toEqual([
      { line: 2, result: 'accepted', reason: null },
      { line: 3, result: 'duplicate', reason: 'Says the same as row 1 of an earlier import.' },
    ]);
    const ids = await Promise.all(
      [first.id, mended.id].map(async (id) => (await lab.rows(id)).map(({ tracking_id }) => tracking_id)),
    );
    expect(ids[1]?.[1]).toBe(ids[0]?.[0]);
  });

  it('whose mail could not be processed is taken again: that is how people repair it', async () => {
    const rows = fresh(1);
    const first = await run(csvFile(rows), 'leads.csv');
    const [row] = await lab.rows(first.id);
    await lab.worker.outcome(row?.tracking_id ?? '');
    await lab.test.db.withTenant(lab.test.ours.scope, (tx) =>
      tx.sql('inbound_emails').where({ id: row?.tracking_id }).update({ state: 'dead' }),
    );
    const again = await run(csvFile(rows), 'leads.csv', { again: 'true' });
    expect(again.counts).toEqual({ accepted: 1 });
  });
});

describe('an archive of mails', () => {
  const ENVELOPE = Buffer.from('From ada@buyer.example Mon Nov  2 09:00:00 2026\r\n');
  const archive = (...mails: Uint8Array[]) =>
    Buffer.concat(mails.flatMap((mail) => [ENVELOPE, mail, Buffer.from('\r\n')]));
  const subject = () => `Request for quotation: ${(next += 1)} ball valves`;

  it('is taken mail by mail, without a mapping; a broken one is told and the others go on', async () => {
    const [one, two] = [
      rawMail({ subject: subject() }),
      rawMail({ subject: subject(), to: 'sales@south.ours.example' }),
    ];
    const broken = Buffer.from('Subject: from nobody\r\n\r\nText\r\n');
    const done = await run(archive(one, broken, two, one), 'all.mbox');
    expect(done).toMatchObject({
      format: 'mbox',
      rows_total: 4,
      counts: { accepted: 2, error: 1, duplicate: 1 },
    });
    const rows = await results(done.id);
    expect(rows.map(({ result }) => result)).toEqual(['accepted', 'error', 'accepted', 'duplicate']);
    expect(rows[1]?.reason).toBe('The mail has no sender address.');
    const cards = await cardsOf(done.id);
    expect(cards.map(({ entity_id }) => entity_id)).toEqual(
      ['north', 'south'].map((name) => lab.test.ours.entities[name]),
    );
  });

  it('goes to the mailbox that was chosen for it', async () => {
    const mail = rawMail({ subject: subject(), to: 'somebody@elsewhere.example' });
    const done = await run(archive(mail), 'all.mbox', { mailbox: 'sales@south.ours.example' });
    expect((await cardsOf(done.id))[0]?.entity_id).toBe(lab.test.ours.entities['south']);
  });

  it('may be one .eml', async () => {
    const text = subject();
    const done = await run(Buffer.from(rawMail({ subject: text })), 'one.eml');
    expect(done).toMatchObject({ format: 'eml', counts: { accepted: 1 } });
    expect((await cardsOf(done.id))[0]?.title).toBe(text);
  });
});

it('a sheet of a portal, with one sender and one subject for all rows, is a card for each row and no loop', async () => {
  const rows = Array.from({ length: 75 }, (_, n) => [
    `Buyer ${n} asks for a quotation of ${n + (next += 1)} ball valves`,
  ]);
  const { id } = await lab.uploaded(csvFile([['Message'], ...rows]), 'portal.csv');
  const defaults = { from: 'leads@portal.example', subject: 'New enquiry for a quotation' };
  const { mapping } = await lab.preview(id);
  expect((await lab.act(id, 'mapping', { ...mapping, defaults })).body).toMatchObject({ saved: true });
  await lab.act(id, 'start');
  expect((await lab.reaches(id, 'done')).counts).toEqual({ accepted: 75 });
  const outcomes = await Promise.all(
    (await lab.rows(id)).map(({ tracking_id }) => lab.worker.outcome(tracking_id ?? '')),
  );
  expect(new Set(outcomes.map(({ card_id }) => card_id)).size).toBe(75);
  expect(outcomes.every(({ state }) => state === 'done')).toBe(true);
});

it('a file whose sender column cannot be told is not started by itself', async () => {
  const taken = await lab.uploaded(
    csvFile([
      ['A', 'B'],
      ['1', '2'],
      [`${(next += 1)}`, '4'],
    ]),
    'odd.csv',
    { start: 'true' },
  );
  expect(taken.state).toBe('uploaded');
});

it('the report is a file for a spreadsheet, in which nothing is a formula', async () => {
  const rows = [
    [...HEADINGS.slice(0, 2), '=cmd|calc', ...HEADINGS.slice(3)],
    ...fresh(2).slice(1),
    ['', '', '', 'x', 'y', ''],
  ];
  const { id } = await lab.uploaded(csvFile(rows), 'leads.csv');
  const guessed = await lab.preview(id);
  await lab.act(id, 'mapping', guessed.mapping);
  await lab.act(id, 'start');
  await lab.reaches(id, 'done');
  const download = async (query = '') => {
    const reply = await lab.test.send({
      path: `/api/v1/ingestion/batch/${id}/results/${query}`,
      token: lab.admin,
    });
    expect(reply.headers['content-type']).toBe('text/csv; charset=utf-8');
    let text = '';
    for await (const piece of reply.text ?? []) text += piece;
    return text;
  };
  const [heading, ...lines] = (await download()).trimEnd().split('\r\n');
  expect(heading).toBe('\uFEFFrow,line,result,reason,tracking_id,mail_state,card_id,board,column');
  expect(lines.map((line) => line.split(',').slice(0, 3).join(','))).toEqual([
    '1,2,accepted',
    '2,3,accepted',
    '3,4,error',
  ]);
  expect(lines[2]).toContain('"There is no sender: column ""=cmd|calc"" is empty."');
  expect((await download('?result=error')).trimEnd().split('\r\n')).toHaveLength(2);
});
