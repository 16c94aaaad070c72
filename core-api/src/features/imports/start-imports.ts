import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import type { Rehearsal } from '@pebble/contract/rehearsal';
import type { IncomingMail } from '../ingestion/incoming-mail.ts';
import { ImportWorker } from './import-worker.ts';

const IDLE_DAYS = 30;
const ROW_DAYS = 90;

/** Begins to run the imports of all tenants. Returns what ends that. */
export function startImports(
  config: { importFileDays: number },
  parts: {
    db: Database;
    log: Logger;
    core: { rehearse(scope: Scope, candidate: { incoming: IncomingMail }): Promise<Rehearsal> };
  },
): () => Promise<void> {
  const { db, log, core } = parts;
  const worker = new ImportWorker({
    db,
    log,
    rehearse: (scope, incoming) => core.rehearse(scope, { incoming }),
    retention: { fileDays: config.importFileDays, idleDays: IDLE_DAYS, rowDays: ROW_DAYS },
  });
  worker.start();
  return () => worker.stop();
}
