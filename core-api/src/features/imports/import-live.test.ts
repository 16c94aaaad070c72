import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImportLab, type ImportLab } from './testing/import-lab.ts';
import { csvFile, enquiries, workbookFile } from './testing/sheet-files.ts';

/** From the file to the cards, through the reader process, the accept path, the queue and the flow. */
let lab: ImportLab;

beforeAll(async () => {
  lab = await openImportLab();
});
afterAll(() => lab.close());

async function cardsOf(id: string): Promise<Record<string, unknown>[]> {
  const rows = await lab.rows(id);
  return Promise.all(
    rows
      .flatMap(({ result, tracking_id }) => (result === 'accepted' && tracking_id ? [tracking_id] : []))
      .map(async (tracking) => {
        const { card_id } = await lab.worker.outcome(tracking);
        return (await lab.test.send({ path: `/api/v1/cards/${card_id}/`, token: lab.admin })).body as Record<
          string,
          unknown
        >;
      }),
  );
}

describe.each(['csv', 'xlsx', 'xls', 'ods'] as const)('a %s file', (format) => {
  it('becomes cards, with a result for each row', async () => {
    const rows = enquiries(5, { csv: 0, xlsx: 100, xls: 200, ods: 300 }[format]);
    const file = format === 'csv' ? csvFile(rows) : workbookFile(format, { Leads: rows });
    const { id, state } = await lab.uploaded(file, `leads.${format}`, { start: 'true' });
    expect(state).toBe('running');
    const done = await lab.reaches(id, 'done');
    expect(done).toMatchObject({ rows_done: 5, rows_total: 5, counts: { accepted: 5 }, actions: [] });
    expect((await lab.rows(id)).map(({ row, line, result }) => ({ row, line, result }))).toEqual(
      [1, 2, 3, 4, 5].map((row) => ({ row, line: row + 1, result: 'accepted' })),
    );
    const cards = await cardsOf(id);
    expect(cards.map((card) => card['title']).sort()).toEqual(
      rows
        .slice(1)
        .map((row) => row[3])
        .sort(),
    );
    expect(JSON.stringify(cards)).toContain('City: Genève');
  });
});
