import type { Database } from '../../db/database.ts';
import { systemScope } from '../../db/scope.ts';
import type { AccessClaims } from './claims.ts';
import type { Clock } from './clock.ts';

/** How long an answer of the database is believed, in milliseconds. Bounds how late a revocation by another process shows. */
const BELIEVED_MS = 5_000;
/** Longer than any access token lives. */
const CLOSED_MS = 20 * 60 * 1000;
const MOST_ENTRIES = 10_000;

type Holder = Pick<AccessClaims, 'session_id' | 'user_id' | 'tenant_id'>;

/** Says whether the session behind an access token is still open, without asking the database at every request. */
export class SessionGate {
  private readonly db: Database;
  private readonly now: Clock;
  private readonly entries = new Map<string, { open: Promise<boolean>; until: number }>();

  constructor(db: Database, now: Clock) {
    this.db = db;
    this.now = now;
  }

  /** False for a session that was ended or is over, and for a person who was disabled. */
  async isOpen(holder: Holder): Promise<boolean> {
    const known = this.entries.get(holder.session_id);
    if (known && known.until > this.now()) return known.open;
    const open = this.ask(holder);
    this.keep(holder.session_id, { open, until: this.now() + BELIEVED_MS });
    // A failed question is no answer: the next request asks again.
    open.catch(() => this.drop(holder.session_id, open));
    return open;
  }

  /** Ends a session in this process at once. Call it when the revocation is committed. */
  close(sessionId: string): void {
    // Kept rather than deleted: a question asked before the commit must not put the session back.
    this.keep(sessionId, { open: Promise.resolve(false), until: this.now() + CLOSED_MS });
  }

  private async ask(holder: Holder): Promise<boolean> {
    const scope = systemScope(holder.tenant_id, 'api', 'session-check');
    return this.db.withTenant(scope, async ({ sql }) => {
      const row: unknown = await sql('sessions')
        .join('users', { 'users.tenant_id': 'sessions.tenant_id', 'users.id': 'sessions.user_id' })
        .where({ 'sessions.id': holder.session_id, 'sessions.user_id': holder.user_id })
        .whereNull('sessions.revoked_at')
        .whereNull('users.disabled_at')
        .where('sessions.expires_at', '>', new Date(this.now()))
        .first('sessions.id');
      return row !== undefined;
    });
  }

  private keep(sessionId: string, entry: { open: Promise<boolean>; until: number }): void {
    this.entries.delete(sessionId);
    this.entries.set(sessionId, entry);
    // The oldest goes; whatever is dropped is merely asked again.
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MOST_ENTRIES) return;
      this.entries.delete(oldest);
    }
  }

  private drop(sessionId: string, failed: Promise<boolean>): void {
    if (this.entries.get(sessionId)?.open === failed) this.entries.delete(sessionId);
  }
}
