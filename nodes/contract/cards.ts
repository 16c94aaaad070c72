// Generated from core-api/contract/src/cards.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';
import { defineEndpoint } from './endpoint';
import { Event } from './events';
import { PageQuery, pageOf } from './page';
import { DecidedBy, Id, Intent, Probability, Stream, Timestamp } from './values';

/** One mail thread as it lies on a board. */
export const Card = z.object({
  id: Id,
  entity_id: Id,
  /** Key of the board: `crm`, `erp` or `tender` in the default set. */
  board: z.string(),
  column: z.string(),
  title: z.string(),
  stream: Stream,
  intent: Intent,
  probability: Probability,
  decided_by: DecidedBy,
  /** True when the classifier was not sure enough and a person has to look. */
  abstained: z.boolean(),
  /** Words or rules that decided, strongest first. */
  reasons: z.array(z.string()),
  from_name: z.string(),
  from_address: z.string(),
  mail_count: z.number().int(),
  /** Set when a reply arrived on a closed card. */
  reopened: z.boolean(),
  /** Grows by one with each change; send it back to be told of a conflict. */
  version: z.number().int(),
  created_at: Timestamp,
  updated_at: Timestamp,
  last_mail_at: Timestamp,
});
export type Card = z.infer<typeof Card>;

export const Attachment = z.object({
  id: Id,
  filename: z.string(),
  content_type: z.string(),
  size: z.number().int().nullable(),
  /** `stored`, or why there is no content: `refused` by the fetch guard, `failed` to download. */
  state: z.enum(['stored', 'refused', 'failed']),
  reason: z.string().nullable(),
});
export type Attachment = z.infer<typeof Attachment>;

export const Mail = z.object({
  id: Id,
  tracking_id: Id,
  message_id: z.string().nullable(),
  subject: z.string(),
  from_name: z.string(),
  from_address: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  text: z.string(),
  /** As the sender wrote it: sanitise before showing. Null when the mail has no HTML part. */
  html: z.string().nullable(),
  sent_at: Timestamp.nullable(),
  received_at: Timestamp,
  attachments: z.array(Attachment),
});
export type Mail = z.infer<typeof Mail>;

/** Another card that has to do with this one. */
export const LinkedCard = z.object({
  card_id: Id,
  entity_id: Id,
  title: z.string(),
  board: z.string(),
  column: z.string(),
  /**
   * `same_mail`: another entity received one of its mails too. `same_thread`: a mail belongs to both threads, and both
   * were worked on, so a person decides.
   */
  why: z.enum(['same_mail', 'same_thread']),
});
export type LinkedCard = z.infer<typeof LinkedCard>;

export const CardDetail = Card.extend({
  /** The card that took this one over when their threads turned out to be one: the mails are there now. Null otherwise. */
  merged_into: Id.nullable(),
  /** Our mailboxes that received its mails, copies of them included. */
  mailboxes: z.array(z.string()),
  /** Cards of your scope that have to do with this one. */
  linked: z.array(LinkedCard),
  /** True when an entity that is not in your scope received one of its mails too. */
  also_elsewhere: z.boolean(),
  /** Oldest first. */
  mails: z.array(Mail),
  /** Newest first, at most 200. */
  history: z.array(Event),
});
export type CardDetail = z.infer<typeof CardDetail>;

const cardParams = z.object({ card_id: Id });
const exampleParams = { card_id: '00000000-0000-7000-8000-000000000000' };

export const listCards = defineEndpoint({
  id: 'listCards',
  method: 'GET',
  path: '/api/v1/cards/',
  summary: 'Cards of your scope, newest mail first.',
  query: PageQuery.extend({
    /** Key or id of the board. */
    board: z.string().max(100).optional(),
    stream: Stream.optional(),
    column: z.string().max(100).optional(),
    entity_id: Id.optional(),
    /** Words to find in title, sender and mail text. */
    text: z.string().max(500).optional(),
  }),
  reply: pageOf(Card),
  access: ['admin', 'manager', 'agent', 'ops', 'flow'],
  audit: { none: 'reads only' },
});

export const getCard = defineEndpoint({
  id: 'getCard',
  method: 'GET',
  path: '/api/v1/cards/{card_id}/',
  summary: 'A card with its mail thread and history.',
  params: cardParams,
  reply: CardDetail,
  errors: ['not_found'],
  access: ['admin', 'manager', 'agent', 'ops', 'flow'],
  audit: { none: 'reads only' },
  example: { params: exampleParams },
});

export const moveCard = defineEndpoint({
  id: 'moveCard',
  method: 'POST',
  path: '/api/v1/cards/{card_id}/move/',
  summary: 'Move a card to another column of its board.',
  params: cardParams,
  body: z.object({
    to: z.string().min(1).max(100),
    /** The version you saw; leave it out to move whatever is there. */
    version: z.number().int().optional(),
  }),
  reply: Card,
  errors: ['not_found', 'illegal_transition', 'version_conflict', 'card_merged'],
  access: ['admin', 'manager', 'agent', 'flow'],
  audit: { event: 'card.moved' },
  example: { params: exampleParams, body: { to: 'qualified' } },
});

export const getAttachment = defineEndpoint({
  id: 'getAttachment',
  method: 'GET',
  path: '/api/v1/attachments/{attachment_id}/',
  summary: 'The content of an attachment, base64.',
  params: z.object({ attachment_id: Id }),
  reply: z.object({ filename: z.string(), content_type: z.string(), content_base64: z.string() }),
  errors: ['not_found'],
  access: ['admin', 'manager', 'agent', 'ops', 'flow'],
  audit: { none: 'reads only' },
  example: { params: { attachment_id: exampleParams.card_id } },
});
