import type { Folder } from './folder.ts';
import type { Position } from './position.ts';

/** So long before the last sign of the old numbers is read again: clocks differ, and mail may have been on its way. */
const OVERLAP_MS = 2 * 86_400_000;

export interface Resumed {
  position: Position;
  /** True when the position is not the one that was kept. */
  isNew: boolean;
  /** What an operator should know; null when there is nothing. */
  notice: string | null;
}

/**
 * Where to read on. With a position of the same numbering: there. With none: where the owner has said. With one whose numbers the
 * server has thrown away (another UIDVALIDITY, or a folder that has fewer mails than it had): from some days before on,
 * because copies are recognised and a gap would be lost.
 */
export async function resume(
  folder: Folder,
  kept: (Position & { updatedAt: Date }) | null,
  start: { from: string; saidAt: Date },
): Promise<Resumed> {
  const { uidValidity, lastUid } = folder;
  if (kept === null) {
    const first = await firstUid(folder, start);
    return { position: { uidValidity, lastUid: first - 1, aside: [] }, isNew: true, notice: null };
  }
  if (kept.uidValidity === uidValidity && kept.lastUid <= lastUid) {
    const { lastUid: read, aside } = kept;
    return { position: { uidValidity, lastUid: read, aside }, isNew: false, notice: null };
  }
  const oldest = Math.min(kept.updatedAt.getTime(), ...kept.aside.map((one) => one.first_at));
  const since = new Date(oldest - OVERLAP_MS);
  const first = (await folder.firstSince(since)) ?? lastUid + 1;
  const day = since.toISOString().slice(0, 10);
  const notice = `The server has renumbered its mail; all since ${day} was read again, and copies were ignored.`;
  return { position: { uidValidity, lastUid: first - 1, aside: [] }, isNew: true, notice };
}

/** `now` is when the owner said it: a server that could not be reached until tomorrow shall not cost a day's mail. */
async function firstUid(folder: Folder, { from, saidAt }: { from: string; saidAt: Date }): Promise<number> {
  if (from === 'beginning') return 1;
  // The server knows whole seconds only.
  const instant = from === 'now' ? new Date(Math.floor(saidAt.getTime() / 1000) * 1000) : new Date(from);
  return (await folder.firstSince(instant)) ?? folder.lastUid + 1;
}
