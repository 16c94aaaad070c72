import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import { acceptBatch, type Offer, type Verdict } from './accept-batch.ts';

const MAX_BATCH = 64;
/** Two, so that the next transaction is prepared and sent while one waits for the disk. */
const MAX_UNDER_WAY = 2;
const MAX_BATCH_BYTES = 8 * 1024 * 1024;

interface Waiting extends Offer {
  scope: Scope;
  settle: (verdict: Verdict) => void;
  fail: (error: unknown) => void;
}

interface Lane {
  waiting: Waiting[];
  underWay: number;
}

/**
 * Group commit for accepted mail: while transactions wait for the disk, mails that arrive meanwhile gather for the next one.
 * An idle server commits each mail at once, a busy one commits dozens with a single flush; nobody waits for a timer.
 */
export class Acceptor {
  private readonly db: Database;
  private readonly lanes = new Map<string, Lane>();

  constructor(db: Database) {
    this.db = db;
  }

  /** Resolves after the commit. Rejects when the mail could not be written; then nothing of it is there. */
  accept(scope: Scope, offer: Offer): Promise<Verdict> {
    // Only mails of one caller share a transaction, because a transaction has one scope.
    const key = `${scope.actor} ${scope.sourceSystem} ${scope.tenantId} ${scope.entities === 'all' ? 'all' : scope.entities.join(' ')}`;
    const lane = this.lanes.get(key) ?? { waiting: [], underWay: 0 };
    this.lanes.set(key, lane);
    return new Promise((settle, fail) => {
      lane.waiting.push({ ...offer, scope, settle, fail });
      if (lane.underWay < MAX_UNDER_WAY) void this.drain(key, lane);
    });
  }

  private async drain(key: string, lane: Lane): Promise<void> {
    lane.underWay += 1;
    while (lane.waiting.length > 0) await this.commit(takeBatch(lane.waiting));
    lane.underWay -= 1;
    if (lane.underWay === 0) this.lanes.delete(key);
  }

  private async commit(batch: Waiting[]): Promise<void> {
    const [first] = batch;
    if (!first) return;
    try {
      const verdicts = await this.db.withTenant(first.scope, (tx) => acceptBatch(tx, batch));
      for (const [index, one] of batch.entries()) one.settle(verdicts[index] ?? null);
    } catch (error) {
      if (batch.length === 1) first.fail(error);
      // One mail that cannot be written must not take its neighbours with it.
      else for (const one of batch) await this.commit([one]);
    }
  }
}

function takeBatch(waiting: Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const { mail } of waiting.slice(0, MAX_BATCH)) {
    bytes += mail.bytes.byteLength;
    if (count > 0 && bytes > MAX_BATCH_BYTES) break;
    count += 1;
  }
  return waiting.splice(0, count);
}
