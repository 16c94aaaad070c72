import type { Import } from '@pebble/contract/imports';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asOwner } from '../../db/owner.ts';
import { cleanUpImports } from './clean-up.ts';
import { openImportLab, RETENTION, type ImportLab } from './testing/import-lab.ts';
import { csvFile, enquiries } from './testing/sheet-files.ts';

let lab: ImportLab;
let next = 0;

beforeAll(async () => {
  lab = await openImportLab();
});
afterAll(() => lab.close());

const upload = (query: Record<string, string> = {}) =>
  lab.uploaded(csvFile(enquiries(2, (next += 1_000))), 'leads.csv', query);
/** As if so many days had passed for it. */
const age = (id: string, days: number) =>
  asOwner(lab.test.owner, (owner) =>
    owner.query(
      `UPDATE imports SET finished_at = finished_at - make_interval(days => $2), updated_at = updated_at - make_interval(days => $2) WHERE id = $1`,
      [id, days],
    ),
  );
const chunks = (id: string) =>
  lab.test.db.withTenant(lab.test.ours.scope, (tx) =>
    tx.sql('import_chunks').where({ import_id: id }).pluck('position'),
  );

it('the file goes after a week, the report after three months, and what it came to stays', async () => {
  const { id } = await upload({ start: 'true' });
  await lab.reaches(id, 'done');
  await age(id, 6);
  await cleanUpImports(lab.test.db, RETENTION);
  expect(await chunks(id)).toEqual([0]);
  await age(id, 2);
  await cleanUpImports(lab.test.db, RETENTION);
  expect(await chunks(id)).toEqual([]);
  expect(await lab.get<Import>(`${id}/`)).toMatchObject({
    state: 'done',
    counts: { accepted: 2 },
    file_deleted_at: expect.any(String) as string,
  });
  expect(await lab.rows(id)).toHaveLength(2);
  const preview = await lab.test.send({ path: `/api/v1/ingestion/batch/${id}/preview/`, token: lab.admin });
  expect(preview.status).toBe(409);
  const kept = await lab.test.db.withTenant(lab.test.ours.scope, (tx) =>
    tx.sql('imports').where({ id }).first(),
  );
  expect(JSON.stringify(kept)).not.toContain('buyer');
  await age(id, 90);
  await cleanUpImports(lab.test.db, RETENTION);
  expect(await lab.rows(id)).toEqual([]);
  expect(await lab.get<Import>(`${id}/`)).toMatchObject({ state: 'done', counts: { accepted: 2 } });
});

it('a shadow run whose file is gone cannot be run for real', async () => {
  const { id } = await upload({ start: 'true', mode: 'shadow' });
  await lab.reaches(id, 'done');
  await age(id, 8);
  await cleanUpImports(lab.test.db, RETENTION);
  expect((await lab.get<Import>(`${id}/`)).actions).toEqual(['cancel']);
  expect((await lab.act(id, 'start', { mode: 'live' })).status).toBe(409);
});

it('an import that nobody goes on with is cancelled, and the log says so', async () => {
  const { id } = await upload();
  await age(id, 29);
  await cleanUpImports(lab.test.db, RETENTION);
  expect((await lab.get<Import>(`${id}/`)).state).toBe('uploaded');
  await age(id, 2);
  await cleanUpImports(lab.test.db, RETENTION);
  expect(await lab.get<Import>(`${id}/`)).toMatchObject({
    state: 'cancelled',
    reason: 'Nobody went on with it for 30 days.',
  });
  expect(await chunks(id)).toEqual([]);
  const logged = await lab.test.db.withTenant(lab.test.ours.scope, (tx) =>
    tx.sql('events').where({ type: 'import.cancelled', actor: 'system' }).pluck('id'),
  );
  expect(logged).toHaveLength(1);
});
