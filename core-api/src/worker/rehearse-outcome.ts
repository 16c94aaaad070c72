import type { EventType } from '@pebble/contract/event-types';
import type { Rehearsal } from '@pebble/contract/rehearsal';
import type { TenantTx } from '../db/with-tenant.ts';
import { FINAL_STATES } from '../features/jobs/inbound-mail.ts';
import type { InboundState } from '@pebble/contract/ingestion';
import type { ApiProblem } from '../http/problem.ts';
import { causeOfDeath } from './cause-of-death.ts';

interface Performance {
  trackingId: string;
  began: Date;
  /** What the attempt threw, if it did. */
  failure: { error: unknown } | null;
  held: Rehearsal['not_sent'];
}

const NOTHING: Rehearsal = {
  outcome: 'dead',
  board: null,
  column: null,
  card_id: null,
  reason: null,
  error: null,
  flow: null,
  steps: [],
  not_sent: [],
};

/** A mail that would not be accepted. */
export function rejected(refusal: ApiProblem): Rehearsal {
  return { ...NOTHING, outcome: 'rejected', reason: refusal.message };
}

/** Reads what an attempt has done, in the transaction in which it did it. */
export async function readOutcome(tx: TenantTx, performance: Performance): Promise<Rehearsal> {
  const { trackingId, began, failure, held } = performance;
  const mail = await tx
    .sql<{ id: string; state: InboundState; reason: string | null; card_id: string | null }>('inbound_emails')
    .where({ id: trackingId })
    .first('state', 'reason', 'card_id');
  if (!mail) throw new Error('a rehearsed mail vanished');
  const seen = { ...NOTHING, ...(await ranFlow(tx, trackingId, began)), not_sent: held };
  if (mail.state === 'done') return { ...seen, ...(await placement(tx, trackingId)) };
  if (mail.state === 'duplicate' || mail.state === 'ignored') {
    return { ...seen, outcome: mail.state, reason: mail.reason, card_id: mail.card_id };
  }
  if (FINAL_STATES.includes(mail.state)) throw new Error(`a rehearsed mail was left as ${mail.state}`);
  const { errorClass, message, step } = causeOfDeath(failure?.error);
  const error = { error_class: errorClass, message, step };
  if (held.length === 0) return { ...seen, error };
  const hosts = [...new Set(held.map(({ host }) => host))].join(', ');
  const reason = `A step wants to change something in another system (${hosts}). A rehearsal does not send that, so nobody can tell what comes after it.`;
  return { ...seen, outcome: 'unknown', error, reason };
}

interface RunRow {
  inbound_id: string;
  started_at: Date;
  flow_id: string;
  version: string;
  steps: Rehearsal['steps'];
}

async function ranFlow(
  tx: TenantTx,
  trackingId: string,
  began: Date,
): Promise<Pick<Rehearsal, 'flow' | 'steps'>> {
  const run = await tx
    .sql<RunRow>('flow_runs')
    .where({ inbound_id: trackingId })
    .where('started_at', '>=', began)
    .first('flow_id', 'version', 'steps');
  if (!run) return { flow: null, steps: [] };
  return { flow: { flow_id: run.flow_id, version: run.version }, steps: run.steps };
}

interface EventRow {
  id: number;
  inbound_id: string;
  type: EventType;
  card_id: string;
  data: { board?: string; column?: string; to?: string };
}

const OUTCOMES: Partial<Record<EventType, Rehearsal['outcome']>> = {
  'card.created': 'created',
  'card.mail_appended': 'appended',
  'card.reopened': 'reopened',
};

/** What the events of this very transaction say; a mail that died before may have older ones. */
async function placement(tx: TenantTx, trackingId: string): Promise<Partial<Rehearsal>> {
  const told = await tx
    .sql<EventRow>('events')
    .where({ inbound_id: trackingId })
    .whereRaw('xid = pg_current_xact_id()')
    .whereIn('type', Object.keys(OUTCOMES) as EventType[])
    .orderBy('id')
    .select('type', 'card_id', 'data');
  const last = told.at(-1);
  const outcome = last && OUTCOMES[last.type];
  if (!last || !outcome) throw new Error('a rehearsed mail has a card, but no event says how');
  const { board = null, column = null, to = null } = last.data;
  return {
    outcome,
    board,
    column: outcome === 'reopened' ? to : column,
    card_id: outcome === 'created' ? null : last.card_id,
  };
}
