import type { Database } from './database.ts';
import type { Scope } from './scope.ts';
import type { TenantTx } from './with-tenant.ts';

interface GroupOptions<I, O> {
  /** Does the work of several items in one transaction; answers in their order. Safe to repeat. */
  work: (tx: TenantTx, items: readonly I[]) => Promise<O[]>;
  /** Most items in a transaction. */
  most: number;
  /** Transactions of a lane at once. */
  underWay: number;
  /** What an item weighs, and how much a transaction takes; without it only the number counts. */
  weight?: { of: (item: I) => number; most: number };
}

interface Waiting<I, O> {
  item: I;
  scope: Scope;
  settle: (outcome: O) => void;
  fail: (error: unknown) => void;
}

interface Lane<I, O> {
  waiting: Waiting<I, O>[];
  underWay: number;
}

/**
 * Group commit: while transactions are under way, items that arrive meanwhile gather for the next one. An idle server commits
 * each item at once, a busy one commits dozens with a single flush; nobody waits for a timer.
 *
 * Only items of one tenant, one actor and the same entities share a transaction, because a transaction has one scope. Its
 * correlation id is that of the first item: `work` gives each row its own.
 */
export class GroupCommit<I, O> {
  private readonly options: GroupOptions<I, O>;
  private readonly lanes = new WeakMap<Database, Map<string, Lane<I, O>>>();

  constructor(options: GroupOptions<I, O>) {
    this.options = options;
  }

  /** Resolves after the commit. Rejects when the item's work failed; then nothing of it is there. */
  submit(db: Database, scope: Scope, item: I): Promise<O> {
    const lanes = this.lanes.get(db) ?? new Map<string, Lane<I, O>>();
    this.lanes.set(db, lanes);
    const entities = scope.entities === 'all' ? 'all' : scope.entities.join(' ');
    const key = [scope.tenantId, scope.actor, scope.sourceSystem, entities].join(' | ');
    const lane = lanes.get(key) ?? { waiting: [], underWay: 0 };
    lanes.set(key, lane);
    return new Promise((settle, fail) => {
      lane.waiting.push({ item, scope, settle, fail });
      if (lane.underWay >= this.options.underWay) return;
      lane.underWay += 1;
      void this.drain(db, lane).finally(() => {
        lane.underWay -= 1;
        if (lane.underWay === 0) lanes.delete(key);
      });
    });
  }

  private async drain(db: Database, lane: Lane<I, O>): Promise<void> {
    while (lane.waiting.length > 0) await this.commit(db, this.takeBatch(lane.waiting));
  }

  private async commit(db: Database, batch: Waiting<I, O>[]): Promise<void> {
    const [first] = batch;
    if (!first) return;
    try {
      const items = batch.map(({ item }) => item);
      const outcomes = await db.withTenant(first.scope, (tx) => this.options.work(tx, items));
      for (const [index, one] of batch.entries()) one.settle(outcomes[index] as O);
    } catch (error) {
      if (batch.length === 1) first.fail(error);
      // One item that cannot be done must not take its neighbours with it.
      else for (const one of batch) await this.commit(db, [one]);
    }
  }

  private takeBatch(waiting: Waiting<I, O>[]): Waiting<I, O>[] {
    const { most, weight } = this.options;
    let total = 0;
    let count = 0;
    for (const { item } of waiting.slice(0, most)) {
      total += weight?.of(item) ?? 0;
      if (count > 0 && weight && total > weight.most) break;
      count += 1;
    }
    return waiting.splice(0, count);
  }
}
