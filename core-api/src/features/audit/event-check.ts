import type { Block } from './block.ts';
import { labelOf, type Finding } from './findings.ts';
import { hashEvent, type StoredEvent } from './stored-event.ts';

/** Holds the rows of the log against the blocks that sealed them. */
export class EventCheck {
  readonly findings: Finding[] = [];
  /** Events found as they were sealed. */
  intact = 0;
  readonly #key: Uint8Array;
  /** Sealed ids without a row in their place, with the block that sealed them. */
  readonly #missing = new Map<string, Block>();
  readonly #uncovered: StoredEvent[] = [];

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /**
   * @param rows the rows that lie between the block before and this one's end
   * @param afterHole whether rows may belong to a lost or altered block before it; nobody can tell then
   */
  async block(block: Block, rows: AsyncIterable<StoredEvent>, afterHole: boolean): Promise<void> {
    const expected = new Map(block.event_ids.map((id, index) => [id, block.event_hashes[index]]));
    const others: StoredEvent[] = [];
    for await (const row of rows) {
      if (expected.get(row.id) === hashEvent(this.#key, row).toString('hex')) {
        expected.delete(row.id);
        this.intact += 1;
      } else others.push(row);
    }
    // Altered rows only now: a forged copy of an id must not stand in for the true row behind it.
    for (const row of others) {
      if (expected.delete(row.id)) this.#altered(row, block);
      else if (!afterHole) this.#uncovered.push(row);
    }
    for (const id of expected.keys()) this.#missing.set(id, block);
  }

  /** Call it after the last block. @param find looks rows up by id, wherever they lie now */
  async end(find: (ids: readonly string[]) => Promise<StoredEvent[]>): Promise<void> {
    // A row whose place in the log was altered is missing in one place and uncovered in another.
    const moved = this.#missing.size > 0 ? await find([...this.#missing.keys()]) : [];
    const movedIds = new Set(moved.map((row) => row.id));
    for (const row of moved) {
      const block = this.#missing.get(row.id);
      if (block && this.#missing.delete(row.id)) this.#altered(row, block);
    }
    for (const [id, { height, sealed_at }] of this.#missing) {
      this.findings.push({ kind: 'event_removed', height, id, sealedAt: sealed_at });
    }
    for (const row of this.#uncovered) {
      if (!movedIds.has(row.id)) this.findings.push({ kind: 'event_inserted', event: labelOf(row) });
    }
  }

  #altered(row: StoredEvent, { height }: Block): void {
    this.findings.push({ kind: 'event_altered', height, event: labelOf(row) });
  }
}
