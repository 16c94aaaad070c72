// Generated from core-api/contract/src/jobs.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';
import { defineEndpoint } from './endpoint';
import { NOTHING } from './nothing';
import { DecidedBy, Id, Intent, Probability, Stream, Timestamp } from './values';

/**
 * What a flow may do. Each call acts on the one mail that its job token is bound to, so no path carries an id.
 * Every call is safe to repeat: a retried job finds what its earlier attempt did.
 */

/** Where a mail came from, for flows that go back there. */
export const MailOrigin = z.object({
  /** `smtp`, `imap`, `api`, …, or the name of the connector that fetched it, such as `outlook`. */
  system: z.string(),
  /** Name of the connection that fetched it; null for the other doors. */
  connection: z.string().nullable(),
  /** Address of the mailbox that it lay in, as that system calls it; null when none is known. */
  mailbox: z.string().nullable(),
  /** Its id there; null for the other doors. */
  external_id: z.string().nullable(),
});

/** The event `mail.accepted` as a flow's trigger receives it. */
export const MailEvent = z.object({
  tracking_id: Id,
  /** What the flow's steps show to act on this one mail. A secret, good for minutes. */
  job_token: z.string().min(1),
  entity_id: Id,
  mailbox: z.string().nullable(),
  received_at: Timestamp,
  source: MailOrigin,
  mail: z.object({
    subject: z.string(),
    from: z.string(),
    to: z.array(z.string()),
    cc: z.array(z.string()),
    body: z.string(),
    message_id: z.string().nullable(),
    attachment_names: z.array(z.string()),
  }),
});
export type MailEvent = z.infer<typeof MailEvent>;

export const claimMail = defineEndpoint({
  id: 'claimMail',
  method: 'POST',
  path: '/api/v1/jobs/current/claim/',
  summary: 'Take the one effect of this mail. Says `duplicate` when an earlier copy has it.',
  reply: z.object({
    outcome: z.enum(['new', 'duplicate']),
    /** The first copy's tracking id; this mail's own when it is new. */
    first_tracking_id: Id,
    /** The card of the first copy, when it has one already. */
    card_id: Id.nullable(),
  }),
  errors: ['job_closed'],
  access: ['flow'],
  audit: { none: 'the outcome writes the event' },
});

export const placeMail = defineEndpoint({
  id: 'placeMail',
  method: 'POST',
  path: '/api/v1/jobs/current/card/',
  summary: "Create the card of this mail's thread, or append the mail to it.",
  body: z.object({
    stream: Stream,
    intent: Intent,
    probability: Probability,
    decided_by: DecidedBy,
    /** Put a new card into the triage column, because nobody is sure. */
    triage: z.boolean(),
    reasons: z.array(z.string().max(500)).max(50).default([]),
  }),
  reply: z.object({
    card_id: Id,
    action: z.enum(['created', 'appended', 'reopened']),
    board: z.string(),
    column: z.string(),
  }),
  errors: ['job_closed'],
  access: ['flow'],
  audit: { event: ['card.created', 'card.mail_appended', 'card.reopened'] },
  example: {
    body: {
      stream: 'crm',
      intent: 'new_enquiry',
      probability: 0.9,
      decided_by: 'local_model',
      triage: false,
    },
  },
});

export const endMail = defineEndpoint({
  id: 'endMail',
  method: 'POST',
  path: '/api/v1/jobs/current/outcome/',
  summary: 'End this mail without a card: it is a duplicate, or it is to be ignored.',
  body: z.object({ state: z.enum(['duplicate', 'ignored']), reason: z.string().min(1).max(500) }),
  status: 204,
  reply: NOTHING,
  errors: ['job_closed'],
  access: ['flow'],
  audit: { event: ['mail.duplicate_ignored', 'mail.ignored'] },
  example: { body: { state: 'ignored', reason: 'newsletter' } },
});

export const reportFailure = defineEndpoint({
  id: 'reportFailure',
  method: 'POST',
  path: '/api/v1/jobs/current/failure/',
  summary:
    'Say that a step failed. The core retries the mail, and after the last attempt keeps it as a dead letter.',
  body: z.object({ step: z.string().min(1).max(200), reason: z.string().max(2000) }),
  reply: z.object({ decision: z.enum(['retry', 'dead']) }),
  errors: ['job_closed'],
  access: ['flow'],
  audit: { event: 'flow.step_failed' },
  example: { body: { step: 'create_card', reason: 'no card came back' } },
});

/** What a run in another engine says of one of its steps. */
const ReportedStep = z.object({
  step: z.string().min(1).max(200),
  status: z.enum(['succeeded', 'failed', 'skipped']),
  /** Milliseconds. */
  duration_ms: z.number().min(0).optional(),
  error_class: z.string().max(100).optional(),
});

export const reportRun = defineEndpoint({
  id: 'reportRun',
  method: 'POST',
  path: '/api/v1/jobs/current/report/',
  summary:
    'Say how the run ended. Flows in another engine end with it; without it the attempt counts as failed when its time is over.',
  body: z.object({
    status: z.enum(['succeeded', 'failed']),
    /** What went wrong, in the words of the flow's author: no mail text. */
    error: z.string().max(500).optional(),
    /** What the engine calls the run. */
    run_id: z.string().max(200).optional(),
    steps: z.array(ReportedStep).max(500).optional(),
  }),
  reply: z.object({ recorded: z.literal(true) }),
  errors: ['job_closed'],
  access: ['flow'],
  audit: { none: 'the run is recorded among the flow runs' },
  example: { body: { status: 'succeeded' } },
});

export const takeMark = defineEndpoint({
  id: 'takeMark',
  method: 'POST',
  path: '/api/v1/jobs/current/marks/',
  summary:
    'Ask to be the one run that does something for this mail. Only the first that asks is told `first`, so that what cannot be repeated is done at most once.',
  body: z.object({
    /** What it is about, such as `reply`. */
    name: z.string().min(1).max(100),
  }),
  reply: z.object({ first: z.boolean() }),
  errors: ['job_closed'],
  access: ['flow'],
  audit: { none: 'changes nothing that people see; what is done then has its own trace' },
  example: { body: { name: 'reply' } },
});

/** The same words and data about the same mail are written once: a run that is gone through again adds nothing. */
export const addNote = defineEndpoint({
  id: 'addNote',
  method: 'POST',
  path: '/api/v1/jobs/current/events/',
  summary: 'Write a note into the event log of this mail and of its card.',
  body: z.object({ text: z.string().min(1).max(2000), data: z.record(z.string(), z.unknown()).default({}) }),
  status: 204,
  reply: NOTHING,
  access: ['flow'],
  audit: { event: 'flow.note' },
  example: { body: { text: 'checked by hand' } },
});

export const readSettings = defineEndpoint({
  id: 'readSettings',
  method: 'GET',
  path: '/api/v1/jobs/current/settings/',
  summary: 'The knobs of the running flow, as this tenant has set them.',
  reply: z.object({ flow_id: z.string(), version: z.string(), knobs: z.record(z.string(), z.unknown()) }),
  access: ['flow'],
  audit: { none: 'reads only' },
});
