import { randomUUID } from 'node:crypto';
import { Pause } from '../events/pause.ts';
import { systemScope } from '../../db/scope.ts';
import { giveBack } from './import-lease.ts';
import { cleanUpImports, type Retention } from './clean-up.ts';
import { runImport, type ImportDeps, type ImportTimes } from './run-import.ts';

const TIMES: ImportTimes = { leaseSeconds: 20, patienceMs: 10_000, sliceMs: 60_000, pollMs: 1_000 };
/** Imports at the same time in one process: each may have a reader of 600 MB. */
const AT_ONCE = 2;
const CLEAN_UP_MS = 60 * 60 * 1000;

/** Runs the imports of all tenants, one of each at a time. Any number of processes may do so. */
export class ImportWorker {
  readonly #deps: ImportDeps & { retention: Retention };
  readonly #stopping = new AbortController();
  readonly #pause = new Pause();
  readonly #running = new Set<Promise<void>>();
  #loop: Promise<void> = Promise.resolve();
  #cleanUp: NodeJS.Timeout | undefined;

  constructor(deps: Omit<ImportDeps, 'times'> & { times?: Partial<ImportTimes>; retention: Retention }) {
    this.#deps = { ...deps, times: { ...TIMES, ...deps.times } };
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
      if (busy) await this.#pause.wait({ atLeast: 0, atMost: this.#deps.times.pollMs });
    }
  }

  /** False when there is nothing to do. */
  async #takeOne(): Promise<boolean> {
    const { db, log, times } = this.#deps;
    const token = randomUUID();
    const taken = await db.takeImport(token, times.leaseSeconds).catch((error: unknown) => {
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
    const { db, log, times } = this.#deps;
    const lease = { id: taken.id, entityId: '', token: taken.token, seconds: times.leaseSeconds };
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
