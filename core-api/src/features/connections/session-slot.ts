import { setTimeout as pause } from 'node:timers/promises';
import type { KeptSession, SessionSlot } from '@pebble/kit/session';
import { newId } from '../../db/new-id.ts';
import type { Database } from '../../db/database.ts';
import { systemScope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { SecretKeeper } from '../sources/sealed-secret.ts';
import { secretsOf, toColumns, type ConnectionRow } from './connection-rows.ts';

export interface SlotDeps {
  db: Database;
  keeper: SecretKeeper;
  /** Names this process. */
  holder: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** So long may a sign-in take before another process tries it. */
const SIGN_IN_S = 40;
const LOOK_AGAIN_MS = 100;

/**
 * The session of one connection, shared by all processes. A good one is used from memory; the database is asked only when it
 * is not good any more, and there one process signs in while the others wait for what it gets.
 */
export class StoredSession implements SessionSlot {
  private readonly deps: SlotDeps;
  private readonly connection: { tenantId: string; id: string };
  private kept: KeptSession | null = null;
  private revision = 0;

  constructor(deps: SlotDeps, connection: { tenantId: string; id: string }) {
    this.deps = deps;
    this.connection = connection;
  }

  /** The row says another revision than ours: somebody has a newer session, or the credential is another by now. */
  saw(revision: number): void {
    if (revision !== this.revision) this.kept = null;
  }

  async get(): Promise<KeptSession | null> {
    if (isGood(this.kept, this.deps.now())) return this.kept;
    for (;;) {
      const mayAsk = await this.inRow((tx) => this.loadOrClaim(tx));
      if (mayAsk) return this.kept;
      await pause(LOOK_AGAIN_MS);
    }
  }

  async set(session: KeptSession): Promise<void> {
    const { keeper } = this.deps;
    const { tenantId, id } = this.connection;
    const written = await this.inRow(async (tx) => {
      const row = await tx.sql<ConnectionRow>('connections').where({ id }).forUpdate().first();
      // Somebody has a newer session, or the credential is another by now: what we know is out of date.
      if (!row || row.session_revision !== this.revision) return false;
      const secrets = { ...secretsOf(keeper, tenantId, row), ...session.replaces };
      const fresh = session.replaces ? toColumns(keeper, tenantId, id, { plain: row.plain, secrets }) : {};
      await tx
        .sql('connections')
        .where({ id })
        .update({
          ...fresh,
          session_sealed: keeper.seal(tenantId, id, JSON.stringify(session)),
          session_until: session.until === null ? null : new Date(session.until),
          session_revision: row.session_revision + 1,
          // One that is only marked as expired says nothing about who signs in.
          ...(session.until === 0 ? {} : { signing_in: null, signing_in_until: null }),
        });
      return true;
    });
    if (written) {
      this.kept = session;
      this.revision += 1;
    } else this.kept = null;
  }

  /** False when another process signs in at this moment. */
  private async loadOrClaim(tx: TenantTx): Promise<boolean> {
    const { keeper, holder, now } = this.deps;
    const { tenantId, id } = this.connection;
    const row = await tx.sql<ConnectionRow>('connections').where({ id }).forUpdate().first();
    if (!row) {
      this.kept = null;
      return true;
    }
    this.revision = row.session_revision;
    this.kept = row.session_sealed
      ? (JSON.parse(keeper.unseal(tenantId, id, row.session_sealed)) as KeptSession)
      : null;
    if (isGood(this.kept, now())) return true;
    const { rowCount } = await tx.sql.raw<{ rowCount: number }>(
      `UPDATE connections SET signing_in = ?, signing_in_until = clock_timestamp() + make_interval(secs => ?)
       WHERE id = ? AND (signing_in IS NULL OR signing_in = ? OR signing_in_until < clock_timestamp())`,
      [holder, SIGN_IN_S, id, holder],
    );
    return rowCount === 1;
  }

  private inRow<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    return this.deps.db.withTenant(systemScope(this.connection.tenantId, 'connection', newId()), work);
  }
}

function isGood(session: KeptSession | null, now: number): boolean {
  return session !== null && (session.until === null || now < session.until);
}
