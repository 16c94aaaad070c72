import type { Logger } from 'pino';
import { newId } from '../../db/new-id.ts';
import type { Database } from '../../db/database.ts';
import { systemScope } from '../../db/scope.ts';

const FLUSH_AFTER_MS = 2_000;

/** `neither`: a repeat, or one that was only reported. */
type Outcome = 'accepted' | 'refused' | 'neither';

interface Counts {
  tenantId: string;
  received: number;
  accepted: number;
  refused: number;
  lastAt: Date;
}

/**
 * Gathers the counters of webhook sources and writes them every few seconds: a row that every delivery updates would make
 * deliveries wait for each other. Nothing that matters depends on them.
 */
export class SourceCounters {
  private readonly deps: { db: Database; log: Logger };
  private counts = new Map<string, Counts>();
  private timer: NodeJS.Timeout | null = null;
  private flushing: Promise<void> = Promise.resolve();

  constructor(deps: { db: Database; log: Logger }) {
    this.deps = deps;
  }

  count(source: { tenantId: string; id: string }, outcome: Outcome): void {
    this.add(source.id, {
      tenantId: source.tenantId,
      received: 1,
      accepted: outcome === 'accepted' ? 1 : 0,
      refused: outcome === 'refused' ? 1 : 0,
      lastAt: new Date(),
    });
  }

  /** Resolves when all that was counted before is written. Never throws: what cannot be written now is written next time. */
  flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.writeAll());
    return this.flushing;
  }

  private async writeAll(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const due = [...this.counts];
    this.counts = new Map();
    for (const [id, counts] of due) await this.write(id, counts);
  }

  private async write(id: string, counts: Counts): Promise<void> {
    const { db, log } = this.deps;
    const { tenantId, received, accepted, refused, lastAt } = counts;
    try {
      await db.withTenant(systemScope(tenantId, 'webhook', newId()), (tx) =>
        tx.sql.raw(
          `UPDATE webhook_sources SET received = received + ?, accepted = accepted + ?, refused = refused + ?,
                  last_at = greatest(last_at, ?::timestamptz) WHERE id = ?`,
          [received, accepted, refused, lastAt, id],
        ),
      );
    } catch (error) {
      this.add(id, counts);
      log.warn({ err: error, source_id: id }, 'counters of a webhook source were not written');
    }
  }

  private add(id: string, more: Counts): void {
    const sum = this.counts.get(id) ?? { ...more, received: 0, accepted: 0, refused: 0 };
    sum.received += more.received;
    sum.accepted += more.accepted;
    sum.refused += more.refused;
    sum.lastAt = more.lastAt > sum.lastAt ? more.lastAt : sum.lastAt;
    this.counts.set(id, sum);
    // Counters never keep the process alive; `flush` is called when it stops.
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS).unref();
  }
}
