import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { PageQuery, pageOf } from './page.ts';
import { Id, Timestamp } from './values.ts';

/** Mail that no person wrote to us, by what it is. */
export const NoiseKind = z.enum([
  /** A delivery that failed, or is late. */
  'bounce',
  /** A mail of ours was delivered or opened. */
  'read_receipt',
  /** Somebody accepted or declined a meeting, without a word of their own. */
  'calendar_reply',
  'out_of_office',
  /** Any other automatic answer, such as "we have received your request". */
  'auto_reply',
  /** Made by a machine that answers nobody: alerts, reports, notifications. */
  'auto_generated',
  'bulk',
  'mailing_list',
  /** Sent by the very mailbox that received it. */
  'own_mail',
  /** Sent by Pebble itself, or far too often within a short time. */
  'loop',
]);
export type NoiseKind = z.infer<typeof NoiseKind>;

/** What a tenant may decide about; a loop is dealt with by the loop guard. */
export const PolicyKind = NoiseKind.exclude(['loop']);
export type PolicyKind = z.infer<typeof PolicyKind>;

/** `open_card` treats mail of the kind like any other. */
export const NoiseAction = z.enum(['ignore', 'open_card']);
export type NoiseAction = z.infer<typeof NoiseAction>;

const limit = z.number().int().min(2).max(100_000);

export const LoopGuard = z.object({
  enabled: z.boolean(),
  /** As many mails of one sender with much the same subject are let through within the window. */
  mails: limit,
  /** The same for authorised senders. */
  authorised_mails: limit,
  window_minutes: z.number().int().min(1).max(1440),
});
export type LoopGuard = z.infer<typeof LoopGuard>;

export const NoisePolicy = z.object({
  kinds: z.record(PolicyKind, NoiseAction),
  loop_guard: LoopGuard,
  /** Null while nobody has changed anything. */
  updated_at: Timestamp.nullable(),
});
export type NoisePolicy = z.infer<typeof NoisePolicy>;

export const readNoisePolicy = defineEndpoint({
  id: 'readNoisePolicy',
  method: 'GET',
  path: '/api/v1/noise-policy/',
  summary: 'What happens to mail that no person wrote.',
  reply: NoisePolicy,
  access: ['admin', 'ops', 'manager'],
  audit: { none: 'reads only' },
});

export const changeNoisePolicy = defineEndpoint({
  id: 'changeNoisePolicy',
  method: 'PATCH',
  path: '/api/v1/noise-policy/',
  summary: 'Change what happens to mail that no person wrote. What you leave out stays as it is.',
  body: z.object({
    kinds: z.partialRecord(PolicyKind, NoiseAction).default({}),
    loop_guard: LoopGuard.partial().default({}),
  }),
  reply: NoisePolicy,
  access: ['admin', 'ops'],
  audit: { event: 'noise_policy.changed' },
  example: { body: { kinds: { auto_generated: 'open_card' }, loop_guard: { mails: 100 } } },
});

/** A sender whose mail was or is held back by the loop guard. */
export const MailLoop = z.object({
  id: Id,
  from_address: z.string(),
  subject: z.string(),
  /** Of the first mail that was held back since the loop last cooled down. */
  since: Timestamp,
  last_at: Timestamp,
  /** Mails held back since then. */
  ignored: z.number().int(),
  /** False once a whole window has passed without another. */
  active: z.boolean(),
});
export type MailLoop = z.infer<typeof MailLoop>;

export const listMailLoops = defineEndpoint({
  id: 'listMailLoops',
  method: 'GET',
  path: '/api/v1/mail-loops/',
  summary: 'Mail loops that were stopped, the latest first.',
  query: PageQuery,
  reply: pageOf(MailLoop),
  access: ['admin', 'ops'],
  audit: { none: 'reads only' },
});
