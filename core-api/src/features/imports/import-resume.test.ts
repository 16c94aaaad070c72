import type { Import } from '@pebble/contract/imports';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../test/until.ts';
import type { ImportWorker, ImportWorkerOptions } from './import-worker.ts';
import { openImportLab, startImportWorker, type ImportLab } from './testing/import-lab.ts';
import { csvFile, enquiries, workbookFile } from './testing/sheet-files.ts';

/** What comes between an import and its end, and what it does then. */
let lab: ImportLab;
let next = 0;
/** Unfinished mails that are taken for a full queue. */
const FULL = 50;
const workers: ImportWorker[] = [];
const processes: ChildProcess[] = [];

beforeAll(async () => {
  lab = await openImportLab({ imports: false });
});
afterEach(async () => {
  for (const child of processes.splice(0)) await kill(child);
  for (const worker of workers.splice(0)) await worker.stop();
});
afterAll(() => lab.close());

const PROCESS = fileURLToPath(new URL('testing/import-process.ts', import.meta.url));

/** Another worker process, on the same database. */
function startProcess(): ChildProcess {
  const child = spawn(process.execPath, [PROCESS, JSON.stringify(lab.test.app)], { stdio: 'inherit' });
  processes.push(child);
  return child;
}
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
function startWorker(change: Partial<ImportWorkerOptions> = {}): ImportWorker {
  const worker = startImportWorker(lab.test, change);
  workers.push(worker);
  return worker;
}
const upload = (rows: string[][], format: 'csv' | 'xlsx' = 'csv') =>
  lab.uploaded(format === 'csv' ? csvFile(rows) : workbookFile(format, { Leads: rows }), `leads.${format}`, {
    start: 'true',
  });
const progress = (id: string, rows: number) =>
  until(async () => {
    const now = await lab.get<Import>(`${id}/`);
    return now.rows_done >= rows ? now : undefined;
  });
/** Everything that an import left in the database, counted. */
const countsOf = (id: string) =>
  lab.test.db.withTenant(lab.test.ours.scope, async (tx) => {
    const { rows } = await tx.sql.raw<{
      rows: { results: number; numbers: number; mails: number; accepted: number }[];
    }>(
      `SELECT (SELECT count(*) FROM import_rows WHERE import_id = i.id) AS results,
              (SELECT count(DISTINCT row_number) FROM import_rows WHERE import_id = i.id) AS numbers,
              (SELECT count(*) FROM inbound_emails m WHERE m.correlation_id = i.correlation_id) AS mails,
              (SELECT count(*) FROM import_rows r JOIN inbound_emails m ON m.tenant_id = r.tenant_id AND m.id = r.tracking_id
               WHERE r.import_id = i.id AND r.result = 'accepted') AS accepted
       FROM imports i WHERE id = ?`,
      [id],
    );
    return rows[0];
  });

describe.each(['csv', 'xlsx'] as const)('a worker that is killed in the middle of a %s', (format) => {
  it('loses no row and doubles none: others go on where it was', async () => {
    const total = 200;
    const { id } = await upload(enquiries(total, (next += 10_000)), format);
    for (const rows of [1, 80]) {
      const child = startProcess();
      await progress(id, rows);
      await kill(child);
    }
    expect((await lab.get<Import>(`${id}/`)).rows_done).toBeLessThan(total);
    startWorker();
    const done = await lab.reaches(id, 'done', 'failed');
    expect(done).toMatchObject({ state: 'done', rows_done: total, counts: { accepted: total } });
    expect(await countsOf(id)).toEqual({ results: total, numbers: total, mails: total, accepted: total });
    // And each of them has become one card.
    const unfinished = () =>
      lab.test.db.withTenant(lab.test.ours.scope, (tx) =>
        tx.sql('inbound_emails').whereIn('state', ['accepted', 'processing']).limit(1).pluck('id'),
      );
    await until(async () => ((await unfinished()).length === 0 ? true : undefined));
    const { rows } = await lab.test.db.withTenant(lab.test.ours.scope, (tx) =>
      tx.sql.raw<{ rows: { mails: number; done: number; cards: number }[] }>(
        `SELECT count(*) AS mails, count(*) FILTER (WHERE m.state = 'done') AS done, count(DISTINCT m.card_id) AS cards
         FROM inbound_emails m JOIN imports i ON i.correlation_id = m.correlation_id WHERE i.id = ?`,
        [id],
      ),
    );
    expect(rows).toEqual([{ mails: total, done: total, cards: total }]);
  });
});

describe('two workers at one import', () => {
  it('are never both at it: who lost it writes nothing more', async () => {
    const { id } = await upload(enquiries(120, (next += 10_000)));
    // A lease so short that each takes the import from the other all the time.
    for (let count = 0; count < 3; count += 1) startWorker({ pace: { leaseSeconds: 0.05 } });
    const done = await lab.reaches(id, 'done', 'failed');
    expect(done).toMatchObject({ state: 'done', counts: { accepted: 120 } });
    expect(await countsOf(id)).toEqual({ results: 120, numbers: 120, mails: 120, accepted: 120 });
  });
});

describe('a worker that is stopped', () => {
  it('gives its import back, and another goes on at once', async () => {
    const { id } = await upload(enquiries(200, (next += 10_000)));
    const first = startWorker({ pace: { leaseSeconds: 3_600 } });
    await progress(id, 1);
    await first.stop();
    const between = await lab.get<Import>(`${id}/`);
    startWorker({ pace: { leaseSeconds: 3_600 } });
    const done = await lab.reaches(id, 'done', 'failed');
    expect(done).toMatchObject({ state: 'done', counts: { accepted: 200 } });
    expect(between.rows_done).toBeGreaterThan(0);
    expect(await countsOf(id)).toEqual({ results: 200, numbers: 200, mails: 200, accepted: 200 });
  });
});

describe('a person', () => {
  it('pauses a running import, and goes on with it', async () => {
    const { id } = await upload(enquiries(200, (next += 10_000)));
    startWorker();
    await progress(id, 1);
    expect((await lab.act(id, 'pause')).status).toBe(200);
    const paused = await lab.get<Import>(`${id}/`);
    const rest = await countsOf(id);
    expect(rest).toMatchObject({ results: paused.rows_done, accepted: paused.rows_done });
    await lab.act(id, 'start');
    expect(await lab.reaches(id, 'done', 'failed')).toMatchObject({
      state: 'done',
      counts: { accepted: 200 },
    });
    expect(await countsOf(id)).toEqual({ results: 200, numbers: 200, mails: 200, accepted: 200 });
  });

  it('cancels one: what was accepted stays, and nothing comes after it', async () => {
    const { id } = await upload(enquiries(200, (next += 10_000)));
    startWorker();
    await progress(id, 1);
    const cancelled = (await lab.act(id, 'cancel')).body as Import;
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    expect(await lab.get<Import>(`${id}/`)).toEqual(cancelled);
    const done = cancelled.rows_done;
    expect(await countsOf(id)).toEqual({ results: done, numbers: done, mails: done, accepted: done });
  });
});

describe('an import of more rows than the workers keep up with', () => {
  it('waits, says so, and lets go of its reader meanwhile', async () => {
    // Mail that nobody works on: it stands for a queue that is full.
    const hold = (state: 'processing' | 'ignored') =>
      lab.test.db.withTenant(lab.test.ours.scope, (tx) =>
        state === 'processing'
          ? tx.sql.raw(
              `INSERT INTO inbound_emails (id, tenant_id, entity_id, format, raw, from_address, state)
               SELECT gen_random_uuid(), ?, ?, 'json', '', 'held', 'processing' FROM generate_series(1, ?)`,
              [lab.test.ours.id, lab.test.ours.entities['north'] ?? '', FULL],
            )
          : tx.sql('inbound_emails').where({ from_address: 'held' }).update({ state }),
      );
    await hold('processing');
    const { id } = await upload(enquiries(20, (next += 10_000)));
    startWorker({ pace: { patienceMs: 50, mostUnfinished: FULL } });
    const waiting = await until(async () => {
      const now = await lab.get<Import>(`${id}/`);
      return now.waiting ? now : undefined;
    });
    expect(waiting.rows_done).toBe(0);
    await hold('ignored');
    expect(await lab.reaches(id, 'done', 'failed')).toMatchObject({
      state: 'done',
      waiting: false,
      counts: { accepted: 20 },
    });
  });

  it('does not keep another tenant waiting', async () => {
    const token = await lab.test.signIn('admin', 'theirs');
    const ours = await upload(enquiries(200, (next += 10_000)));
    startWorker();
    await progress(ours.id, 1);
    const reply = await lab.upload(
      csvFile(enquiries(3, (next += 10_000))),
      'leads.csv',
      { start: 'true' },
      token,
    );
    const { id } = reply.body as Import;
    const theirs = await until(async () => {
      const now = await lab.get<Import>(`${id}/`, token);
      return now.state === 'done' ? now : undefined;
    });
    expect(theirs.counts).toEqual({ accepted: 3 });
    await lab.reaches(ours.id, 'done');
  });
});

describe('an import that cannot go on', () => {
  it('fails when its file is not all there, and takes no part of it for the whole', async () => {
    const { id } = await upload(enquiries(20, (next += 10_000)));
    await lab.test.db.withTenant(lab.test.ours.scope, (tx) =>
      tx.sql('import_chunks').where({ import_id: id }).delete(),
    );
    startWorker();
    const failed = await lab.reaches(id, 'failed', 'done');
    expect(failed).toMatchObject({
      ...{ state: 'failed', rows_done: 0, actions: ['start', 'cancel'] },
      reason: 'Something failed on our side several times; the log of your operator has it.',
    });
    const logged = await lab.test.db.withTenant(lab.test.ours.scope, (tx) =>
      tx.sql('events').where({ type: 'import.failed' }).whereRaw(`data->>'import_id' = ?`, [id]).pluck('id'),
    );
    expect(logged).toHaveLength(1);
  });

  it('fails with the reason of the reader, keeps what it has, and can be started again', async () => {
    const { id } = await upload(enquiries(30, (next += 10_000)), 'xlsx');
    // As if the file had been damaged where it lies.
    const spoil = (from: string, to: string) =>
      lab.test.db.withTenant(lab.test.ours.scope, (tx) =>
        tx.sql.raw(
          `WITH old AS (DELETE FROM import_chunks WHERE import_id = ? RETURNING *)
           INSERT INTO import_chunks (tenant_id, entity_id, import_id, position, content)
           SELECT tenant_id, entity_id, import_id, position, overlay(content PLACING decode(?, 'hex') FROM 1) FROM old WHERE ? <> ''`,
          [id, to, from],
        ),
      );
    await spoil('504b0304', 'ffffffff');
    startWorker();
    const failed = await lab.reaches(id, 'failed', 'done');
    expect(failed).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('damaged') as string,
      rows_done: 0,
    });
    await spoil('ffffffff', '504b0304');
    await lab.act(id, 'start');
    expect(await lab.reaches(id, 'failed', 'done')).toMatchObject({
      state: 'done',
      counts: { accepted: 30 },
      reason: null,
    });
  });
});
