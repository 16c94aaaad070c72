import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Anchor } from './anchors.ts';
import type { Block } from './block.ts';

/** Least time between two lines of one tenant, in milliseconds. So much of a cut tail can go unnoticed. */
const SPACING_MS = 10_000;

/** Appends the heads of the chains to the anchor file, the newest of each tenant now and then. */
export class AnchorWriter {
  readonly #path: string;
  readonly #now: () => number;
  readonly #waiting = new Map<string, Anchor>();
  readonly #written = new Map<string, number>();

  /** @param now milliseconds, of any steady clock */
  constructor(path: string, now: () => number = () => performance.now()) {
    this.#path = path;
    this.#now = now;
  }

  note({ tenant_id, height, hash, last_xid, last_id, sealed_at }: Block): void {
    this.#waiting.set(tenant_id, { tenant_id, height, hash, last_xid, last_id, sealed_at });
  }

  /** Writes the heads whose tenant had its last line long enough ago, or all of them. */
  async flush({ all = false } = {}): Promise<void> {
    const now = this.#now();
    const due = [...this.#waiting.values()].filter(
      ({ tenant_id }) => all || now - (this.#written.get(tenant_id) ?? -Infinity) >= SPACING_MS,
    );
    if (due.length === 0) return;
    await this.#append(due.map((anchor) => `${JSON.stringify(anchor)}\n`).join(''));
    for (const { tenant_id } of due) {
      this.#waiting.delete(tenant_id);
      this.#written.set(tenant_id, now);
    }
  }

  async #append(lines: string): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    // O_APPEND and a single write: several processes can share the file.
    const file = await open(this.#path, 'a+', 0o600);
    try {
      const { size } = await file.stat();
      const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
      // A line that a power cut tore must not swallow the next one.
      const torn = size > 0 && buffer.toString() !== '\n';
      await file.write(`${torn ? '\n' : ''}${lines}`);
    } finally {
      await file.close();
    }
  }
}
