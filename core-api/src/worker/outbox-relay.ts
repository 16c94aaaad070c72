import type { Logger } from 'pino';
import type { Database, OutboxRow } from '../db/database.ts';
import { EMAIL_QUEUE } from '../features/ingestion/accept-batch.ts';
import { crashPoint } from '../runtime/crash-points.ts';
import { DEAD_LETTER_QUEUE } from './dead-letter.ts';
import type { Queue } from './queue.ts';

/** The bell rings for this process only; what others committed, or a bell that was missed, waits this long at most. */
const POLL_MS = 500;
/** However full the transport is, a few more go in: a tenant with a single mail is not to wait for another's backlog. */
const LEAST = 4;
/** Rows of a queue that has no window, at a time. */
const UNBOUNDED = 500;

interface RelayDeps {
  db: Database;
  queue: Queue;
  log: Logger;
  /** How many mails may wait in the transport. The rest waits in the outbox, where the tenants take turns. */
  window: number;
}

/**
 * Carries outbox rows to the queue. A row leaves the table in the transaction that hands it over: dying in between only
 * means that it is handed over twice, and the queue drops an id that it has.
 *
 * The transport is first come, first served, so it is kept short, and filled with an equal share of each tenant's rows: that
 * is what makes one tenant's burst the business of that tenant.
 */
export class OutboxRelay {
  private readonly deps: RelayDeps;
  private running: Promise<void> = Promise.resolve();
  private wake: () => void = () => undefined;
  private rung = false;
  private stopped = false;
  private worked = 0;

  constructor(deps: RelayDeps) {
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

  /** Tells that a mail has left the transport; enough of them make room for the next. */
  readonly progress = (): void => {
    this.worked += 1;
    if (this.worked < this.deps.window / 8) return;
    this.worked = 0;
    this.ring();
  };

  private readonly ring = (): void => {
    this.rung = true;
    this.wake();
  };

  private async loop(): Promise<void> {
    while (!this.stopped) {
      this.rung = false;
      const carried = await this.carry();
      if (carried || this.rung || this.stopped) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** True when it is worth to look again at once. */
  private async carry(): Promise<boolean> {
    const { db, queue, log, window } = this.deps;
    try {
      const dead = await db.takeOutbox(DEAD_LETTER_QUEUE, UNBOUNDED, async (rows) => {
        await this.hand(rows);
        crashPoint('dead-letter.handed');
      });
      if (dead > 0) crashPoint('dead-letter.after-commit');
      const room = window - (await queue.waiting(EMAIL_QUEUE));
      const mails = await db.takeOutbox(EMAIL_QUEUE, Math.max(LEAST, room), async (rows) => {
        crashPoint('relay.taken');
        await this.hand(rows);
        crashPoint('relay.handed');
      });
      if (mails > 0) crashPoint('relay.after-commit');
      return dead === UNBOUNDED || (mails > 0 && room - mails > LEAST);
    } catch (error) {
      // Database or queue away for a moment: the rows are where they were, and the next round finds them.
      log.warn({ err: error }, 'outbox relay');
      return false;
    }
  }

  private async hand(rows: OutboxRow[]): Promise<void> {
    const { queue } = this.deps;
    const [gone, due] = [rows.filter(isRemoval), rows.filter((row) => !isRemoval(row))];
    await queue.add(due.map(toJob));
    for (const row of gone) await queue.remove(row.queue, [trackingIdOf(row)]);
  }
}

/** A row may also say that a job is settled: `{ tracking_id, remove: true }`. */
function isRemoval(row: OutboxRow): boolean {
  return row.job['remove'] === true;
}

function trackingIdOf(row: OutboxRow): string {
  return String(row.job['tracking_id']);
}

/** A mail has one job in a queue, whoever put it there: accepting, the sweeper, or a person who repaired it. */
function toJob(row: OutboxRow) {
  const tracking_id = trackingIdOf(row);
  const data = { tenant_id: row.tenant_id, tracking_id, correlation_id: row.correlation_id };
  return { id: tracking_id, queue: row.queue, data };
}
