import type { FlowVersionHead } from '../flows/flow-versions.ts';

/** What the attempt that is under way in this process has found out when it began. */
export interface AttemptMemo {
  /** The flow as it is run now: settings that change meanwhile are for the next attempt. */
  flow: FlowVersionHead;
  /** True when this mail has its one effect for sure. Nobody takes a claim over from a mail that is under way. */
  claimed: boolean;
}

/**
 * Spares the calls of an attempt the questions that its beginning has answered, when both run in one process. Only a shortcut:
 * without a memo, as with a flow in another engine, each call asks the database.
 */
export class AttemptMemos {
  private readonly memos = new Map<string, AttemptMemo>();

  /** Returns what forgets the memo again. */
  keep(tenantId: string, trackingId: string, memo: AttemptMemo): () => void {
    // The tenant is part of the key: an id alone must never answer for somebody else.
    const key = `${tenantId} ${trackingId}`;
    this.memos.set(key, memo);
    return () => {
      if (this.memos.get(key) === memo) this.memos.delete(key);
    };
  }

  of(tenantId: string, trackingId: string): AttemptMemo | null {
    return this.memos.get(`${tenantId} ${trackingId}`) ?? null;
  }
}
