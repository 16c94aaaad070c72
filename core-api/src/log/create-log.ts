import { destination, pino, type DestinationStream, type Logger } from 'pino';
import { describeError } from './describe-error.ts';

/**
 * The log of this process: JSON lines on stderr. Errors are written by class, code and frames only, because the fields that
 * libraries hang on them (Postgres: `detail`, `where`) repeat the row that was refused.
 */
export function createLog(level: string, sink: DestinationStream = destination(2)): Logger {
  return pino({ level, serializers: { err: describeError }, base: { pid: process.pid } }, sink);
}
