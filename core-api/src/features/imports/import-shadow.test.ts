import { afterAll, beforeAll, expect, it } from 'vitest';
import { openImportLab, type ImportLab } from './testing/import-lab.ts';
import { csvFile, enquiries } from './testing/sheet-files.ts';

/** What an import would do, before it does it. */
let lab: ImportLab;
const REHEARSED = 10;

beforeAll(async () => {
  lab = await openImportLab({ imports: { pace: { rehearsedRows: REHEARSED } } });
});
afterAll(() => lab.close());

const countOf = (table: string) =>
  lab.test.db.withTenant(lab.test.ours.scope, async (tx) => {
    const [row] = await tx.sql(table).count<{ count: number }[]>('* as count');
    return row?.count;
  });

it('a shadow run tells what would become of each row and leaves nothing behind; then it is run for real', async () => {
  const body = { pattern: 'spam.example', note: '' };
  await lab.test.send({ method: 'POST', path: '/api/v1/blacklist/', token: lab.admin, body });
  const [headings = [], one = [], two = []] = enquiries(2);
  const spam = one.map((cell, column) => (column === 2 ? 'x@spam.example' : cell));
  const vague = ['2026-11-02', 'Eve', 'eve@buyer.example', 'Hi', 'ok', ''];
  const file = csvFile([headings, one, two, one, spam, vague, ['', '', '', '', 'no sender', '']]);
  const { id } = await lab.uploaded(file, 'leads.csv', { mode: 'shadow', start: 'true' });
  const shadow = await lab.reaches(id, 'done');
  expect(shadow).toMatchObject({
    mode: 'shadow',
    rows_done: 6,
    counts: { would_create: 3, duplicate: 1, rejected: 1, error: 1 },
    actions: ['map', 'start', 'cancel'],
  });
  expect(
    (await lab.rows(id)).map(({ result, reason, board, column, tracking_id }) => ({
      result,
      reason,
      board,
      column,
      tracking_id,
    })),
  ).toEqual([
    { result: 'would_create', reason: null, board: 'crm', column: 'new', tracking_id: null },
    { result: 'would_create', reason: null, board: 'crm', column: 'new', tracking_id: null },
    { result: 'duplicate', reason: 'Says the same as row 1.', board: null, column: null, tracking_id: null },
    {
      result: 'rejected',
      reason: 'The sender is on the blacklist',
      board: null,
      column: null,
      tracking_id: null,
    },
    {
      result: 'would_create',
      reason: null,
      board: expect.any(String) as string,
      column: 'triage',
      tracking_id: null,
    },
    {
      result: 'error',
      reason: 'There is no sender: column "Email" is empty.',
      board: null,
      column: null,
      tracking_id: null,
    },
  ]);
  for (const table of ['inbound_emails', 'cards', 'emails', 'processed_emails', 'flow_runs']) {
    expect(await countOf(table), table).toBe(0);
  }

  expect((await lab.act(id, 'start', { mode: 'live' })).body).toMatchObject({
    state: 'running',
    mode: 'live',
    rows_done: 0,
    counts: {},
  });
  const live = await lab.reaches(id, 'done');
  expect(live.counts).toEqual({ accepted: 3, duplicate: 1, rejected: 1, error: 1 });
  expect(await lab.rows(id)).toHaveLength(6);
  for (const { result, tracking_id } of await lab.rows(id)) {
    if (result === 'accepted') expect((await lab.worker.outcome(tracking_id ?? '')).state).toBe('done');
  }
  expect(await countOf('cards')).toBe(3);
});

it('a shadow run may be mapped anew, and run again in shadow', async () => {
  const { id } = await lab.uploaded(csvFile(enquiries(2, 1_000)), 'leads.csv', {
    mode: 'shadow',
    start: 'true',
  });
  await lab.reaches(id, 'done');
  const { mapping } = await lab.preview(id);
  const columns = mapping.columns.map((one) => (one.column === 4 ? { ...one, field: 'ignore' } : one));
  expect((await lab.act(id, 'mapping', { ...mapping, columns })).body).toMatchObject({ saved: true });
  expect((await lab.act(id, 'start')).body).toMatchObject({ state: 'running', mode: 'shadow' });
  expect((await lab.reaches(id, 'done')).rows_done).toBe(2);
});

it('of a long file the first rows are rehearsed and all are checked', async () => {
  const rows = enquiries(REHEARSED + 30, 10_000);
  rows.push(['', '', '', '', 'no sender', '']);
  const { id } = await lab.uploaded(csvFile(rows), 'long.csv', { mode: 'shadow', start: 'true' });
  const { counts } = await lab.reaches(id, 'done', 'failed');
  expect(counts.error).toBe(1);
  expect(counts.would_accept).toBeGreaterThanOrEqual(30);
  // Rehearsals give way to real work, so on a busy machine some rows are only checked.
  expect((counts.would_create ?? 0) + (counts.would_accept ?? 0)).toBe(REHEARSED + 30);
  expect(counts.would_create).toBeGreaterThan(0);
});
