import type { KeptSession, SessionSlot } from '../src/session.ts';
import type { Seal, Store } from './sealed.ts';

/**
 * Where the session of a credential is kept: in the memory of the engine's process, which lives for many runs, and sealed in the
 * project's store, for the other processes. One for each credential and process.
 */
class StoredSession implements SessionSlot {
  /** Of the run at hand: its token ends with it. Null where Activepieces gives none, as in a form. */
  store: Store | null = null;
  private readonly seal: Seal;
  private memory: KeptSession | null = null;

  constructor(seal: Seal) {
    this.seal = seal;
  }

  async get(): Promise<KeptSession | null> {
    if (this.memory && usable(this.memory)) return this.memory;
    const stored = this.seal.open(await this.stored()) as KeptSession | null;
    // Another process may have signed in since; what has ended here is only better than nothing.
    if (stored && JSON.stringify(stored.values) !== JSON.stringify(this.memory?.values)) this.memory = stored;
    return this.memory;
  }

  async set(session: KeptSession): Promise<void> {
    this.memory = session;
    // The end of a session is this process's view: another one may have kept a newer one meanwhile.
    if (session.until === 0) return;
    try {
      await this.store?.put(this.key, this.seal.close(session), 'COLLECTION');
    } catch (error) {
      // Who cannot keep it signs in again; but what replaces a secret of the credential must not be lost.
      if (session.replaces) throw error;
    }
  }

  // The store may be that of an earlier run, whose right to it has ended: then nothing is known.
  private async stored(): Promise<unknown> {
    try {
      return await this.store?.get(this.key, 'COLLECTION');
    } catch {
      return null;
    }
  }

  private get key(): string {
    return `pebble-session-${this.seal.id}`;
  }
}

function usable({ until }: KeptSession): boolean {
  return until === null || Date.now() < until;
}

const slots = new Map<string, StoredSession>();

export function sessionOf(seal: Seal, store: Store | null): SessionSlot {
  const slot = slots.get(seal.id) ?? new StoredSession(seal);
  slots.set(seal.id, slot);
  slot.store = store ?? slot.store;
  return slot;
}
