import type { BacktestDifference, BacktestOutcome, BacktestVerdict } from '@pebble/contract/backtests';
import type { EventType } from '@pebble/contract/event-types';
import type { StepRun } from '@pebble/contract/flows';
import type { InboundState } from '@pebble/contract/ingestion';
import type { Rehearsal } from '@pebble/contract/rehearsal';
import type { z } from 'zod';
import type { TenantTx } from '../db/with-tenant.ts';

type Steps = z.infer<typeof StepRun>[];

/** What the event of a new card says about it. */
interface Decision {
  board?: string;
  column?: string;
  intent?: string;
  probability?: number;
  decided_by?: string;
  triage?: boolean;
}

interface Placing {
  type: EventType;
  data: Decision;
}

const PLACING: EventType[] = ['card.created', 'card.mail_appended', 'card.reopened'];

/** How a mail was placed, by the log; in a rehearsal that is what the rehearsed copy has written. */
function placingOf(tx: TenantTx, trackingId: string): Promise<Placing[]> {
  return tx
    .sql<Placing & { id: string; inbound_id: string }>('events')
    .where({ inbound_id: trackingId })
    .whereIn('type', PLACING)
    .orderBy('id')
    .select('type', 'data');
}

/** What really became of a mail. */
export async function actualOutcome(tx: TenantTx, trackingId: string): Promise<BacktestOutcome> {
  const mail = await tx
    .sql<{ id: string; state: InboundState; reason: string | null }>('inbound_emails')
    .where({ id: trackingId })
    .first('state', 'reason');
  const run = await tx
    .sql<{ inbound_id: string; started_at: Date; steps: Steps }>('flow_runs')
    .where({ inbound_id: trackingId })
    .orderBy('started_at', 'desc')
    .first('steps');
  const failed_steps = failedOf(run?.steps ?? []);
  if (mail?.state !== 'done') {
    const outcome = mail?.state === 'duplicate' || mail?.state === 'ignored' ? mail.state : 'dead';
    return { ...NOT_PLACED, outcome, reason: mail?.reason ?? null, failed_steps };
  }
  const told = await placingOf(tx, trackingId);
  return { ...NOT_PLACED, ...placed(told), failed_steps };
}

/** What a rehearsal has made of a mail, read in the transaction in which it was rehearsed. */
export async function rehearsedOutcome(
  tx: TenantTx,
  trackingId: string,
  { outcome, reason, error, steps }: Rehearsal,
): Promise<BacktestOutcome> {
  const why = reason ?? (error && `${error.error_class}: ${error.message}`);
  const base = { ...NOT_PLACED, outcome, reason: why, failed_steps: failedOf(steps) };
  if (!PLACED.includes(outcome)) return base;
  return { ...base, ...placed(await placingOf(tx, trackingId)) };
}

const PLACED: Rehearsal['outcome'][] = ['created', 'appended', 'reopened'];

const NOT_PLACED: Omit<BacktestOutcome, 'outcome'> = {
  ...{ board: null, column: null, triage: null, intent: null, probability: null, decided_by: null },
  ...{ reason: null, failed_steps: [] },
};

/** Where a card lies that was there before is the doing of people, so board and column are told of new ones only. */
function placed(told: readonly Placing[]): Pick<BacktestOutcome, 'outcome'> & Partial<BacktestOutcome> {
  const [first, second] = told;
  if (first?.type !== 'card.created') {
    return { outcome: second?.type === 'card.reopened' ? 'reopened' : 'appended' };
  }
  const {
    board = null,
    column = null,
    intent = null,
    probability = null,
    decided_by = null,
    triage = null,
  } = first.data;
  return { outcome: 'created', board, column, intent, probability, decided_by, triage };
}

function failedOf(steps: Steps): string[] {
  return steps.filter(({ status }) => status === 'failed').map(({ step }) => step);
}

/** In what two outcomes differ. A mail on a card that was there is the same whether that was closed or not: people close cards. */
export function differences(a: BacktestOutcome, b: BacktestOutcome): BacktestDifference[] {
  const found: BacktestDifference[] = [];
  if (PLACED.includes(a.outcome) !== PLACED.includes(b.outcome)) found.push('placed');
  else if (kindOf(a) !== kindOf(b)) found.push('outcome');
  if (a.outcome === 'created' && b.outcome === 'created') {
    for (const fact of ['board', 'column', 'triage', 'intent'] as const)
      if (a[fact] !== b[fact]) found.push(fact);
  }
  if (a.failed_steps.toSorted().join() !== b.failed_steps.toSorted().join()) found.push('steps');
  return found;
}

function kindOf({ outcome }: BacktestOutcome): string {
  return outcome === 'reopened' ? 'appended' : outcome;
}

/** @param today what the active version would make of the mail now; the difference to `actual` is no doing of the flow */
export function judge(
  actual: BacktestOutcome,
  today: BacktestOutcome,
  tried: BacktestOutcome,
): { verdict: BacktestVerdict; differences: BacktestDifference[] } {
  if (tried.outcome === 'unknown' || today.outcome === 'unknown')
    return { verdict: 'unsure', differences: [] };
  const changed = differences(today, tried);
  if (changed.length > 0) return { verdict: 'changed', differences: changed };
  const drifted = differences(actual, tried);
  return drifted.length > 0
    ? { verdict: 'drifted', differences: drifted }
    : { verdict: 'same', differences: [] };
}
