import { highestAnchor, type Anchor } from './anchors.ts';
import { genesis, hashBlock, type Block } from './block.ts';
import type { Finding } from './findings.ts';

/** Holds a tenant's blocks, one after the other, against the key, against each other and against the anchors. */
export class ChainCheck {
  readonly findings: Finding[] = [];
  readonly #key: Uint8Array;
  readonly #anchors: readonly Anchor[];
  readonly #anchored: ReadonlyMap<number, Anchor>;
  #height = 0;
  /** What the next block must name as its predecessor's hash; null when that predecessor is lost or altered. */
  #previous: string | null;
  #replaced = false;

  constructor(key: Uint8Array, tenantId: string, anchors: readonly Anchor[]) {
    this.#key = key;
    this.#anchors = anchors;
    // Where a height was anchored twice, the first time counts: the chain was whole then.
    this.#anchored = new Map([...anchors].reverse().map((anchor) => [anchor.height, anchor]));
    this.#previous = genesis(key, tenantId).hash;
  }

  /** Returns whether the block can vouch for its events, and whether blocks are missing right before it. */
  next(block: Block): { trusted: boolean; afterHole: boolean } {
    const trusted = hashBlock(this.#key, block) === block.hash;
    const afterHole = block.height > this.#height + 1;
    if (afterHole) {
      this.findings.push({ kind: 'blocks_removed', from: this.#height + 1, to: block.height - 1 });
      this.#previous = null;
    }
    if (!trusted) this.findings.push({ kind: 'block_altered', height: block.height });
    else {
      if (this.#previous !== null && this.#previous !== block.previous_hash) {
        this.findings.push({ kind: 'link_broken', height: block.height });
      }
      this.#holdAgainstAnchor(block);
    }
    this.#height = block.height;
    this.#previous = trusted ? block.hash : null;
    return { trusted, afterHole };
  }

  /** Call it after the last block. */
  end(): void {
    const highest = highestAnchor(this.#anchors);
    if (!highest || highest.height <= this.#height) return;
    const { height: to, last_id: lastId, sealed_at: sealedAt } = highest;
    this.findings.push({ kind: 'tail_cut', from: this.#height + 1, to, lastId, sealedAt });
  }

  #holdAgainstAnchor({ height, hash }: Block): void {
    const anchor = this.#anchored.get(height);
    // All that follow differ too, so the first one says it.
    if (!anchor || anchor.hash === hash || this.#replaced) return;
    this.#replaced = true;
    this.findings.push({ kind: 'chain_replaced', height, sealedAt: anchor.sealed_at });
  }
}
