import type { TenantTx } from '../../db/with-tenant.ts';
import { comparePositions, LOG_START, type LogPosition } from '../events/log-position.ts';
import { blocksAbove, type Block } from './block.ts';
import { positionOfStored, storedEvents, type StoredEvent } from './stored-event.ts';

/** Runs `read` in a transaction of its own: a long audit must not hold one open. */
export type InTenant = <T>(read: (tx: TenantTx) => Promise<T>) => Promise<T>;

const EVENTS_PER_READ = 2_000;
const BLOCKS_PER_READ = 20;

/** A tenant's blocks, lowest first. */
export async function* allBlocks(inTenant: InTenant): AsyncGenerator<Block> {
  let height = 0;
  for (;;) {
    const page = await inTenant((tx) => blocksAbove(tx, height, BLOCKS_PER_READ));
    yield* page;
    height = page.at(-1)?.height ?? height;
    if (page.length < BLOCKS_PER_READ) return;
  }
}

/** Walks a tenant's whole log once, in portions that somebody else sets. */
export class LogWalk {
  readonly #inTenant: InTenant;
  #read: StoredEvent[] = [];
  #position = LOG_START;
  #atEnd = false;

  constructor(inTenant: InTenant) {
    this.#inTenant = inTenant;
  }

  /** The rows from where the last call stopped up to and including `end`; without it, all the rest. */
  async *upTo(end?: LogPosition): AsyncGenerator<StoredEvent> {
    for (let row = await this.#peek(); row; row = await this.#peek()) {
      if (end && comparePositions(positionOfStored(row), end) > 0) return;
      this.#read.shift();
      yield row;
    }
  }

  async #peek(): Promise<StoredEvent | undefined> {
    if (this.#read.length === 0 && !this.#atEnd) {
      this.#read = await this.#inTenant((tx) =>
        storedEvents(tx, { after: this.#position, limit: EVENTS_PER_READ }),
      );
      const last = this.#read.at(-1);
      if (last) this.#position = positionOfStored(last);
      this.#atEnd = this.#read.length < EVENTS_PER_READ;
    }
    return this.#read[0];
  }
}
