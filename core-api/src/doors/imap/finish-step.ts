import { notTaken } from '../../features/sources/door-reports.ts';
import type { Position } from './position.ts';
import { putAside } from './put-aside.ts';
import type { ReadContext } from './read-context.ts';
import { saveProgress, type Progress } from './save-progress.ts';
import type { Result } from './take-all.ts';

export const NOT_HANDED_OVER = 'It could not be read. It is tried again for a day.';

/** Names a mail of the folder for people, and for its report. */
export function keyOf({ uidValidity }: Position, uid: number): string {
  return `${uidValidity}/${uid}`;
}

/** Writes down what became of some mails, and goes on to `position` and behind them. */
export async function finishStep(
  context: ReadContext,
  results: ReadonlyMap<number, Result>,
  position: Position = context.position,
): Promise<void> {
  const progress: Progress = {
    position: { ...position, lastUid: Math.max(position.lastUid, ...results.keys()) },
    ...{ received: 0, accepted: 0, refused: 0, reports: [], settled: [] },
  };
  for (const [uid, result] of results) note(progress, context.position, uid, result);
  await afterAccept(context, results);
  await save(context, progress);
}

/** Saves, and only then goes on. */
export async function save(context: ReadContext, progress: Progress): Promise<void> {
  await saveProgress(context.db, context.account, progress);
  context.position = progress.position;
}

function note(progress: Progress, before: Position, uid: number, result: Result): void {
  const key = keyOf(before, uid);
  const wasAside = before.aside.some((one) => one.uid === uid);
  if (result === 'failed') {
    progress.position.aside = putAside(progress.position.aside, uid, Date.now());
    const rehearsal = notTaken(NOT_HANDED_OVER, 'unknown');
    progress.reports.push({ key, from: null, subject: null, size: null, rehearsal });
    return;
  }
  if (result !== 'gone') {
    progress.received += 1;
    if (result.outcome === 'accepted') progress.accepted += 1;
    if (result.outcome === 'refused') progress.refused += 1;
    const { from, subject, size, rehearsal } = result;
    if (rehearsal) return void progress.reports.push({ key, from, subject, size, rehearsal });
  }
  if (wasAside) progress.settled.push(key);
}

/** Before the position is saved: when we die in between, the mail is read, recognised, and marked then. */
async function afterAccept(context: ReadContext, results: ReadonlyMap<number, Result>): Promise<void> {
  const { account, folder } = context;
  if (account.mode !== 'live' || account.after_accept === 'nothing') return;
  const uids = [...results].flatMap(([uid, result]) =>
    typeof result === 'object' && result.outcome === 'accepted' ? [uid] : [],
  );
  if (uids.length === 0) return;
  if (account.after_accept === 'mark_seen') {
    if (!(await folder.markSeen(uids)))
      await context.onNotice('The server does not let us mark mail as read.');
    return;
  }
  const target = account.move_to ?? '';
  if (!(await folder.move(uids, target))) {
    await context.onNotice(`The server does not let us move mail to ${target}. The mail itself was taken.`);
  }
}
