import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@pebble/core-api/db/embedded-postgres/start';
import { asOwner } from '@pebble/core-api/db/owner';
import type { Client } from 'pg';

const PASSWORD = 'torture';

/** A Postgres of our own, with the durable settings of a real one, that can be killed and comes back on the same data. */
export class FragilePostgres {
  private readonly dir: string;
  private server: EmbeddedPostgres | null = null;
  restarts = 0;

  constructor(scratch: string) {
    this.dir = join(scratch, 'postgres');
  }

  async start(): Promise<void> {
    this.server = await startEmbeddedPostgres({
      dir: this.dir,
      password: PASSWORD,
      // Killed processes leave connections behind that the server has not noticed yet.
      settings: { max_connections: '300' },
    });
  }

  /** SIGKILL to the postmaster, or SIGQUIT, which is "immediate shutdown"; both leave recovery to the next start. */
  async crash(signal: 'SIGKILL' | 'SIGQUIT'): Promise<void> {
    if (!this.server) return;
    process.kill(this.server.pid, signal);
    await this.server.exited;
    this.restarts += 1;
    await this.start();
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }

  async createDatabase(name: string): Promise<void> {
    await this.asOwner('postgres', (client) => client.query(`CREATE DATABASE ${name}`));
  }

  /** On a connection of the superuser, whom row security does not bind. */
  asOwner<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
    if (!this.server) throw new Error('Postgres has not been started');
    return asOwner({ ...this.server.connection, database }, work);
  }

  /** For DATABASE_URL. The server listens on a Unix socket only. */
  url(database: string): string {
    if (!this.server) throw new Error('Postgres has not been started');
    const { host, port, user } = this.server.connection;
    const where = new URLSearchParams({ host, port: String(port) });
    return `postgres://${user}:${PASSWORD}@localhost/${database}?${where}`;
  }
}
