import type { Database } from '../../db/database.ts';
import { systemScope } from '../../db/scope.ts';

/** A reading is this good, in milliseconds. */
const GOOD_FOR_MS = 1_000;

interface Reading {
  count: number;
  /** Accepted here since the reading began; it may or may not have seen them, so they count. */
  since: number;
  at: number;
  running: Promise<void> | null;
}

/**
 * How many mails of a tenant are accepted and unfinished: read from the database about once a second while anybody asks, and
 * counted on in between. A reading stops at `most`, so that a huge backlog costs no more to see than a full one.
 */
export class UnfinishedGauge {
  private readonly db: Database;
  private readonly most: number;
  private readonly now: () => number;
  private readonly readings = new Map<string, Reading>();

  constructor(db: Database, most: number, now: () => number = Date.now) {
    this.db = db;
    this.most = most;
    this.now = now;
  }

  /** Waits for the first reading of a tenant only; later ones are taken in the background. */
  async count(tenantId: string): Promise<number> {
    const reading = this.readings.get(tenantId) ?? { count: 0, since: 0, at: -Infinity, running: null };
    this.readings.set(tenantId, reading);
    const known = reading.at > -Infinity;
    if (this.now() - reading.at >= GOOD_FOR_MS) reading.running ??= this.read(tenantId, reading);
    if (!known && reading.running) await reading.running;
    else reading.running?.catch(() => undefined);
    return reading.count + reading.since;
  }

  /**
   * Counts one more, unless there are `limit` already. In one step: of a burst that waited for the same reading, each mail
   * sees those before it.
   */
  take(tenantId: string, limit: number): boolean {
    const reading = this.readings.get(tenantId);
    if (!reading || reading.count + reading.since >= limit) return false;
    reading.since += 1;
    return true;
  }

  private async read(tenantId: string, reading: Reading): Promise<void> {
    const before = reading.since;
    try {
      const scope = systemScope(tenantId, 'backpressure', 'backpressure');
      const { rows } = await this.db.withTenant(scope, (tx) =>
        tx.sql.raw<{ rows: { count: number }[] }>(
          `SELECT count(*) FROM (SELECT FROM inbound_emails WHERE tenant_id = ?
             AND state IN ('accepted', 'processing') LIMIT ?) AS unfinished`,
          [tenantId, this.most],
        ),
      );
      reading.count = rows[0]?.count ?? 0;
      reading.since -= before;
      reading.at = this.now();
    } finally {
      reading.running = null;
    }
  }
}
