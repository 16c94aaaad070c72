import type { Client } from 'pg';
import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { Pause } from './pause.ts';

interface Ears {
  /** Gets what other processes sent; this process does not hear itself. */
  onMessage(message: string): void;
  /** The connection stands, for the first time or again: messages may have been missed before. */
  onOpen(): void;
}

const RECONNECT_MS = 1_000;

/** LISTEN and NOTIFY on one connection outside the pool, which comes back by itself when it breaks. */
export class NotifyChannel {
  readonly #parts: { db: Database; log: Logger; name: string; ears: Ears };
  readonly #pause = new Pause();
  readonly #running: Promise<void>;
  #client: Client | null = null;

  /** @param parts.name the channel, a plain SQL name */
  constructor(parts: { db: Database; log: Logger; name: string; ears: Ears }) {
    this.#parts = parts;
    this.#running = this.#run();
  }

  /** Tells the other processes, or nobody while the connection is down: a notification is a hint and never the truth. */
  async send(message: string): Promise<void> {
    await this.#client?.query('SELECT pg_notify($1, $2)', [this.#parts.name, message]).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#pause.close();
    await this.#client?.end();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#pause.closed) {
      await this.#listen().catch((error: unknown) =>
        this.#parts.log.warn({ err: error }, 'notifications are down; readers poll meanwhile'),
      );
      await this.#pause.wait({ atLeast: RECONNECT_MS, atMost: RECONNECT_MS });
    }
  }

  /** Resolves when the connection has ended. */
  async #listen(): Promise<void> {
    const { db, name, ears } = this.#parts;
    // Made by the pool's factory, so with its settings, but never put into the pool: a listener must keep its connection.
    const client: Client = await db.pool.client.acquireRawConnection();
    const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
    try {
      const { rows } = await client.query<{ own: number }>('SELECT pg_backend_pid() AS own');
      client.on('notification', ({ processId, payload }) => {
        if (processId !== rows[0]?.own) ears.onMessage(payload ?? '');
      });
      await client.query(`LISTEN ${name}`);
      if (this.#pause.closed) return;
      this.#client = client;
      ears.onOpen();
      await ended;
    } finally {
      this.#client = null;
      await client.end();
    }
  }
}
