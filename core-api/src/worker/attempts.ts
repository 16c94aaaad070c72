import type { LoadedFlow } from '@pebble/flows/engine/load-flow';
import { bulkhead } from 'cockatiel';
import type { Database } from '../db/database.ts';
import { GroupCommit } from '../db/group-commit.ts';
import type { Scope } from '../db/scope.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { MOST_RESUMED, resumeCut, tellOfGivenUp } from '../features/flows/cut-runs.ts';
import { recordRuns, type FinishedRun } from '../features/flows/flow-runs.ts';
import type { FlowVersionHead } from '../features/flows/flow-versions.ts';
import { claimMails } from '../features/jobs/claim-mails.ts';
import { endedAmong, type InboundMail } from '../features/jobs/inbound-mail.ts';
import type { MailStore } from '../features/jobs/mail-store.ts';
import { takeMails, type TakenMail } from '../features/jobs/take-mails.ts';
import { judgeNoise } from '../features/mails/judge-noise.ts';
import type { ParsedMail } from '../mail/parsed-mail.ts';
import { crashPoint } from '../runtime/crash-points.ts';
import type { LoadedFlows } from './loaded-flows.ts';

/** An attempt that has begun. */
export interface Beginning {
  inbound: InboundMail;
  mail: ParsedMail;
  version: FlowVersionHead;
  flow: LoadedFlow;
  /** True when the mail has got its one effect just now; false leaves the question to `claim`. */
  claimed: boolean;
  /** Looks like mail that no person wrote. */
  noise: boolean;
}

/** A large mail whose attempt has begun. It is read by itself, when there is room for it. */
export type LargeMail = TakenMail & { payload: null };

/** Null when the mail has had its outcome; an error when the mail itself is to blame. */
type Begun = Beginning | LargeMail | { error: unknown } | null;

/** Mails of a tenant that share a transaction when they begin or end at the same time. */
const MOST = 32;
/** One: the others gather behind it, and what gathers costs little more than one. */
const UNDER_WAY = 1;
/** Large mails that a process works on at once: one may take a hundred megabytes. */
const LARGE_AT_ONCE = 4;

/**
 * Beginning and end of attempts. What is the same for every mail is done for many of them in one transaction: on a busy worker
 * that is most of the work that the database has with a mail. The effect itself comes between the two, by the flow's own call; see
 * features/jobs/placements.ts.
 */
export class Attempts {
  private readonly mails: MailStore;
  private readonly flows: LoadedFlows;
  private readonly beginnings = new GroupCommit<string, Begun>({
    work: (tx, ids) => this.beginAll(tx, ids),
    most: MOST,
    underWay: UNDER_WAY,
  });
  private readonly ends = new GroupCommit<FinishedRun, boolean>({
    work: endAll,
    most: MOST,
    underWay: UNDER_WAY,
  });

  private readonly large = bulkhead(LARGE_AT_ONCE, Infinity);

  constructor(mails: MailStore, flows: LoadedFlows) {
    this.mails = mails;
    this.flows = flows;
  }

  /**
   * Counts an attempt at a mail, reads it, takes its one effect if nobody has it, and finds the flow. A large mail is only counted:
   * its bytes are for `readLarge`. Null when there is nothing to do: the job was handed over twice, or has outlived its mail.
   *
   * @throws InvalidMail, FlowRefused, …: whatever keeps the mail from being processed
   */
  async begin(db: Database, scope: Scope, trackingId: string): Promise<Beginning | LargeMail | null> {
    const begun = await this.beginnings.submit(db, scope, trackingId);
    if (begun && 'error' in begun) throw begun.error;
    return begun;
  }

  /**
   * The rest of what `begin` does, for a large mail, and then `work`. Waits while too many others are being worked on.
   *
   * @throws as `begin`, and what `work` throws
   */
  async withLarge<T>(
    db: Database,
    scope: Scope,
    large: LargeMail,
    work: (start: Beginning) => Promise<T>,
  ): Promise<T> {
    return this.large.execute(async () => {
      const begun = await db.withTenant(scope, async (tx) => (await this.readAll(tx, [large])).get(large.id));
      if (!begun) throw new Error('a mail was neither read nor refused');
      if ('error' in begun) throw begun.error;
      return work(begun);
    });
  }

  /**
   * Runs `work` once more for a mail that has its card and whose run was cut off behind it: the steps are repeatable, and find what was
   * done. No attempt is counted. Does nothing when the run came to its end, or when it was tried too often.
   *
   * @throws as `begin`, and what `work` throws
   */
  async resume(
    db: Database,
    scope: Scope,
    trackingId: string,
    work: (start: Beginning) => Promise<void>,
  ): Promise<void> {
    // Rare, and perhaps large: here it is in nobody's way.
    await this.large.execute(async () => {
      const start = await db.withTenant(scope, (tx) => this.readCut(tx, trackingId));
      if (start) await work(start);
    });
  }

  /** Keeps what the run did, and says whether the mail has had its outcome. */
  end(db: Database, scope: Scope, run: FinishedRun): Promise<boolean> {
    return this.ends.submit(db, scope, run);
  }

  private async beginAll(tx: TenantTx, ids: readonly string[]): Promise<Begun[]> {
    const taken = await takeMails(tx, ids);
    const small = taken.filter(({ payload }) => payload !== null);
    const begun = new Map<string, Begun>(await this.readAll(tx, small));
    for (const mail of taken) if (isLarge(mail)) begun.set(mail.id, mail);
    crashPoint('attempt.before-commit');
    return ids.map((id) => begun.get(id) ?? null);
  }

  private async readCut(tx: TenantTx, trackingId: string): Promise<Beginning | null> {
    const inbound = await resumeCut(tx, trackingId);
    if (inbound === null) return null;
    const flow = await this.flows.forMail(tx);
    if (inbound.resumed > MOST_RESUMED) {
      await tellOfGivenUp(tx, inbound, flow.version);
      return null;
    }
    const mail = await this.mails.load(tx, trackingId, inbound.repair);
    return { inbound, mail, ...flow, claimed: false, noise: false };
  }

  private async readAll(
    tx: TenantTx,
    taken: readonly TakenMail[],
  ): Promise<Map<string, Beginning | { error: unknown }>> {
    const begun = new Map<string, Beginning | { error: unknown }>();
    if (taken.length === 0) return begun;
    const flow = await this.flows.forMail(tx);
    const read: { inbound: TakenMail; mail: ParsedMail; noise: boolean }[] = [];
    // One after the other: statements of one connection gain nothing from being mixed.
    for (const inbound of taken) {
      const mail = await this.mails
        .read(tx, inbound)
        .catch((error: unknown) => begun.set(inbound.id, { error }));
      if (mail instanceof Map) continue;
      read.push({ inbound, mail, noise: (await judgeNoise(tx, inbound, mail)) !== null });
    }
    const claimed = await claimMails(
      tx,
      read.filter(({ noise }) => !noise),
    );
    for (const one of read) {
      begun.set(one.inbound.id, { ...one, ...flow, claimed: claimed.has(one.inbound.id) });
    }
    return begun;
  }
}

function isLarge(mail: TakenMail): mail is LargeMail {
  return mail.payload === null;
}

async function endAll(tx: TenantTx, runs: readonly FinishedRun[]): Promise<boolean[]> {
  const ended = await endedAmong(
    tx,
    runs.map((run) => run.trackingId),
  );
  await recordRuns(
    tx,
    // Steps may be allowed to fail, so an engine can call a run a success that left its mail where it was.
    runs.map((run) => (ended.has(run.trackingId) ? run : { ...run, status: 'failed' as const })),
  );
  crashPoint('run.before-commit');
  return runs.map((run) => ended.has(run.trackingId));
}
