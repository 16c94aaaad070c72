import type { Import } from '@pebble/contract/imports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImportLab, problemOf, type ImportLab } from './testing/import-lab.ts';
import { csvFile, enquiries } from './testing/sheet-files.ts';

/** Who sees which import; nothing runs here. */
let lab: ImportLab;
let next = 0;
/** A file of its own each time. */
const someFile = (rows = 2) => csvFile(enquiries(rows, (next += 1_000)));

beforeAll(async () => {
  lab = await openImportLab({ imports: false });
});
afterAll(() => lab.close());

describe('an import of others', () => {
  it('does not exist for another tenant, nor for another entity of one', async () => {
    const { id } = await lab.uploaded(someFile(), 'leads.csv', { mailbox: 'sales@south.ours.example' });
    for (const token of [await lab.test.signIn('admin', 'theirs'), await lab.test.signIn('manager')]) {
      for (const path of ['', 'preview/', 'rows/', 'results/', 'stream/']) {
        expect(
          (await lab.test.send({ path: `/api/v1/ingestion/batch/${id}/${path}`, token })).status,
          path,
        ).toBe(404);
      }
      for (const action of ['start', 'pause', 'cancel', 'mapping']) {
        expect(
          (await lab.act(id, action, action === 'mapping' ? { columns: [] } : {}, token)).status,
          action,
        ).toBe(404);
      }
      expect(JSON.stringify(await lab.get('', token))).not.toContain(id);
    }
  });

  it('cannot be made by an entity role for another entity', async () => {
    const manager = await lab.test.signIn('manager');
    const reply = await lab.upload(someFile(), 'leads.csv', { mailbox: 'sales@south.ours.example' }, manager);
    expect(reply.status).toBe(422);
    const own = await lab.upload(someFile(), 'leads.csv', {}, manager);
    expect(own.body).toMatchObject({ entity_id: lab.test.ours.entities['north'] });
  });

  it('is not told to one who uploads the same file', async () => {
    const file = someFile();
    await lab.uploaded(file, 'leads.csv');
    const theirs = await lab.upload(file, 'leads.csv', {}, await lab.test.signIn('admin', 'theirs'));
    expect(theirs.status).toBe(202);
  });
});

it('lists go on where they stopped', async () => {
  const all = await lab.get<{ items: Import[] }>('?limit=200');
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const page = await lab.get<{ items: Import[]; next_cursor: string | null }>(`?limit=3${cursor}`);
    seen.push(...page.items.map(({ id }) => id));
    if (page.next_cursor === null) break;
    cursor = `&cursor=${page.next_cursor}`;
  }
  expect(seen).toEqual(all.items.map(({ id }) => id));
  const cancelled = await lab.get<{ items: Import[] }>('?state=cancelled&limit=200');
  expect(cancelled.items.map(({ id }) => id)).toEqual(
    all.items.filter(({ state }) => state === 'cancelled').map(({ id }) => id),
  );
  expect(
    problemOf(await lab.test.send({ path: '/api/v1/ingestion/batch/?cursor=xyz', token: lab.admin })).code,
  ).toBe('invalid_request');
});

it('nobody can begin imports without end', async () => {
  const scope = { ...lab.test.theirs.scope };
  const token = await lab.test.signIn('ops', 'theirs');
  const { id } = (await lab.upload(someFile(), 'leads.csv', {}, token)).body as Import;
  await lab.test.db.withTenant(scope, (tx) =>
    tx.sql.raw(
      `INSERT INTO imports (id, tenant_id, entity_id, filename, format, size, sha256, state, mode, inspection, actor)
       SELECT gen_random_uuid(), tenant_id, entity_id, filename, format, size, sha256, state, mode, inspection, actor
       FROM imports, generate_series(1, 49) WHERE id = ?`,
      [id],
    ),
  );
  const refused = await lab.upload(someFile(), 'leads.csv', {}, token);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
});
