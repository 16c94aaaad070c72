import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { systemScope, type Scope } from '@pebble/core-api/db/scope';
import { ImportWorker } from '@pebble/core-api/features/imports/import-worker';
import { storeFile } from '@pebble/core-api/features/imports/file-chunks';
import { guessMapping } from '@pebble/core-api/features/imports/guess-mapping';
import { csvFile, workbookFile } from '@pebble/core-api/features/imports/testing/sheet-files';
import { readInProcess, type ReaderErrand } from '@pebble/core-api/imports/reader-process';
import type { Inspection } from '@pebble/core-api/imports/reader-protocol';
import { inLab, type Lab } from './lab.ts';

const ROWS = Number(process.argv[2] ?? 100_000);
const HEADINGS = [
  'Date',
  'Name',
  'Email',
  'Phone',
  'Company',
  'City',
  'Product',
  'Quantity',
  'Budget',
  'Message',
];
const CITIES = ['Pune', 'Genève', 'दिल्ली', 'Chennai'];

/**
 * Prints one JSON line for each format of a file with so many rows (`node bench/import.ts 100000`): how fast the reader process
 * reads it and with how much memory, and how fast its rows are taken in. Working the mails off is another bench.
 */
await inLab({ api: true, worker: false }, async (lab) => {
  for (const format of ['csv', 'xlsx', 'ods', 'xls'] as const) {
    // An .xls holds 65,536 rows and no more.
    const rows = sheet(format, format === 'xls' ? Math.min(ROWS, 65_000) : ROWS);
    const file = format === 'csv' ? csvFile(rows) : workbookFile(format, { Leads: rows }, format !== 'xls');
    const read = await readAll(file, format);
    const taken =
      format === 'csv' || format === 'xlsx' ? await takeAll(lab, file, format, rows.length - 1) : {};
    console.log(
      JSON.stringify({
        bench: 'import',
        format,
        rows: rows.length - 1,
        file_mb: megabytes(file.length),
        ...read,
        ...taken,
      }),
    );
  }
});

/** Rows that say something else in each format, or the second file would be known for the first. */
function sheet(format: string, count: number): string[][] {
  const rows = Array.from({ length: count }, (_, n) => [
    ...[
      `2026-11-${String(1 + (n % 28)).padStart(2, '0')} 09:30`,
      `Buyer ${n} of ${format}`,
      `buyer${n}@customer${n % 5_000}.example`,
    ],
    ...[
      `+91 98 ${n}`,
      `Company ${n % 5_000} Pvt Ltd`,
      CITIES[n % 4] ?? '',
      ['Valve', 'Pump', 'Gasket'][n % 3] ?? '',
    ],
    ...[
      String(n % 97),
      String(n * 1.5),
      `Please quote for ${n} units of item ${n % 313}, delivery within ${n % 60} days.`,
    ],
  ]);
  return [HEADINGS, ...rows];
}

function errand(format: ReaderErrand['format'], task: ReaderErrand['do']): ReaderErrand {
  return { do: task, format, sheet: null, delimiter: null, encoding: null, skip: 0 };
}

async function readAll(file: Buffer, format: ReaderErrand['format']): Promise<Record<string, number>> {
  const started = performance.now();
  let peak = 0;
  let rows = 0;
  const onMemory = (bytes: number) => (peak = Math.max(peak, bytes));
  for await (const message of readInProcess(errand(format, 'read'), [file], { onMemory })) {
    if (message.kind === 'rows') rows += message.rows.length;
  }
  const seconds = (performance.now() - started) / 1000;
  return {
    read_s: round(seconds),
    read_rows_per_s: Math.round(rows / seconds),
    reader_peak_mb: megabytes(peak),
  };
}

async function takeAll(
  lab: Lab,
  file: Buffer,
  format: 'csv' | 'xlsx',
  rows: number,
): Promise<Record<string, number>> {
  const { db } = lab.pebble;
  const scope = await benchScope(lab);
  const id = await upload(lab, scope, file, format);
  const worker = new ImportWorker({
    db,
    log: pino({ level: 'error' }),
    rehearse: () => Promise.reject(new Error('nothing is rehearsed')),
    retention: { fileDays: 1, idleDays: 1, rowDays: 1 },
    // Nobody works the mails off here, so nothing is to wait for that.
    pace: { pollMs: 20, mostUnfinished: Infinity },
  });
  const before = process.memoryUsage().rss;
  const started = performance.now();
  worker.start();
  const done = async () =>
    db.withTenant(scope, (tx) =>
      tx.sql('imports').where({ id }).whereIn('state', ['done', 'failed']).first('state', 'counts'),
    );
  let result = await done();
  for (; !result; result = await done()) await pause(50);
  const seconds = (performance.now() - started) / 1000;
  await worker.stop();
  if (result.state !== 'done' || result.counts.accepted !== rows)
    throw new Error(`the import came to ${JSON.stringify(result)}`);
  return {
    taken_s: round(seconds),
    taken_rows_per_s: Math.round(rows / seconds),
    worker_grew_mb: megabytes(process.memoryUsage().rss - before),
  };
}

async function upload(lab: Lab, scope: Scope, file: Buffer, format: 'csv' | 'xlsx'): Promise<string> {
  const id = randomUUID();
  const inspection = await inspect(file, format);
  await lab.pebble.db.withTenant(scope, async (tx) => {
    const entity = await tx.sql('entities').orderBy('position').first('id');
    await tx.sql('imports').insert({
      ...{
        id,
        tenant_id: scope.tenantId,
        entity_id: entity.id,
        filename: `leads.${format}`,
        format,
        size: file.length,
      },
      ...{ sha256: Buffer.alloc(32), state: 'running', mode: 'live', actor: scope.actor },
      inspection: JSON.stringify(inspection),
      mapping: JSON.stringify(guessMapping(inspection, null)),
    });
    await storeFile(tx, { id, entityId: entity.id }, file);
  });
  return id;
}

async function inspect(file: Buffer, format: 'csv' | 'xlsx'): Promise<Inspection> {
  for await (const message of readInProcess(errand(format, 'inspect'), [file])) {
    if (message.kind === 'inspection') return message.inspection;
  }
  throw new Error('the reader said nothing');
}

async function benchScope(lab: Lab): Promise<Scope> {
  const tenant = (await lab.pebble.db.tenants()).find(({ slug }) => slug === 'meridian');
  return systemScope(tenant?.id ?? '', 'bench', randomUUID());
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
