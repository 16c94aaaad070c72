import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { newId } from '../db/new-id.ts';
import type { Database } from '../db/database.ts';
import { systemScope } from '../db/scope.ts';

const EVERY_MS = 60 * 60 * 1000;
const KEPT_DAYS = 30;
/** Rows of one statement: it shall not stand in anybody's way. */
const BATCH = 5_000;

/** Deletes reports of doors that are a month old. They name senders and subjects, and nobody looks at them any more. */
export class ReportKeeper {
  private readonly deps: { db: Database; log: Logger };
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(deps: { db: Database; log: Logger }) {
    this.deps = deps;
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** One round over all tenants. Returns how many reports were deleted. */
  async sweep(): Promise<number> {
    let deleted = 0;
    for (const { id } of await this.deps.db.tenants()) {
      for (let count = BATCH; count === BATCH; deleted += count) count = await this.sweepTenant(id);
    }
    return deleted;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.sweep().catch((error: unknown) => this.deps.log.warn({ err: error }, 'reports of doors'));
      await pause(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async sweepTenant(tenantId: string): Promise<number> {
    const { rowCount } = await this.deps.db.withTenant(
      systemScope(tenantId, 'report-keeper', newId()),
      (tx) =>
        tx.sql.raw<{ rowCount: number }>(
          `DELETE FROM door_reports WHERE id IN (
           SELECT id FROM door_reports WHERE created_at < now() - make_interval(days => ?) LIMIT ?)`,
          [KEPT_DAYS, BATCH],
        ),
    );
    return rowCount;
  }
}
