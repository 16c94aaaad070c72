import { GroupCommit } from '../../db/group-commit.ts';
import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import { Admission } from './admission.ts';
import { acceptBatch, type Offer, type Verdict } from './accept-batch.ts';
import { crashPoint } from '../../runtime/crash-points.ts';

const MAX_BATCH = 64;
/** Two, so that the next transaction is prepared and sent while one waits for the disk. */
const MAX_UNDER_WAY = 2;
const MAX_BATCH_BYTES = 8 * 1024 * 1024;

/** The one way in for mail, whichever door it came through: many mails share a commit when they come together. */
export class Acceptor {
  private readonly db: Database;
  readonly admission: Admission;
  private readonly group = new GroupCommit<Offer, Verdict>({
    work: acceptBatch,
    most: MAX_BATCH,
    underWay: MAX_UNDER_WAY,
    weight: { of: ({ mail }) => mail.bytes.byteLength, most: MAX_BATCH_BYTES },
  });

  constructor(db: Database, admission = new Admission(db)) {
    this.db = db;
    this.admission = admission;
  }

  /**
   * Resolves after the commit. Rejects when the mail could not be written; then nothing of it is there.
   * @throws ApiProblem too_many_requests when the queue is full, or the caller too fast
   */
  async accept(scope: Scope, offer: Offer): Promise<Verdict> {
    await this.admission.admit(scope);
    const verdict = await this.group.submit(this.db, scope, offer);
    crashPoint('accept.after-commit');
    return verdict;
  }
}
