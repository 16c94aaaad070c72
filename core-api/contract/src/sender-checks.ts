import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { PageQuery, pageOf } from './page.ts';
import { Id, Timestamp } from './values.ts';

const SenderList = z.enum(['blacklist', 'global_blacklist', 'authorised_senders']);
export type SenderList = z.infer<typeof SenderList>;

const SenderMatch = z.object({ list: SenderList, entry_id: Id, pattern: z.string(), note: z.string() });
export type SenderMatch = z.infer<typeof SenderMatch>;

/** What the lists say about a sender. */
export const SenderDecision = z.object({
  /** As it was understood. */
  address: z.string(),
  /** `refused` at the door; `authorised`: not taken for noise; `ordinary`: on no list, the noise rules apply. */
  outcome: z.enum(['refused', 'authorised', 'ordinary']),
  /** A sentence for people. */
  explanation: z.string(),
  /** Every entry that fits, the one that decides first. */
  matches: z.array(SenderMatch),
});
export type SenderDecision = z.infer<typeof SenderDecision>;

export const decideSender = defineEndpoint({
  id: 'decideSender',
  method: 'GET',
  path: '/api/v1/senders/decision/',
  summary: 'Try an address: which entry of which list decides, and what happens to its mail.',
  query: z.object({
    address: z
      .string()
      .trim()
      .toLowerCase()
      .max(320)
      .regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be an e-mail address such as name@example.com'),
  }),
  reply: SenderDecision,
  access: ['admin', 'ops'],
  audit: { none: 'reads only' },
  example: { query: { address: 'ada@buyer.example' } },
});

/** Mail of one sender that an entry refused on one day (UTC). */
export const RefusedSender = z.object({
  id: Id,
  sender: z.string(),
  /** The entry that refused it. It may be gone by now. */
  pattern: z.string(),
  scope: z.enum(['tenant', 'global']),
  mails: z.number().int(),
  first_at: Timestamp,
  last_at: Timestamp,
});
export type RefusedSender = z.infer<typeof RefusedSender>;

export const listRefusedSenders = defineEndpoint({
  id: 'listRefusedSenders',
  method: 'GET',
  path: '/api/v1/refused-senders/',
  summary:
    'Whose mail the blacklists refused, how often and when, the latest first. Nothing of the mail is kept.',
  query: PageQuery.extend({
    /** Part of a sender or of an entry. */
    q: z.string().trim().max(254).optional(),
  }),
  reply: pageOf(RefusedSender),
  access: ['admin', 'ops'],
  audit: { none: 'reads only' },
});
