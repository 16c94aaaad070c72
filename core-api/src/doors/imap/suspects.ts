/** So often may the connection break over a single mail before the mail is passed over. */
const MOST_BREAKS = 2;

/**
 * Remembers over which mails the connection broke. Which one of several it was cannot be known, so they are then read one by one; and
 * the one over which it breaks again is put aside.
 */
export class Suspects {
  private readonly breaks = new Map<number, number>();
  private carefulUpTo = 0;

  broke(uids: readonly number[]): void {
    this.carefulUpTo = Math.max(this.carefulUpTo, ...uids);
    const [only] = uids;
    if (uids.length === 1 && only !== undefined) this.breaks.set(only, (this.breaks.get(only) ?? 0) + 1);
  }

  mustBeAlone(uid: number): boolean {
    return uid <= this.carefulUpTo;
  }

  isGuilty(uid: number): boolean {
    return (this.breaks.get(uid) ?? 0) >= MOST_BREAKS;
  }

  forget(uid: number): void {
    this.breaks.delete(uid);
  }
}
