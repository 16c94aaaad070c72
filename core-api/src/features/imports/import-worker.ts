import { randomUUID } from 'node:crypto';
import { Pause } from '../events/pause.ts';
import { systemScope } from '../../db/scope.ts';
import { giveBack } from './import-lease.ts';
import { cleanUpImports, type Retention } from './clean-up.ts';
import { PACE, type ImportPace } from './import-pace.ts';
import { runImport, type ImportDeps } from './run-import.ts';

/** Imports at the same time in one process: each may have a reader of 600 MB. */
const AT_ONCE = 2;
const CLEAN_UP_MS = 60 * 60 * 1000;

export interface ImportWorkerOptions extends Pick<ImportDeps, 'db' | 'log' | 'rehearse'> {
  retention: Retention;
  pace?: Partial<ImportPace>;
}

/** Runs the imports of all tenants, one of each at a time. Any number of processes may do so. */
export class ImportWorker {
  readonly #deps: ImportDeps & { retention: Retention };
  readonly #stopping = new AbortController();
  readonly #pause = new Pause();
  readonly #running = new Set<Promise<void>>();
  #loop: Promise<void> = Promise.resolve();
  #cleanUp: NodeJS.Timeout | undefined;

  constructor(deps: ImportWorkerOptions) {
    this.#deps = { ...deps, pace: { ...PACE, ...deps.pace } };
  }

  start(): void {
    this.#loop = this.#run();
    this.#cleanUp = setInterval(() => void this.#tidy(), CLEAN_UP_MS);
    this.#cleanUp.unref();
  }

  /** Ends after the rows that are in hand; another process goes on with the next. */
  async stop(): Promise<void> {
    clearInterval(this.#cleanUp);
    this.#stopping.abort();
    this.#pause.close();
    await this.#loop;
    await Promise.all(this.#running);
  }

  async #run(): Promise<void> {
    while (!this.#pause.closed) {
      const busy = this.#running.size >= AT_ONCE || !(await this.#takeOne());
      if (busy) await this.#pause.wait({ atLeast: 0, atMost: this.#deps.pace.pollMs });
    }
  }

  /** False when there is nothing to do. */
  async #takeOne(): Promise<boolean> {
    const { db, log, pace } = this.#deps;
    const token = randomUUID();
    const taken = await db.takeImport(token, pace.leaseSeconds).catch((error: unknown) => {
      log.warn({ err: error }, 'looking for imports');
      return null;
    });
    if (!taken) return false;
    const run = this.#work({ ...taken, token }).finally(() => {
      this.#running.delete(run);
      this.#pause.ring();
    });
    this.#running.add(run);
    return true;
  }

  async #work(taken: { id: string; tenant_id: string; token: string }): Promise<void> {
    const { db, log, pace } = this.#deps;
    const lease = { id: taken.id, entityId: '', token: taken.token, seconds: pace.leaseSeconds };
    try {
      await runImport(this.#deps, taken, this.#stopping.signal);
    } catch (error) {
      log.warn({ err: error, import_id: taken.id }, 'import');
      return;
    }
    await giveBack(db, systemScope(taken.tenant_id, 'import', taken.id), lease).catch(() => undefined);
  }

  async #tidy(): Promise<void> {
    const { db, log, retention } = this.#deps;
    await cleanUpImports(db, retention).catch((error: unknown) =>
      log.warn({ err: error }, 'cleaning up imports'),
    );
  }
}
