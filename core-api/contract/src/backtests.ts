import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { StepRun } from './flows.ts';
import { PageQuery, pageOf } from './page.ts';
import { RehearsalOutcome } from './rehearsal.ts';
import { Id, Timestamp } from './values.ts';

/** Mails that one backtest looks at, at most. */
export const MAX_BACKTEST_MAILS = 1000;

/** `running`: mails are tried, one after the other. `cancelled`: a person has ended it. */
export const BacktestState = z.enum(['running', 'finished', 'cancelled']);
export type BacktestState = z.infer<typeof BacktestState>;

/**
 * How a mail comes out under the tried version. `same`: as it did. `changed`: otherwise than under the active version today, so
 * the flow is why. `drifted`: otherwise than it did, but the active version would say the same today, so rules, lists,
 * settings or the classifier are why, and not the flow. `unsure`: a step wants to change another system, which is not done. `untried`:
 * it could not be tried, see `reason`.
 */
export const BacktestVerdict = z.enum(['same', 'changed', 'drifted', 'unsure', 'untried']);
export type BacktestVerdict = z.infer<typeof BacktestVerdict>;

/** In what two ways of coming out differ. `placed`: on a card rather than not, or the other way round. */
export const BacktestDifference = z.enum([
  'placed',
  'outcome',
  'board',
  'column',
  'triage',
  'intent',
  'steps',
]);
export type BacktestDifference = z.infer<typeof BacktestDifference>;

/** How a mail came out, or would. */
export const BacktestOutcome = z.object({
  outcome: RehearsalOutcome,
  /** Keys of board and column of a new card; null otherwise: where an old card lies is no doing of the flow. */
  board: z.string().nullable(),
  column: z.string().nullable(),
  triage: z.boolean().nullable(),
  intent: z.string().nullable(),
  probability: z.number().nullable(),
  decided_by: z.string().nullable(),
  /** Why it is no card: in plain words. */
  reason: z.string().nullable(),
  /** Steps that failed. */
  failed_steps: z.array(z.string()),
});
export type BacktestOutcome = z.infer<typeof BacktestOutcome>;

export const Backtest = z.object({
  id: Id,
  flow_id: z.string(),
  /** What is tried. */
  version: z.string(),
  content_hash: z.string(),
  /** What it is held against: the version that was active when it began. */
  active_version: z.string(),
  active_content_hash: z.string(),
  state: BacktestState,
  total: z.number().int(),
  /** Mails that were tried. */
  done: z.number().int(),
  verdicts: z.record(BacktestVerdict, z.number().int()),
  /** Of changed mails, in what they differ; a mail can differ in several ways. */
  differences: z.record(BacktestDifference, z.number().int()),
  created_by: z.string(),
  created_at: Timestamp,
  finished_at: Timestamp.nullable(),
  /** It is deleted then. */
  kept_until: Timestamp,
});
export type Backtest = z.infer<typeof Backtest>;

export const BacktestItem = z.object({
  /** From 1, newest mail first. */
  position: z.number().int(),
  tracking_id: Id,
  entity_id: Id,
  received_at: Timestamp,
  /** Null for roles that may not read mail. */
  subject: z.string().nullable(),
  from_address: z.string().nullable(),
  card_id: Id.nullable(),
  verdict: BacktestVerdict,
  differences: z.array(BacktestDifference),
  /** What became of the mail. */
  actual: BacktestOutcome,
  /** What the active version would make of it today; null when untried. */
  today: BacktestOutcome.nullable(),
  /** What the tried version would make of it; null when untried. */
  tried: BacktestOutcome.nullable(),
  steps: z.array(StepRun),
  /** Why it could not be tried. */
  reason: z.string().nullable(),
});
export type BacktestItem = z.infer<typeof BacktestItem>;

const readers = ['admin', 'integrator', 'ops'] as const;
const writers = ['admin', 'integrator'] as const;
const params = z.object({ backtest_id: Id });
const one = { params: { backtest_id: '00000000-0000-7000-8000-000000000000' } };

export const startBacktest = defineEndpoint({
  id: 'startBacktest',
  method: 'POST',
  path: '/api/v1/backtests/',
  summary:
    'Run a version over the last mails without any effect, and see which would have come out differently. One at a time.',
  body: z.object({
    flow_id: z.string().min(1).max(100),
    /** A version number, a content hash, or both: `1.2.3@<hash>`. */
    version: z.string().min(1).max(100),
    /** The newest mails that have an outcome. */
    last: z.number().int().min(1).max(MAX_BACKTEST_MAILS).default(200),
  }),
  status: 202,
  reply: Backtest,
  errors: ['not_found', 'flow_refused', 'backtest_running', 'nothing_to_backtest'],
  access: writers,
  audit: { event: 'backtest.started' },
  example: { body: { flow_id: 'no-such-flow', version: '1.0.0' } },
});

export const listBacktests = defineEndpoint({
  id: 'listBacktests',
  method: 'GET',
  path: '/api/v1/backtests/',
  summary: 'Backtests of the last 30 days, newest first.',
  query: PageQuery.extend({ flow_id: z.string().max(100).optional() }),
  reply: pageOf(Backtest),
  access: readers,
  audit: { none: 'reads only' },
});

export const getBacktest = defineEndpoint({
  id: 'getBacktest',
  method: 'GET',
  path: '/api/v1/backtests/{backtest_id}/',
  summary: 'How far a backtest is, and how many mails came out differently.',
  params,
  reply: Backtest,
  errors: ['not_found'],
  access: readers,
  audit: { none: 'reads only' },
  example: one,
});

export const listBacktestItems = defineEndpoint({
  id: 'listBacktestItems',
  method: 'GET',
  path: '/api/v1/backtests/{backtest_id}/items/',
  summary: 'The mails that were tried so far, newest mail first.',
  params,
  query: PageQuery.extend({
    verdict: BacktestVerdict.optional(),
    difference: BacktestDifference.optional(),
  }),
  reply: pageOf(BacktestItem),
  errors: ['not_found'],
  access: readers,
  audit: { none: 'reads only' },
  example: one,
});

export const exportBacktest = defineEndpoint({
  id: 'exportBacktest',
  method: 'GET',
  path: '/api/v1/backtests/{backtest_id}/csv/',
  summary: 'What was tried so far as a table, for a spreadsheet.',
  params,
  produces: 'text/csv',
  reply: z.string(),
  errors: ['not_found'],
  access: readers,
  audit: { none: 'reads only' },
  example: one,
});

export const cancelBacktest = defineEndpoint({
  id: 'cancelBacktest',
  method: 'POST',
  path: '/api/v1/backtests/{backtest_id}/cancel/',
  summary: 'Try no more mails. What was tried so far stays. Repeating it changes nothing.',
  params,
  reply: Backtest,
  errors: ['not_found'],
  access: writers,
  audit: { event: 'backtest.cancelled' },
  example: one,
});
