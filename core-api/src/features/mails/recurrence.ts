/** So many mails that are much the same may be chance: only from the next on does anybody ask the database. */
const CHANCE = 2;
/** Keys that are remembered; beyond it, those that were met longest ago are forgotten. */
const MOST = 10_000;

/**
 * What this process has met more than once or twice. Nearly every mail is unlike the others of its sender, and this spares it the
 * question whether it is part of a loop. Nothing is decided here: the answer comes from the mails in Postgres, whichever
 * process took them, so each process lets two mails of a loop pass unasked and no more.
 */
export class Recurrence {
  private readonly met = new Map<string, number>();

  /** Notes a key and says whether it is worth asking about. */
  recurs(key: string): boolean {
    const count = (this.met.get(key) ?? 0) + 1;
    this.met.delete(key);
    this.met.set(key, count);
    const [oldest] = this.met.keys();
    if (this.met.size > MOST && oldest !== undefined) this.met.delete(oldest);
    return count > CHANCE;
  }
}
