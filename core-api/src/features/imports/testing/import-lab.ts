import type { ImportPreview } from '@pebble/contract/import-mapping';
import type { Import, ImportFormat, ImportRow } from '@pebble/contract/imports';
import type { Problem } from '@pebble/contract/problem';
import { pino } from 'pino';
import { createTestCore, type TestCore } from '../../../../test/test-core.ts';
import { startTestWorker, type TestWorker } from '../../../../test/test-worker.ts';
import { until } from '../../../../test/until.ts';
import type { RawReply } from '../../../http/dispatch.ts';
import { ImportWorker, type ImportWorkerOptions } from '../import-worker.ts';
import { TYPES } from './sheet-files.ts';

export const RETENTION = { fileDays: 7, idleDays: 30, rowDays: 90 };

/** The API with what runs imports and works their mails off. */
export interface ImportLab {
  test: TestCore;
  admin: string;
  worker: TestWorker;
  upload(
    file: Uint8Array,
    filename: string,
    query?: Record<string, string>,
    token?: string,
  ): Promise<RawReply>;
  /** As `upload`, for what is taken. */
  uploaded(file: Uint8Array, filename: string, query?: Record<string, string>): Promise<Import>;
  get<T>(path: string, token?: string): Promise<T>;
  act(id: string, action: string, body?: unknown, token?: string): Promise<RawReply>;
  preview(id: string): Promise<ImportPreview>;
  rows(id: string): Promise<ImportRow[]>;
  /** Waits until an import is in one of these states. */
  reaches(id: string, ...states: Import['state'][]): Promise<Import>;
  close(): Promise<void>;
}

export async function openImportLab(
  options: { imports?: false | Partial<ImportWorkerOptions> } = {},
): Promise<ImportLab> {
  const test = await createTestCore();
  const worker = await startTestWorker(test);
  const imports = options.imports === false ? null : startImportWorker(test, options.imports);
  const admin = await test.signIn('admin');
  const base = '/api/v1/ingestion/batch/';
  const lab: ImportLab = {
    ...{ test, admin, worker },
    upload: (file, filename, query = {}, token = admin) =>
      test.send({
        method: 'POST',
        path: `${base}?${new URLSearchParams({ filename, ...query })}`,
        token,
        raw: { type: typeOf(filename), bytes: file },
      }),
    async uploaded(file, filename, query) {
      const reply = await lab.upload(file, filename, query);
      if (reply.status !== 202) throw new Error(`the upload answered ${JSON.stringify(reply.body)}`);
      return reply.body as Import;
    },
    get: async <T>(path: string, token = admin) => (await test.send({ path: base + path, token })).body as T,
    act: (id, action, body, token = admin) =>
      test.send({
        method: action === 'mapping' ? 'PUT' : 'POST',
        path: `${base}${id}/${action}/`,
        token,
        body: body ?? {},
      }),
    preview: (id) => lab.get<ImportPreview>(`${id}/preview/`),
    rows: async (id) => (await lab.get<{ items: ImportRow[] }>(`${id}/rows/?limit=200`)).items,
    reaches: (id, ...states) =>
      until(async () => {
        const now = await lab.get<Import>(`${id}/`);
        return states.includes(now.state) ? now : undefined;
      }),
    async close() {
      await imports?.stop();
      await worker.stop();
      await test.close();
    },
  };
  return lab;
}

/** Runs imports with batches and times small enough to wait for. */
export function startImportWorker(test: TestCore, change: Partial<ImportWorkerOptions> = {}): ImportWorker {
  const worker = new ImportWorker({
    db: test.db,
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    rehearse: (scope, incoming) => test.core.rehearse(scope, { incoming }),
    retention: RETENTION,
    ...change,
    pace: { pollMs: 10, leaseSeconds: 2, batchRows: 20, restSeconds: 0.01, ...change.pace },
  });
  worker.start();
  return worker;
}

export function problemOf(reply: RawReply): Problem {
  return reply.body as Problem;
}

function typeOf(filename: string): string {
  return TYPES[filename.slice(filename.lastIndexOf('.') + 1) as ImportFormat] ?? 'application/octet-stream';
}
