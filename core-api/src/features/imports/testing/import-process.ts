import { pino } from 'pino';
import { Database } from '../../../db/database.ts';
import { ImportWorker } from '../import-worker.ts';

/** A process that runs imports until it is killed, as one of many workers would. Its argument is the connection, as JSON. */
const connection = JSON.parse(process.argv[2] ?? '') as Exclude<
  ConstructorParameters<typeof Database>[0],
  string
>;

new ImportWorker({
  db: new Database(connection, 4),
  log: pino({ level: 'silent' }),
  rehearse: () => Promise.reject(new Error('nothing is rehearsed here')),
  retention: { fileDays: 7, idleDays: 30, rowDays: 90 },
  // Slow, so that it is killed in the middle and never after the end.
  pace: { pollMs: 10, leaseSeconds: 2, batchRows: 5, mostUnfinished: 10 },
}).start();
