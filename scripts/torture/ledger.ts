import type { PlannedMail } from './plan.ts';

/** What a client holds: each tracking id that Pebble has answered with, and the mail that it stands for. */
export class Ledger {
  readonly answers = new Map<string, PlannedMail>();
  /** Postings that were cut or answered with a failure, and posted again: Pebble may have taken them or not. */
  unanswered = 0;
  /** Answers that asked us to come later, with nothing taken. */
  postponed = 0;

  accepted(trackingId: string, mail: PlannedMail): void {
    if (this.answers.has(trackingId)) throw new Error(`the tracking id ${trackingId} was given twice`);
    this.answers.set(trackingId, mail);
  }
}
