import type { Logger } from 'pino';
import type { Database, OutboxRow } from '../db/database.ts';
import type { Queue } from './queue.ts';

const BATCH = 500;
/** The bell rings for this process only; what others committed, or a bell that was missed, waits this long at most. */
const POLL_MS = 500;

/**
 * Carries outbox rows to the queue. A row leaves the table in the transaction that hands it over: dying in between only
 * means that it is handed over twice, and the queue drops an id that it has.
 */
export class OutboxRelay {
  private readonly deps: { db: Database; queue: Queue; log: Logger };
  private running: Promise<void> = Promise.resolve();
  private wake: () => void = () => undefined;
  private rung = false;
  private stopped = false;

  constructor(deps: { db: Database; queue: Queue; log: Logger }) {
    this.deps = deps;
  }

  start(): void {
    this.deps.db.bells.on('outbox', this.ring);
    this.running = this.loop();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.deps.db.bells.off('outbox', this.ring);
    this.ring();
    await this.running;
  }

  private readonly ring = (): void => {
    this.rung = true;
    this.wake();
  };

  private async loop(): Promise<void> {
    while (!this.stopped) {
      this.rung = false;
      const taken = await this.carry();
      if (taken === BATCH || this.rung || this.stopped) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  private async carry(): Promise<number> {
    const { db, queue, log } = this.deps;
    try {
      return await db.takeOutbox(BATCH, (rows) => queue.add(rows.map(toJob)));
    } catch (error) {
      // Database or queue away for a moment: the rows are where they were, and the next round finds them.
      log.warn({ err: error }, 'outbox relay');
      return 0;
    }
  }
}

function toJob(row: OutboxRow) {
  const tracking_id = String(row.job['tracking_id']);
  const data = { tenant_id: row.tenant_id, tracking_id, correlation_id: row.correlation_id };
  return { id: row.id, queue: row.queue, data };
}
