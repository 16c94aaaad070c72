import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { newId } from '../../db/new-id.ts';
import type { Database } from '../../db/database.ts';
import { systemScope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { dropReport } from '../../features/sources/door-reports.ts';
import type { Account } from './account.ts';
import { pauseAfter } from './backoff.ts';
import { connect } from './connect.ts';
import { explain, isSignInFailure } from './explain.ts';
import { keyOf } from './finish-step.ts';
import { Folder } from './folder.ts';
import { LiveClient } from './live-client.ts';
import { loadPosition, putPosition, type Position } from './position.ts';
import type { PrivateHosts } from '../../mail/private-hosts.ts';
import type { ReadContext } from './read-context.ts';
import { readNew } from './read-new.ts';
import { resume } from './resume.ts';
import { Superseded } from './save-progress.ts';
import { writeStatus } from './status.ts';
import { Suspects } from './suspects.ts';
import type { TakeDeps } from '../take-mail.ts';
import type { ImapTiming } from './timing.ts';

export interface ReaderDeps extends TakeDeps {
  db: Database;
  log: Logger;
  privateHosts: PrivateHosts;
  timing: ImapTiming;
}

/** A server that is slow in the middle of something is not waited for longer than this when the reader ends. */
const FAREWELL_MS = 2_000;

/** Reads one account for as long as it is told to: connects, reads what is new, waits for more, and connects anew when that breaks. */
export class AccountReader {
  readonly account: Account;
  private readonly deps: ReaderDeps;
  private readonly log: Logger;
  private readonly stopping = new AbortController();
  private readonly suspects = new Suspects();
  private failures = 0;
  private wasConnected = false;
  private ended = false;
  private running: Promise<void> = Promise.resolve();

  constructor(deps: ReaderDeps, account: Account) {
    this.deps = deps;
    this.account = account;
    this.log = deps.log.child({ account_id: account.id });
  }

  start(): void {
    this.running = this.run().finally(() => {
      this.ended = true;
    });
  }

  /** True when it has nothing to go on with: its position was reset under it. */
  get hasEnded(): boolean {
    return this.ended;
  }

  /** Ends after the step under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.session();
      } catch (error) {
        if (signal.aborted) return;
        // Somebody has reset the position; the settings are new as well, and whoever started this reader will notice.
        if (error instanceof Superseded) return;
        await this.failed(error);
        const ms = pauseAfter(this.failures, error, this.deps.timing);
        await pause(ms, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** One connection, until it breaks or the reader is stopped. */
  private async session(): Promise<void> {
    const { timing, privateHosts } = this.deps;
    const { account } = this;
    const { signal } = this.stopping;
    const imap = await connect(account, { privateHosts, timeoutMs: timing.connect, signal });
    const closeSoon = () => void setTimeout(() => imap.close(), FAREWELL_MS).unref();
    signal.addEventListener('abort', closeSoon, { once: true });
    try {
      const client = new LiveClient(imap, account.host, timing);
      const readOnly = account.mode === 'shadow' || account.after_accept === 'nothing';
      const folder = await Folder.open(client, account.folder, readOnly);
      const context = await this.begin(folder);
      while (!signal.aborted) {
        await readNew(context);
        this.failures = 0;
        this.wasConnected = true;
        await writeStatus(this.deps.db, account, { last_error: null }, true);
        await folder.waitForNews(timing.poll, signal);
        if (!signal.aborted) await folder.ping();
      }
    } finally {
      signal.removeEventListener('abort', closeSoon);
      void imap.logout().catch(() => undefined);
      closeSoon();
    }
  }

  private async begin(folder: Folder): Promise<ReadContext> {
    const { db } = this.deps;
    const { account } = this;
    const scope = systemScope(account.tenantId, 'imap', newId());
    const kept = await db.withTenant(scope, (tx) => loadPosition(tx, account.id, account.mode));
    const { position, isNew, notice } = await resume(folder, kept, {
      from: account.start_from,
      saidAt: account.start_said_at,
    });
    if (isNew) await db.withTenant(scope, (tx) => this.keep(tx, position, kept));
    const onNotice = (text: string) => writeStatus(db, account, { notice: text }, true);
    if (notice !== null) await onNotice(notice);
    const { log, suspects } = this;
    return { ...this.deps, log, account, folder, position, suspects, signal: this.stopping.signal, onNotice };
  }

  private async keep(tx: TenantTx, position: Position, before: Position | null): Promise<void> {
    const { id, mode } = this.account;
    await putPosition(tx, id, mode, position);
    // What was put aside is among what is read again, under another number.
    for (const { uid } of before?.aside ?? []) {
      await dropReport(tx, { account_id: id }, mode, keyOf(before ?? position, uid));
    }
  }

  private async failed(error: unknown): Promise<void> {
    this.failures += 1;
    this.log.warn({ err: error, failures: this.failures }, 'IMAP account');
    // A connection that breaks once and comes back is nothing that a person should read about.
    if (this.failures < 2 && this.wasConnected && !isSignInFailure(error)) return;
    const last_error = explain(error, this.account);
    await writeStatus(this.deps.db, this.account, { last_error }, false).catch((cause: unknown) => {
      this.log.warn({ err: cause }, 'the status of an IMAP account was not written');
    });
  }
}
