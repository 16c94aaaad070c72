import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { InboundState } from './ingestion.ts';
import { NoiseKind } from './noise.ts';
import { PageQuery, pageOf } from './page.ts';
import { Id, Timestamp } from './values.ts';

/** A mail that was accepted, whatever became of it. */
export const ReceivedMail = z.object({
  tracking_id: Id,
  entity_id: Id,
  mailbox: z.string().nullable(),
  /** The door that it came through: `api`, `smtp`, `imap`, `webhook` or `import`. */
  source_system: z.string(),
  from_name: z.string(),
  from_address: z.string(),
  subject: z.string(),
  sent_at: Timestamp.nullable(),
  received_at: Timestamp,
  state: InboundState,
  /** Only when it was ignored as noise. */
  noise_kind: NoiseKind.nullable(),
  /** Plain words for `duplicate`, `ignored` and `dead`; null otherwise. */
  reason: z.string().nullable(),
  /** The card that it is on. */
  card_id: Id.nullable(),
  /** Of noise: the card that it concerns, such as the one whose mail bounced. */
  about_card_id: Id.nullable(),
  /** True when a person has said that it is no noise. */
  opened: z.boolean(),
  attempts: z.number().int(),
});
export type ReceivedMail = z.infer<typeof ReceivedMail>;

const readers = ['admin', 'ops', 'manager'] as const;
const mail = z.object({ tracking_id: Id });
const example = { params: { tracking_id: '00000000-0000-7000-8000-000000000000' } };

export const listMails = defineEndpoint({
  id: 'listMails',
  method: 'GET',
  path: '/api/v1/mails/',
  summary: 'All received mail of your scope, newest first.',
  query: PageQuery.extend({
    state: InboundState.optional(),
    noise_kind: NoiseKind.optional(),
    /** An address, or a domain with its subdomains. */
    sender: z.string().trim().toLowerCase().min(1).max(320).optional(),
    entity_id: Id.optional(),
    /** Address of the mailbox that received it. */
    mailbox: z.string().trim().toLowerCase().max(320).optional(),
    /** Words to find in subject and sender; each may be a part of a word. */
    q: z.string().trim().max(200).optional(),
    /** Received at or after. */
    from: Timestamp.optional(),
    /** Received before. */
    to: Timestamp.optional(),
  }),
  reply: pageOf(ReceivedMail).extend({
    /**
     * Each call looks through so many mails and no more. When it says how far back it has looked, a page may be short or
     * even empty although older mail fits: go on with `next_cursor`. Null when `items` is all there is up to the cursor.
     */
    searched_back_to: Timestamp.nullable(),
  }),
  access: readers,
  audit: { none: 'reads only' },
});

export const countMails = defineEndpoint({
  id: 'countMails',
  method: 'GET',
  path: '/api/v1/mails/counts/',
  summary: 'How many mails came, by state and kind of noise. The last seven days unless you say otherwise.',
  query: z.object({
    /** Received at or after. */
    from: Timestamp.optional(),
    /** Received before. */
    to: Timestamp.optional(),
    entity_id: Id.optional(),
  }),
  reply: z.object({
    from: Timestamp,
    to: Timestamp,
    states: z.record(InboundState, z.number().int()),
    /** Mails that were ignored, by kind. */
    noise: z.record(NoiseKind, z.number().int()),
    /**
     * Mails that the blacklists refused on the days (UTC) of that time. Null for those who do not see the lists, and for one
     * entity: what is refused belongs to none yet.
     */
    refused: z.number().int().nullable(),
  }),
  access: readers,
  audit: { none: 'reads only' },
});

export const getMail = defineEndpoint({
  id: 'getMail',
  method: 'GET',
  path: '/api/v1/mails/{tracking_id}/',
  summary: 'A received mail with its text, to judge it by.',
  params: mail,
  reply: ReceivedMail.extend({
    /** False for a mail that cannot be taken apart: of it the header is shown, as far as that can be read. */
    readable: z.boolean(),
    to: z.array(z.string()),
    cc: z.array(z.string()),
    /** The beginning, at most 20,000 characters. */
    text: z.string(),
    attachments: z.array(
      z.object({
        filename: z.string(),
        content_type: z.string(),
        /** Bytes. */
        size: z.number().int(),
      }),
    ),
    /** Size of the raw mail in bytes. */
    size: z.number().int(),
    /** Of a copy: the mail that it repeats. */
    copy_of: Id.nullable(),
    /** Of a mail that has died, also when it got through later. */
    dead_letter_id: Id.nullable(),
  }),
  errors: ['not_found'],
  access: readers,
  audit: { none: 'reads only' },
  example,
});

export const openMail = defineEndpoint({
  id: 'openMail',
  method: 'POST',
  path: '/api/v1/mails/{tracking_id}/open/',
  summary:
    'Say that an ignored mail is no noise: it goes through its flow like any other. Repeating it changes nothing.',
  params: mail,
  status: 202,
  reply: z.object({ tracking_id: Id, state: InboundState }),
  errors: ['not_found', 'not_ignored'],
  access: readers,
  audit: { event: 'mail.opened' },
  example,
});

export const readRawMail = defineEndpoint({
  id: 'readRawMail',
  method: 'POST',
  path: '/api/v1/mails/{tracking_id}/raw/',
  summary: 'The mail as it was handed over, byte for byte, base64. Who read it is written down.',
  params: mail,
  reply: z.object({ format: z.enum(['rfc822', 'json']), content_base64: z.string() }),
  errors: ['not_found'],
  access: ['admin', 'ops'],
  audit: { event: 'mail.raw_read' },
  example,
});
