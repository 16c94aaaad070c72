import type { Database } from '../../db/database.ts';
import { GroupCommit } from '../../db/group-commit.ts';
import type { Scope } from '../../db/scope.ts';
import { crashPoint } from '../../runtime/crash-points.ts';
import { KeyRaced } from './fresh-keys.ts';
import type { MailStore } from './mail-store.ts';
import { placeFresh, type Placement } from './place-fresh.ts';
import type { Placed } from './place-mail.ts';

/** Mails of a tenant that share a transaction when they are placed at the same time. */
const MOST = 32;
/** One: the others gather behind it, and what gathers costs little more than one. */
const UNDER_WAY = 1;

/** Places mails that begin conversations, those of the same moment together. */
export class Placements {
  private readonly fresh: GroupCommit<Placement, Placed | null>;

  constructor(mails: MailStore) {
    this.fresh = new GroupCommit({
      async work(tx, placements) {
        const placed = await placeFresh(tx, mails, placements);
        crashPoint('placeMail.before-commit');
        return placed;
      },
      most: MOST,
      underWay: UNDER_WAY,
    });
  }

  /**
   * The answer for a mail that has begun a conversation, after its commit; null for one that has to be looked at by itself.
   * Only for mails that have their one effect, which is theirs for as long as the job is under way.
   */
  async placeFresh(db: Database, scope: Scope, placement: Placement): Promise<Placed | null> {
    try {
      return await this.fresh.submit(db, scope, placement);
    } catch (error) {
      if (error instanceof KeyRaced) return null;
      throw error;
    }
  }
}
