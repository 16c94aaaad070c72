import { z } from 'zod';
import { SyncErrorSelection } from './dead-letters.ts';
import { defineEndpoint } from './endpoint.ts';
import { PageQuery, pageOf } from './page.ts';
import { Id, Timestamp } from './values.ts';

/** How many mails a redrive sends before it goes on to all others; each step waits for the outcome of its mails. */
export const CANARY_STEPS: readonly number[] = [1, 10];

/**
 * `running`: mails are sent, or their outcome is awaited. `stopping`: no more are sent, the outcome of those under way is
 * awaited. `stopped`: some were left alone, see `reason`. `finished`: every mail has had its turn.
 */
export const RedriveState = z.enum(['running', 'stopping', 'stopped', 'finished']);
export type RedriveState = z.infer<typeof RedriveState>;

/** A group of dead letters on their way back through the flow. */
export const Redrive = z.object({
  id: Id,
  state: RedriveState,
  selection: SyncErrorSelection,
  rate_per_second: z.number(),
  /** Where it is: 1 is the first mail, 2 the next ten, 3 all others. */
  step: z.number().int(),
  total: z.number().int(),
  /** Not sent yet. */
  waiting: z.number().int(),
  /** Sent, outcome awaited. */
  under_way: z.number().int(),
  succeeded: z.number().int(),
  /** Dead again. */
  died: z.number().int(),
  /** Had another outcome meanwhile. */
  skipped: z.number().int(),
  /** Never sent, because it was stopped. */
  left: z.number().int(),
  /** Why it was stopped. */
  reason: z.string().nullable(),
  created_by: z.string().nullable(),
  created_at: Timestamp,
  finished_at: Timestamp.nullable(),
});
export type Redrive = z.infer<typeof Redrive>;

export const RedriveItemState = z.enum(['waiting', 'under_way', 'succeeded', 'died', 'skipped', 'left']);
export type RedriveItemState = z.infer<typeof RedriveItemState>;

export const RedriveItem = z.object({
  sync_error_id: Id,
  tracking_id: Id,
  /** From 1, in the order of sending. */
  position: z.number().int(),
  state: RedriveItemState,
  /** True when the edited mail was sent. */
  edited: z.boolean(),
  /** What the mail ended as, or why it was skipped. */
  reason: z.string().nullable(),
  sent_at: Timestamp.nullable(),
  settled_at: Timestamp.nullable(),
});
export type RedriveItem = z.infer<typeof RedriveItem>;

const access = ['admin', 'ops'] as const;
const params = z.object({ redrive_id: Id });
const NO_ID = '00000000-0000-7000-8000-000000000000';
const one = { params: { redrive_id: NO_ID } };

export const startRedrive = defineEndpoint({
  id: 'startRedrive',
  method: 'POST',
  path: '/api/v1/sync-errors/redrives/',
  summary:
    'Send dead letters through the flow again: one, then ten, then all, as long as none of the first eleven dies again.',
  body: z.object({
    selection: SyncErrorSelection,
    /** Mails per second once the canaries are through; 0.1 is one in ten seconds. */
    rate_per_second: z.number().min(0.1).max(100).default(5),
  }),
  status: 202,
  reply: Redrive,
  errors: ['nothing_to_redrive'],
  access,
  audit: { event: 'redrive.started' },
  example: { body: { selection: { ids: [NO_ID] } } },
});

export const listRedrives = defineEndpoint({
  id: 'listRedrives',
  method: 'GET',
  path: '/api/v1/sync-errors/redrives/',
  summary: 'Redrives, newest first.',
  query: PageQuery.extend({ state: RedriveState.optional() }),
  reply: pageOf(Redrive),
  access,
  audit: { none: 'reads only' },
});

export const getRedrive = defineEndpoint({
  id: 'getRedrive',
  method: 'GET',
  path: '/api/v1/sync-errors/redrives/{redrive_id}/',
  summary: 'How far a redrive is.',
  params,
  reply: Redrive,
  errors: ['not_found'],
  access,
  audit: { none: 'reads only' },
  example: one,
});

export const listRedriveItems = defineEndpoint({
  id: 'listRedriveItems',
  method: 'GET',
  path: '/api/v1/sync-errors/redrives/{redrive_id}/items/',
  summary: 'What became of each mail of a redrive, in the order of sending.',
  params,
  query: PageQuery.extend({ state: RedriveItemState.optional() }),
  reply: pageOf(RedriveItem),
  errors: ['not_found'],
  access,
  audit: { none: 'reads only' },
  example: one,
});

export const stopRedrive = defineEndpoint({
  id: 'stopRedrive',
  method: 'POST',
  path: '/api/v1/sync-errors/redrives/{redrive_id}/stop/',
  summary: 'Send no more of it. Mails under way run to their end.',
  params,
  reply: Redrive,
  errors: ['not_found'],
  access,
  audit: { event: 'redrive.stopped' },
  example: one,
});
