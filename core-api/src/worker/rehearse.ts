import type { Rehearsal } from '@pebble/contract/rehearsal';
import type { Http } from '@pebble/kit/http';
import { bulkhead } from 'cockatiel';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { newId } from '../db/new-id.ts';
import { systemScope, type Scope } from '../db/scope.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { acceptBatch } from '../features/ingestion/accept-batch.ts';
import type { IncomingMail } from '../features/ingestion/incoming-mail.ts';
import { AttemptMemos } from '../features/jobs/attempt-memos.ts';
import { FINAL_STATES, lockInbound } from '../features/jobs/inbound-mail.ts';
import { parsePayload, type MailPayload } from '../features/jobs/mail-payload.ts';
import { acceptedPayload, MailStore, parseRepaired } from '../features/jobs/mail-store.ts';
import type { Dispatch } from '../http/dispatch.ts';
import { ApiProblem } from '../http/problem.ts';
import type { ParsedMail } from '../mail/parsed-mail.ts';
import { Attempts } from './attempts.ts';
import { createCoreHttp } from './core-http.ts';
import type { LoadedFlows } from './loaded-flows.ts';
import { tryOnce, type WorkerDeps } from './process-mail.ts';
import { backToWork, endsAsCopy } from './redrive-mail.ts';
import { safeReadsOnly } from './rehearse-http.ts';
import { readOutcome, rejected } from './rehearse-outcome.ts';
import { inVain } from './rehearse-transaction.ts';
import type { OpenConnection } from './tenant-connections.ts';

export interface RehearsalDeps {
  db: Database;
  /** The endpoints that flows may call, over another database and another mail store. */
  dispatchOver: (db: Database, mails: MailStore) => Dispatch;
  flows: LoadedFlows;
  issueJobToken: WorkerDeps['issueJobToken'];
  outside: Http;
  openConnection?: OpenConnection | undefined;
  log: Logger;
  /** How long one may hold its rows; the usual time when left out. */
  deadlineMs?: number | undefined;
}

/**
 * Either a mail that was accepted and is dead or unfinished, optionally with another payload in place of its own; or one that
 * was never handed over, which is then accepted first, by the same rules as any other.
 */
export type Candidate = { trackingId: string; payload?: MailPayload } | { incoming: IncomingMail };

export type Rehearse = (scope: Scope, candidate: Candidate) => Promise<Rehearsal>;

/** So many at a time in this process; each holds a connection that real work could use. */
const AT_ONCE = 2;
const WAITING = 100;

/** Rehearsals of one process, few at a time. @throws ApiProblem not_ready when too many wait already, and as `rehearseMail` */
export function createRehearse(deps: RehearsalDeps): Rehearse {
  const few = bulkhead(AT_ONCE, WAITING);
  return async (scope, candidate) => {
    if (few.executionSlots === 0 && few.queueSlots === 0) {
      throw new ApiProblem('not_ready', { detail: 'Too many rehearsals are waiting.', retryAfter: 5 });
    }
    return few.execute(() => rehearseMail(deps, scope, candidate));
  };
}

/**
 * Runs a mail through the tenant's current flow with the code that real mail goes through, and leaves nothing behind: no
 * row, no event, no job, no bell, no attachment fetched, no change in any other system.
 *
 * @param scope in which a new mail is accepted; processing is the system's, as always
 * @throws ApiProblem not_ready when real work holds the same rows, job_closed when the accepted mail is not there or has its effect
 */
export async function rehearseMail(
  deps: RehearsalDeps,
  scope: Scope,
  candidate: Candidate,
): Promise<Rehearsal> {
  // Read and parsed beforehand: a large mail takes its time, and the transaction below must be short.
  const mails = new OneMail(
    await parsed(deps.db, scope, candidate).catch((error: unknown) => new Unreadable(error)),
  );
  const work = async (stage: Database, over: AbortSignal) => {
    const correlationId = `rehearsal-${newId()}`;
    const acting = { ...scope, correlationId };
    const trackingId = 'incoming' in candidate ? newId() : candidate.trackingId;
    if ('incoming' in candidate) {
      const offer = { mail: candidate.incoming, trackingId, correlationId };
      const [refusal] = await stage.withTenant(acting, (tx) => acceptBatch(tx, [offer]));
      if (refusal) return rejected(refusal);
    } else await stage.withTenant(acting, (tx) => bringBack(tx, candidate));
    const worker = systemScope(scope.tenantId, 'worker', correlationId);
    const parts = { deps, stage, mails, over };
    const also: Rehearsal['also'] = [];
    for (const other of await stage.withTenant(worker, (tx) => deliveredWith(tx, trackingId))) {
      const { outcome, board, column, card_id } = await attempt(parts, worker, other.id);
      also.push({ entity_id: other.entity_id, outcome, board, column, card_id });
    }
    const said = await attempt(parts, worker, trackingId);
    return also.length === 0 ? said : { ...said, also };
  };
  return inVain(deps.db, work, deps.deadlineMs);
}

/** The same mail in other entities: it is taken in once for each. A mail that was accepted before stands for itself alone. */
function deliveredWith(tx: TenantTx, trackingId: string): Promise<{ id: string; entity_id: string }[]> {
  return tx
    .sql<{ id: string; entity_id: string; delivered_with: string; state: string; correlation_id: string }>(
      'inbound_emails',
    )
    .where({ delivered_with: trackingId, state: 'accepted', correlation_id: tx.scope.correlationId })
    .orderBy('id')
    .select('id', 'entity_id');
}

type Accepted = Exclude<Candidate, { incoming: IncomingMail }>;

async function parsed(db: Database, scope: Scope, candidate: Candidate): Promise<ParsedMail> {
  if ('incoming' in candidate) return parsePayload(candidate.incoming);
  const original = await db.withTenant(scope, (tx) => acceptedPayload(tx, candidate.trackingId));
  return candidate.payload ? parseRepaired(candidate.payload, original) : parsePayload(original);
}

/** As a redrive does it. @throws ApiProblem job_closed when the mail has had its effect */
async function bringBack(tx: TenantTx, { trackingId, payload }: Accepted): Promise<void> {
  const inbound = await lockInbound(tx, trackingId);
  if (inbound.state !== 'dead' && FINAL_STATES.includes(inbound.state)) throw new ApiProblem('job_closed');
  await backToWork(tx, trackingId);
  if (payload) await endsAsCopy(tx, inbound);
}

/** Where a rehearsal happens: the database that is rolled back, and the one mail that it is about. */
export interface Stage {
  deps: RehearsalDeps;
  stage: Database;
  mails: MailStore;
  over: AbortSignal;
}

/** The attempt that real mail goes through, and what it has made of the mail. */
export async function attempt(
  { deps, stage, mails, over }: Stage,
  scope: Scope,
  trackingId: string,
): Promise<Rehearsal> {
  const began = new Date();
  const held: Rehearsal['not_sent'] = [];
  const dispatch = deps.dispatchOver(stage, mails);
  const outside = safeReadsOnly(deps.outside, held, over);
  const failure = await tryOnce(
    {
      ...deps,
      db: stage,
      attempts: new Attempts(mails, deps.flows),
      // Its own, so that nothing of a rehearsal is remembered for a mail that is really under way.
      memos: new AttemptMemos(),
      httpFor: (correlationId) => createCoreHttp(dispatch, correlationId, outside),
      stepRetries: false,
      // Signing in is a read; what is written with the session is held back like everything else.
      openConnection: async (acting, name) => {
        const opened = await deps.openConnection?.(acting, name);
        return opened ? { ...opened, http: safeReadsOnly(opened.http ?? deps.outside, held, over) } : null;
      },
      // Whether an attachment can be had never changes what becomes of its mail, and whoever is asked for it notices.
      fetchFile: async () => ({ ok: false, kind: 'failed', reason: 'not fetched in a rehearsal' }),
    },
    scope,
    trackingId,
  ).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  return stage.withTenant(scope, (tx) => readOutcome(tx, { trackingId, began, failure, held }));
}

/** One mail, parsed already, that no cache shares: what is rehearsed may not be what is stored under this id. */
export class OneMail extends MailStore {
  private readonly mail: ParsedMail | Unreadable;

  constructor(mail: ParsedMail | Unreadable) {
    super();
    this.mail = mail;
  }

  override async load(): Promise<ParsedMail> {
    if (this.mail instanceof Unreadable) throw this.mail.error;
    return this.mail;
  }

  override read(): Promise<ParsedMail> {
    return this.load();
  }
}

export class Unreadable {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}
