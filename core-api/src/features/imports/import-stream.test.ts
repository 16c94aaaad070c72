import type { Import } from '@pebble/contract/imports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamItem } from '../../http/route.ts';
import { openImportLab, type ImportLab } from './testing/import-lab.ts';
import { csvFile, enquiries } from './testing/sheet-files.ts';

/** Progress as people watch it. */
let lab: ImportLab;
let next = 0;

beforeAll(async () => {
  lab = await openImportLab();
});
afterAll(() => lab.close());

const upload = (query: Record<string, string> = {}) =>
  lab.uploaded(csvFile(enquiries(120, (next += 1_000))), 'leads.csv', query);

async function* watch(id: string, lastEventId?: string): AsyncGenerator<{ id: string; data: Import }> {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const reply = await lab.test.send({
    path: `/api/v1/ingestion/batch/${id}/stream/`,
    token: lab.admin,
    headers,
  });
  expect(reply.status).toBe(200);
  for await (const item of reply.stream as AsyncIterable<StreamItem<Import>>) {
    if (item.id !== null) yield item;
  }
}
async function all(stream: AsyncIterable<{ id: string; data: Import }>) {
  const items: { id: string; data: Import }[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

describe('the stream of an import', () => {
  it('tells where it is, then each step, and ends with it', async () => {
    const { id } = await upload({ start: 'true' });
    const items = await all(watch(id));
    const rows = items.map(({ data }) => data.rows_done);
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
    expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
    expect(items.at(-1)?.data).toMatchObject({ state: 'done', rows_done: 120, counts: { accepted: 120 } });
    // What is told is what is there.
    expect(items.at(-1)?.data).toEqual(await lab.get(`${id}/`));
  });

  it('goes on after what the client has seen, and tells nothing twice', async () => {
    const { id } = await upload();
    const first = watch(id);
    const seen = (await first.next()).value as { id: string; data: Import };
    expect(seen.data.state).toBe('uploaded');
    await first.return(undefined);
    await lab.act(id, 'mapping', (await lab.preview(id)).mapping);
    await lab.act(id, 'start');
    const rest = await all(watch(id, seen.id));
    expect(rest.length).toBeGreaterThan(0);
    expect(rest.every((item) => Number(item.id) > Number(seen.id))).toBe(true);
    const last = rest.at(-1);
    expect(last?.data.state).toBe('done');
    expect(await all(watch(id, last?.id))).toEqual([]);
  });

  it('takes an id that it never gave for none', async () => {
    const { id } = await upload();
    await lab.act(id, 'cancel');
    for (const strange of ['', 'x', '1e999', '-1']) {
      expect(
        (await all(watch(id, strange))).map(({ data }) => data.state),
        strange,
      ).toEqual(['cancelled']);
    }
  });
});
