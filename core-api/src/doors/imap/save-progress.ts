import { newId } from '../../db/new-id.ts';
import type { Database } from '../../db/database.ts';
import { systemScope } from '../../db/scope.ts';
import { appendEvents } from '../../features/events/append-event.ts';
import { dropReport, report, type NewReport } from '../../features/sources/door-reports.ts';
import type { Account } from './account.ts';
import { advance, type Position } from './position.ts';

/** What one step forward leaves behind besides the mails themselves. */
export interface Progress {
  position: Position;
  accepted: number;
  refused: number;
  received: number;
  reports: Omit<NewReport, 'mode'>[];
  /** Keys of reports that are not true any more. */
  settled: string[];
}

/** The position was reset by a person, or the account is not ours any more: there is nothing to go on with. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

/** Writes position, counters, reports and events in one transaction, after the mails are in. @throws Superseded */
export async function saveProgress(db: Database, account: Account, progress: Progress): Promise<void> {
  const { id, mode } = account;
  const { received, accepted, refused } = progress;
  await db.withTenant(systemScope(account.tenantId, 'imap', newId()), async (tx) => {
    if (!(await advance(tx, id, mode, progress.position))) throw new Superseded();
    if (received > 0) {
      await tx.sql.raw(
        `UPDATE mail_accounts SET received = received + ?, accepted = accepted + ?, refused = refused + ?,
                last_at = now(), heartbeat_at = now() WHERE id = ?`,
        [received, accepted, refused, id],
      );
    }
    for (const one of progress.reports) await report(tx, { account_id: id }, { ...one, mode });
    for (const key of progress.settled) await dropReport(tx, { account_id: id }, mode, key);
    if (mode === 'shadow') return;
    const rejected = progress.reports.filter((one) => one.rehearsal.outcome === 'rejected');
    await appendEvents(
      tx,
      rejected.map(({ key, rehearsal }) => ({
        type: 'mail.rejected',
        data: { account_id: id, key, reason: rehearsal.reason },
      })),
    );
  });
}
