import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { SecretKeeper } from '../../features/sources/sealed-secret.ts';
import { AccountReader, type ReaderDeps } from './account-reader.ts';
import { sureOf } from '../lease.ts';
import { holdAccounts, releaseAccounts, type HeldAccount } from './lease.ts';
import { writeStatus } from './status.ts';

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
    const { db, timing } = this.deps;
    const asked = Date.now();
    const accounts = await holdAccounts(db, this.holder, timing.lease);
    this.heldUntil = asked + sureOf(timing.lease);
    const held = new Map(accounts.map((account) => [account.id, account]));
    for (const [id, reader] of this.readers) {
      if (held.get(id)?.revision !== reader.account.revision || reader.hasEnded) {
        this.readers.delete(id);
        await reader.stop();
      }
    }
    for (const account of held.values()) {
      if (!this.readers.has(account.id) && !this.stopping.signal.aborted) await this.begin(account);
    }
  }

  private async begin({ password_sealed, ...account }: HeldAccount): Promise<void> {
    const { db, keeper, log } = this.deps;
    try {
      const password = keeper.unseal(account.tenantId, account.id, password_sealed);
      const reader = new AccountReader(this.deps, { ...account, password });
      this.readers.set(account.id, reader);
      reader.start();
    } catch (error) {
      // An account whose password is lost must not keep the others from being read.
      log.warn({ err: error, account_id: account.id }, 'the password of an IMAP account cannot be opened');
      const last_error = 'Its password cannot be opened with the present key. Give it again.';
      await writeStatus(db, account, { last_error }, false);
    }
  }

  private async endAll(): Promise<void> {
    await Promise.all([...this.readers.values()].map((reader) => reader.stop()));
    this.readers.clear();
  }
}
