import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { crashPoint } from '../../runtime/crash-points.ts';
import { Pause } from '../events/pause.ts';
import { AnchorWriter } from './anchor-writer.ts';
import { anchorPath } from './anchors.ts';
import { deriveAuditKey } from './digest.ts';
import { sealTenant } from './seal-tenant.ts';

/** Time between two rounds while there is work: an event is sealed within a second, a busy tenant fills one block in it. */
const ROUND_MS = 700;
/** How often every tenant is looked at, for events that no bell of this process told of. */
const SWEEP_MS = 10_000;

interface SealerParts {
  db: Database;
  log: Logger;
  masterKey: Uint8Array;
  /** The anchor file is kept here. */
  dataDir: string;
  /** Other times than the usual ones, for tests. */
  roundMs?: number;
  sweepMs?: number;
}

/** Starts the background work that seals the event log into the audit chain. Close it before its database. */
export function createSealer(parts: SealerParts): Sealer {
  return new Sealer(parts);
}

export class Sealer {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #key: Uint8Array;
  readonly #anchors: AnchorWriter;
  readonly #pause = new Pause();
  readonly #roundMs: number;
  readonly #sweepMs: number;
  readonly #running: Promise<void>;
  #due = new Set<string>();
  #swept = -Infinity;

  constructor({ db, log, masterKey, dataDir, roundMs = ROUND_MS, sweepMs = SWEEP_MS }: SealerParts) {
    this.#db = db;
    this.#log = log;
    this.#key = deriveAuditKey(masterKey);
    this.#anchors = new AnchorWriter(anchorPath(dataDir));
    this.#roundMs = roundMs;
    this.#sweepMs = sweepMs;
    db.bells.on('events', this.#onCommit);
    this.#running = this.#run();
  }

  /** Seals and anchors what is left, then stops. */
  async close(): Promise<void> {
    this.#db.bells.off('events', this.#onCommit);
    this.#pause.close();
    await this.#running;
    await this.#round();
    await this.#anchor({ all: true });
  }

  readonly #onCommit = (tenantId: string): void => {
    this.#due.add(tenantId);
    this.#pause.ring();
  };

  async #run(): Promise<void> {
    while (!this.#pause.closed) {
      await this.#round();
      await this.#anchor();
      // A tenant that is still due has events that were held back.
      const atMost = this.#due.size > 0 ? this.#roundMs : this.#sweepMs;
      await this.#pause.wait({ atLeast: this.#roundMs, atMost });
    }
  }

  async #round(): Promise<void> {
    for (const tenantId of await this.#tenantsDue()) {
      try {
        if (await this.#seal(tenantId)) this.#due.add(tenantId);
      } catch (error) {
        this.#log.error(
          { err: error, tenant_id: tenantId },
          'events could not be sealed; the next sweep tries again',
        );
      }
    }
  }

  async #tenantsDue(): Promise<Iterable<string>> {
    const due = this.#due;
    this.#due = new Set();
    if (performance.now() - this.#swept < this.#sweepMs) return due;
    try {
      const all = await this.#db.tenants();
      this.#swept = performance.now();
      return all.map((tenant) => tenant.id);
    } catch (error) {
      this.#log.error({ err: error }, 'the tenants to seal could not be listed; the next sweep tries again');
      return due;
    }
  }

  /** Seals block after block; true when events remain that a running transaction holds back. */
  async #seal(tenantId: string): Promise<boolean> {
    for (;;) {
      const { block, full, held } = await sealTenant({ db: this.#db, key: this.#key }, tenantId);
      if (block) crashPoint('seal.after-commit');
      if (block) this.#anchors.note(block);
      if (!full) return held;
    }
  }

  async #anchor(options: { all?: boolean } = {}): Promise<void> {
    await this.#anchors.flush(options).catch((error: unknown) => {
      this.#log.error({ err: error }, 'the heads of the audit chains could not be anchored; trying again');
    });
  }
}
