import { EventEmitter } from 'node:events';
import type { Knex } from 'knex';
import type { Scope } from './scope.ts';
import { createPool, type Connection } from './pool.ts';
import { withTenant, type TenantTx } from './with-tenant.ts';

/** A row that the relay takes out of the outbox. */
export interface OutboxRow {
  id: string;
  tenant_id: string;
  queue: string;
  job: Record<string, unknown>;
  correlation_id: string;
}

interface Bells {
  events: [tenantId: string];
  outbox: [];
}

/** The application's side of Postgres: the tenant door, and the few narrow doors of 0006_doors.sql. */
export class Database {
  /** Rings after commits of this process: `events` with the tenant's id, `outbox` without. */
  readonly bells = new EventEmitter<Bells>().setMaxListeners(0);
  /** For the parts that speak to Postgres through a library of their own (rate limiter). */
  readonly pool: Knex;

  /** @param connection how to connect, or a running transaction: then all work happens inside it, in savepoints */
  constructor(connection: Connection | Knex.Transaction, poolSize = 12) {
    this.pool = typeof connection === 'function' ? connection : createPool(connection, { max: poolSize });
  }

  withTenant<T>(scope: Scope, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const doorbells = {
      events: (tenantId: string) => this.bells.emit('events', tenantId),
      outbox: () => this.bells.emit('outbox'),
    };
    return withTenant(this.pool, doorbells, scope, work);
  }

  /** Finds who signs in by e-mail; null when nobody, or somebody disabled, has that address. */
  async findUser(email: string): Promise<{ userId: string; tenantId: string; passwordHash: string } | null> {
    const [row] = await this.rows<{ user_id: string; tenant_id: string; password_hash: string }>(
      'SELECT * FROM door_find_user(?)',
      [email],
    );
    return row ? { userId: row.user_id, tenantId: row.tenant_id, passwordHash: row.password_hash } : null;
  }

  /** Every tenant of the installation, for background work that then enters each one's scope. */
  tenants(): Promise<{ id: string; slug: string }[]> {
    return this.rows('SELECT * FROM door_tenants()', []);
  }

  /** The tenants, at most two, that have a mailbox of this address: a mail server is told nothing else. */
  async tenantsOfMailbox(address: string): Promise<string[]> {
    const statement = 'SELECT tenant_id FROM door_tenants_of_mailbox(?)';
    return (await this.rows<{ tenant_id: string }>(statement, [address])).map((row) => row.tenant_id);
  }

  /** The tenants that have a mail account to read. */
  async tenantsWithMailAccounts(): Promise<string[]> {
    const statement = 'SELECT tenant_id FROM door_tenants_with_mail_accounts()';
    return (await this.rows<{ tenant_id: string }>(statement, [])).map((row) => row.tenant_id);
  }

  /** The tenants that have a mail feed to read. */
  async tenantsWithMailFeeds(): Promise<string[]> {
    const statement = 'SELECT tenant_id FROM door_tenants_with_mail_feeds()';
    return (await this.rows<{ tenant_id: string }>(statement, [])).map((row) => row.tenant_id);
  }

  /** The tenant whose feed a notification is for, by the SHA-256 of its token; null when there is none. */
  async tenantOfPush(tokenHash: Buffer): Promise<string | null> {
    const statement = 'SELECT tenant_id FROM door_tenant_of_push(?)';
    const { rows } = await this.pool.raw<{ rows: { tenant_id: string }[] }>(statement, [tokenHash]);
    return rows[0]?.tenant_id ?? null;
  }

  /** Tells every process that listens, this one too. A hint that may be lost, and never the truth. */
  async notify(channel: string, message: string): Promise<void> {
    await this.pool.raw('SELECT pg_notify(?, ?)', [channel, message]);
  }

  /** The tenant that a webhook source belongs to; null when there is no such source. */
  async tenantOfSource(sourceId: string): Promise<string | null> {
    const statement = 'SELECT tenant_id FROM door_tenant_of_source(?)';
    const [row] = await this.rows<{ tenant_id: string }>(statement, [sourceId]);
    return row?.tenant_id ?? null;
  }

  /**
   * Takes about `most` outbox rows of a queue, of each tenant its share, and hands them to `deliver` inside the same transaction:
   * rows whose delivery throws are back in the box. Returns how many were taken.
   */
  takeOutbox(queue: string, most: number, deliver: (rows: OutboxRow[]) => Promise<void>): Promise<number> {
    return this.pool.transaction(async (sql) => {
      const { rows } = await sql.raw<{ rows: OutboxRow[] }>('SELECT * FROM door_take_outbox(?, ?)', [
        queue,
        most,
      ]);
      if (rows.length > 0) await deliver(rows);
      return rows.length;
    });
  }

  /** Tenants that have a redrive to go on with now. */
  async redrivesDue(): Promise<string[]> {
    const rows = await this.rows<{ tenant_id: string }>('SELECT tenant_id FROM door_redrives_due()', []);
    return rows.map((row) => row.tenant_id);
  }

  /** Tenants that have a backtest to go on with now. */
  async backtestsDue(): Promise<string[]> {
    const rows = await this.rows<{ tenant_id: string }>('SELECT tenant_id FROM door_backtests_due()', []);
    return rows.map((row) => row.tenant_id);
  }

  /** Takes the running import that has rested longest, for so many seconds; null when none is free. */
  async takeImport(
    token: string,
    seconds: number,
  ): Promise<{ id: string; tenant_id: string; correlation_id: string } | null> {
    const [row] = await this.rows<{ id: string; tenant_id: string; correlation_id: string }>(
      'SELECT * FROM door_take_import(?, ?)',
      [token, seconds],
    );
    return row ?? null;
  }

  /** Whether a running import waits for a worker. */
  async importWaits(): Promise<boolean> {
    const [row] = await this.rows<{ waits: boolean }>('SELECT door_import_waits() AS waits', []);
    return row?.waits ?? false;
  }

  /** Answers when the database does; throws otherwise. */
  async ping(): Promise<void> {
    await this.pool.raw('SELECT 1');
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  private async rows<T>(statement: string, values: readonly (string | number)[]): Promise<T[]> {
    const { rows } = await this.pool.raw<{ rows: T[] }>(statement, values);
    return rows;
  }
}
