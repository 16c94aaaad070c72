import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { SecretKeeper } from '../../features/sources/sealed-secret.ts';
import { AccountReader, type ReaderDeps } from './account-reader.ts';
import { holdAccounts, releaseAccounts } from './lease.ts';

export interface ImapDoorDeps extends ReaderDeps {
  keeper: SecretKeeper;
}

/** Keeps a reader running for every mail account that is this process's to read. */
export class ImapDoor {
  private readonly deps: ImapDoorDeps;
  private readonly holder = randomUUID();
  private readonly readers = new Map<string, AccountReader>();
  private readonly stopping = new AbortController();
  private heldUntil = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(deps: ImapDoorDeps) {
    this.deps = deps;
  }

  start(): void {
    this.running = this.run();
  }

  /** Stops reading after the step under way, and lets the accounts go. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.endAll();
    await releaseAccounts(this.deps.db, this.holder).catch((error: unknown) =>
      this.deps.log.warn({ err: error }, 'the leases of IMAP accounts were not given back'),
    );
  }

  private async run(): Promise<void> {
    const { round } = this.deps.timing;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.round().catch((error: unknown) => this.deps.log.warn({ err: error }, 'IMAP accounts'));
      // Without the database there is no lease, and somebody else may be reading by now.
      if (Date.now() > this.heldUntil) await this.endAll();
      await pause(round, undefined, { signal }).catch(() => undefined);
    }
  }

  private async round(): Promise<void> {
    const asked = Date.now();
    const held = new Map((await this.hold()).map((account) => [account.id, account]));
    this.heldUntil = asked + this.deps.timing.lease;
    for (const [id, reader] of this.readers) {
      if (held.get(id)?.revision !== reader.account.revision || reader.hasEnded) {
        this.readers.delete(id);
        await reader.stop();
      }
    }
    for (const account of held.values()) {
      if (this.readers.has(account.id) || this.stopping.signal.aborted) continue;
      const reader = new AccountReader(this.deps, account);
      this.readers.set(account.id, reader);
      reader.start();
    }
  }

  private hold() {
    return holdAccounts(this.deps, this.holder, this.deps.timing.lease);
  }

  private async endAll(): Promise<void> {
    await Promise.all([...this.readers.values()].map((reader) => reader.stop()));
    this.readers.clear();
  }
}
