import type { Logger } from 'pino';
import { newId } from '../db/new-id.ts';
import type { Database } from '../db/database.ts';
import { systemScope } from '../db/scope.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { EMAIL_QUEUE } from '../features/ingestion/accept-batch.ts';
import { crashPoint } from '../runtime/crash-points.ts';

/** When to look, and for what. */
export interface SweepTimes {
  everyMs: number;
  /** Longer than a mail is worked on at a stretch, so that it is left in peace meanwhile. */
  forgottenAfterSeconds: number;
}

const BATCH = 500;

/**
 * Puts accepted and unfinished mail that nobody has touched for minutes back into the outbox. The queue is transport: if it
 * loses a job, or gives one up while the database is away, the mail is still here. Working on a mail twice does no harm.
 */
export class Sweeper {
  private readonly deps: { db: Database; log: Logger; sweep: SweepTimes };
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(deps: { db: Database; log: Logger; sweep: SweepTimes }) {
    this.deps = deps;
  }

  start(): void {
    this.timer = setInterval(() => {
      this.running = this.sweep().catch((error: unknown) => this.deps.log.warn({ err: error }, 'sweeper'));
    }, this.deps.sweep.everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One round over all tenants. Returns how many mails were put back. */
  async sweep(forgottenAfterSeconds = this.deps.sweep.forgottenAfterSeconds): Promise<number> {
    const { db, log } = this.deps;
    let swept = 0;
    for (const tenant of await db.tenants()) {
      const scope = systemScope(tenant.id, 'sweeper', newId());
      const found = await db.withTenant(scope, async (tx) => {
        const mails = await putBack(tx, forgottenAfterSeconds);
        if (mails > 0) crashPoint('sweep.before-commit');
        return mails;
      });
      if (found > 0) crashPoint('sweep.after-commit');
      swept += found;
    }
    if (swept > 0) log.warn({ mails: swept }, 'unfinished mail was put back into the queue');
    return swept;
  }
}

async function putBack(tx: TenantTx, forgottenAfterSeconds: number): Promise<number> {
  // Touching the row keeps the next round from finding it again; skipping locked rows keeps two sweepers apart.
  const { rowCount } = await tx.sql.raw<{ rowCount: number }>(
    `WITH forgotten AS (
       SELECT id FROM inbound_emails
       WHERE state IN ('accepted', 'processing') AND greatest(updated_at, retry_at) < now() - make_interval(secs => ?)
       ORDER BY received_at LIMIT ? FOR UPDATE SKIP LOCKED
     ), touched AS (
       UPDATE inbound_emails i SET updated_at = now() FROM forgotten f WHERE i.id = f.id
       RETURNING i.id, i.tenant_id, i.entity_id, i.correlation_id
     )
     INSERT INTO outbox (id, tenant_id, entity_id, queue, job, correlation_id)
     SELECT id, tenant_id, entity_id, ?, jsonb_build_object('tracking_id', id), correlation_id FROM touched
     -- What still waits in the outbox, behind a burst, is not forgotten.
     ON CONFLICT DO NOTHING`,
    [forgottenAfterSeconds, BATCH, EMAIL_QUEUE],
  );
  if (rowCount > 0) tx.queued = true;
  return rowCount;
}
