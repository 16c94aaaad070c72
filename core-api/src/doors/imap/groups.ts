/** Mails that are fetched and accepted together. */
const MOST_MAILS = 20;
const MOST_BYTES = 4 * 1024 * 1024;

/** Cuts mails into groups, in their order; a large mail, and one that must be alone, is a group of its own. */
export function groupsOf<M extends { uid: number; size: number | null }>(
  mails: readonly M[],
  mustBeAlone: (uid: number) => boolean,
): M[][] {
  const groups: M[][] = [];
  let open: M[] = [];
  let bytes = 0;
  for (const mail of mails) {
    const alone = mustBeAlone(mail.uid);
    const size = alone ? MOST_BYTES : (mail.size ?? 0);
    if (open.length === 0 || open.length >= MOST_MAILS || bytes + size > MOST_BYTES) {
      open = [];
      bytes = 0;
      groups.push(open);
    }
    open.push(mail);
    bytes += size;
  }
  return groups;
}
