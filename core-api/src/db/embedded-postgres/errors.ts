import { OperatorError } from '../../runtime/operator-error.ts';

/** The embedded Postgres could not be brought up. The message says why and what to do; it holds no secret. */
export class EmbeddedPostgresError extends OperatorError {
  override readonly name: string = 'EmbeddedPostgresError';
}

/** Another process is using this data directory right now. */
export class AlreadyRunningError extends EmbeddedPostgresError {
  override readonly name = 'AlreadyRunningError';
  readonly pid: number;

  constructor(dataDir: string, pid: number) {
    super(`an embedded Postgres (pid ${pid}) is already running on ${dataDir}`);
    this.pid = pid;
  }
}
