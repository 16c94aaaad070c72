import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { NotifyChannel } from './notify-channel.ts';
import { Pause } from './pause.ts';

/** Gets the tenant in whose log something was committed; null when it could be any. */
export type WakeListener = (tenantId: string | null) => void;

/** Least time between two notifications, in milliseconds: meanwhile commits are collected. */
const COLLECT_MS = 50;
/** A notification holds 8000 bytes. */
const TENANTS_PER_MESSAGE = 200;

/**
 * Tells readers of the log that there is something to read, whichever process committed it. Only a hint: readers must
 * also look by themselves now and then.
 *
 * NOTIFY is never sent from the transaction of a change. Postgres lets transactions that notify commit one at a time, behind
 * one lock of the whole server; so each process collects its commits and sends one statement of its own for all.
 */
export class EventWake {
  readonly #db: Database;
  readonly #tell: WakeListener;
  readonly #channel: NotifyChannel;
  readonly #pause = new Pause();
  readonly #running: Promise<void>;
  #fresh = new Set<string>();

  constructor({ db, log }: { db: Database; log: Logger }, tell: WakeListener) {
    this.#db = db;
    this.#tell = tell;
    this.#channel = new NotifyChannel({
      db,
      log,
      name: 'pebble_events',
      ears: {
        onMessage: (message) => message.split(',').forEach((tenantId) => this.#tell(tenantId)),
        onOpen: () => this.#tell(null),
      },
    });
    db.bells.on('events', this.#onCommit);
    this.#running = this.#notifyOthers();
  }

  async close(): Promise<void> {
    this.#db.bells.off('events', this.#onCommit);
    this.#pause.close();
    await this.#running;
    await this.#channel.close();
  }

  readonly #onCommit = (tenantId: string): void => {
    this.#tell(tenantId);
    this.#fresh.add(tenantId);
    this.#pause.ring();
  };

  async #notifyOthers(): Promise<void> {
    while (!this.#pause.closed) {
      await this.#pause.wait({ atLeast: COLLECT_MS });
      const tenants = [...this.#fresh];
      this.#fresh = new Set();
      while (tenants.length > 0) await this.#channel.send(tenants.splice(0, TENANTS_PER_MESSAGE).join(','));
    }
  }
}
