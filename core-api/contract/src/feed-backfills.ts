import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { pageOf } from './page.ts';
import { Id, Timestamp } from './values.ts';

/** Older mail of a feed that is taken in, or of which is only said what taking it in would do. */
export const FeedBackfill = z.object({
  id: Id,
  feed_id: Id,
  /** Mails received in [from, to). */
  from: Timestamp,
  to: Timestamp,
  preview: z.boolean(),
  /** `listing`: the mailbox is being looked through; `working`: its mails are being taken in or rehearsed. */
  state: z.enum(['listing', 'working', 'done', 'cancelled']),
  /** Why it does not get on at the moment; null when it does. It is tried again by itself. */
  last_error: z.string().nullable(),
  /** Mails that the window holds, as far as it has been looked through. */
  found: z.number().int(),
  /** Of these, mails that this feed has taken in already. */
  known: z.number().int(),
  /** Of the others, mails whose Message-ID came by another way and has had its effect: they will be duplicates. */
  here_already: z.number().int(),
  /** The rest. */
  new: z.number().int(),
  /** Of a preview: what a rehearsal says of some of the new ones. Of the others nothing is known until they are taken. */
  sample: z
    .object({ rehearsed: z.number().int(), outcomes: z.record(z.string(), z.number().int()) })
    .nullable(),
  /** Of a run: its mails by what became of them. */
  progress: z
    .object({
      waiting: z.number().int(),
      taken: z.number().int(),
      refused: z.number().int(),
      gone: z.number().int(),
      given_up: z.number().int(),
    })
    .nullable(),
  created_at: Timestamp,
  ended_at: Timestamp.nullable(),
});
export type FeedBackfill = z.infer<typeof FeedBackfill>;

const readers = ['admin', 'integrator', 'ops'] as const;
const NONE = '00000000-0000-7000-8000-000000000000';

export const listFeedBackfills = defineEndpoint({
  id: 'listFeedBackfills',
  method: 'GET',
  path: '/api/v1/mail-feeds/{feed_id}/backfills/',
  summary: 'The newest fifty backfills of a feed.',
  params: z.object({ feed_id: Id }),
  reply: pageOf(FeedBackfill),
  errors: ['not_found'],
  access: readers,
  audit: { none: 'reads only' },
  example: { params: { feed_id: NONE } },
});

export const startFeedBackfill = defineEndpoint({
  id: 'startFeedBackfill',
  method: 'POST',
  path: '/api/v1/mail-feeds/{feed_id}/backfills/',
  summary:
    'Take in the mail of a date range, or with `preview` say what that would do. A worker does it; ask how far it is.',
  params: z.object({ feed_id: Id }),
  body: z
    .object({ from: Timestamp, to: Timestamp, preview: z.boolean().default(true) })
    .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
      path: ['to'],
      error: 'must be later than from',
    }),
  status: 202,
  reply: FeedBackfill,
  errors: ['not_found', 'feed_off'],
  access: readers,
  audit: { event: 'feed_backfill.started' },
  example: {
    params: { feed_id: NONE },
    body: { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z', preview: true },
  },
});

const one = z.object({ feed_id: Id, backfill_id: Id });

export const getFeedBackfill = defineEndpoint({
  id: 'getFeedBackfill',
  method: 'GET',
  path: '/api/v1/mail-feeds/{feed_id}/backfills/{backfill_id}/',
  summary: 'How far a backfill is.',
  params: one,
  reply: FeedBackfill,
  errors: ['not_found'],
  access: readers,
  audit: { none: 'reads only' },
  example: { params: { feed_id: NONE, backfill_id: NONE } },
});

export const cancelFeedBackfill = defineEndpoint({
  id: 'cancelFeedBackfill',
  method: 'POST',
  path: '/api/v1/mail-feeds/{feed_id}/backfills/{backfill_id}/cancel/',
  summary: 'End a backfill. What it has taken in stays; what still waits is left alone.',
  params: one,
  reply: FeedBackfill,
  errors: ['not_found'],
  access: readers,
  audit: { event: 'feed_backfill.cancelled' },
  example: { params: { feed_id: NONE, backfill_id: NONE } },
});
