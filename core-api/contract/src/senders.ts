import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { NOTHING } from './nothing.ts';
import { PageQuery, pageOf } from './page.ts';
import { Id, Timestamp } from './values.ts';

/**
 * Lists of senders. The blacklists refuse mail at the door; authorised senders are believed when their mail looks like noise.
 * The most specific entry decides: an address before a domain, a subdomain before its parent. When lists hold the same
 * pattern, a blacklist wins.
 */

const note = z.string().max(500);

/** A whole address, or a domain that stands for all its addresses and subdomains. */
export const SenderPattern = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(
    /^([^\s@]+@)?[a-z0-9-]+(\.[a-z0-9-]+)+$/,
    'must be an address or a domain, such as spam@example.com or example.com',
  );

const SenderEntry = z.object({ id: Id, pattern: z.string(), note: z.string(), created_at: Timestamp });

export const BlacklistEntry = SenderEntry.extend({
  /** `tenant` entries are yours; `global` ones are the operator's and hold for everybody. */
  scope: z.enum(['tenant', 'global']),
});
export type BlacklistEntry = z.infer<typeof BlacklistEntry>;

export const AuthorisedSender = SenderEntry;
export type AuthorisedSender = z.infer<typeof AuthorisedSender>;

/** Newest first. */
const ListQuery = PageQuery.extend({
  /** Part of a pattern or note. */
  q: z.string().trim().max(254).optional(),
});

const NewEntry = z.object({ pattern: SenderPattern, note: note.default('') });

/** Most lines that are taken in one call. */
export const MAX_SENDER_LINES = 2000;

/** One address or domain a line. Blank lines and what follows a # are skipped. */
const Lines = z.object({ lines: z.string().min(1).max(500_000), note: note.default('') });

export const LinesReport = z.object({
  added: z.number().int(),
  /** On the list before, or twice in these lines. */
  known: z.number().int(),
  refused: z.number().int(),
  results: z.array(
    z.object({
      /** Counts from 1. */
      line: z.number().int(),
      /** As it was written, at most 254 characters. */
      text: z.string(),
      /** As it was understood; null when it was not. */
      pattern: z.string().nullable(),
      outcome: z.enum(['added', 'known', 'refused']),
      message: z.string().nullable(),
    }),
  ),
});
export type LinesReport = z.infer<typeof LinesReport>;

const keepers = ['admin', 'ops'] as const;
const entry = z.object({ entry_id: Id });
const exampleEntry = { entry_id: '00000000-0000-7000-8000-000000000000' };
const exampleLines = { body: { lines: 'spam.example\nnoise@bulk.example', note: 'pasted' } };

export const listBlacklist = defineEndpoint({
  id: 'listBlacklist',
  method: 'GET',
  path: '/api/v1/blacklist/',
  summary: 'Senders whose mail is refused: your entries and the global ones, newest first.',
  query: ListQuery.extend({ scope: z.enum(['tenant', 'global']).optional() }),
  reply: pageOf(BlacklistEntry),
  access: keepers,
  audit: { none: 'reads only' },
});

export const addToBlacklist = defineEndpoint({
  id: 'addToBlacklist',
  method: 'POST',
  path: '/api/v1/blacklist/',
  summary: 'Refuse mail from an address or a domain.',
  body: NewEntry,
  status: 201,
  reply: BlacklistEntry,
  errors: ['already_exists'],
  access: keepers,
  audit: { event: 'blacklist.added' },
  example: { body: { pattern: 'spam.example', note: 'unwanted' } },
});

export const addLinesToBlacklist = defineEndpoint({
  id: 'addLinesToBlacklist',
  method: 'POST',
  path: '/api/v1/blacklist/lines/',
  summary: 'Refuse mail from many senders, one a line. Says for each line what became of it.',
  body: Lines,
  reply: LinesReport,
  access: keepers,
  audit: { event: 'blacklist.added' },
  example: exampleLines,
});

export const changeBlacklistNote = defineEndpoint({
  id: 'changeBlacklistNote',
  method: 'PATCH',
  path: '/api/v1/blacklist/{entry_id}/',
  summary: 'Change the note of an entry of yours.',
  params: entry,
  body: z.object({ note }),
  reply: BlacklistEntry,
  errors: ['not_found'],
  access: keepers,
  audit: { event: 'blacklist.changed' },
  example: { params: exampleEntry, body: { note: 'asked for it' } },
});

export const removeFromBlacklist = defineEndpoint({
  id: 'removeFromBlacklist',
  method: 'DELETE',
  path: '/api/v1/blacklist/{entry_id}/',
  summary: 'Take mail from a sender again.',
  params: entry,
  status: 204,
  reply: NOTHING,
  errors: ['not_found'],
  access: keepers,
  audit: { event: 'blacklist.removed' },
  example: { params: exampleEntry },
});

export const listAuthorisedSenders = defineEndpoint({
  id: 'listAuthorisedSenders',
  method: 'GET',
  path: '/api/v1/authorised-senders/',
  summary: 'Senders whose mail is never taken for noise, except bounces and loops. Newest first.',
  query: ListQuery,
  reply: pageOf(AuthorisedSender),
  access: keepers,
  audit: { none: 'reads only' },
});

export const authoriseSender = defineEndpoint({
  id: 'authoriseSender',
  method: 'POST',
  path: '/api/v1/authorised-senders/',
  summary:
    'Believe an address or a domain, such as an ERP or a tender portal whose mail is made by machines.',
  body: NewEntry,
  status: 201,
  reply: AuthorisedSender,
  errors: ['already_exists'],
  access: keepers,
  audit: { event: 'authorised_sender.added' },
  example: { body: { pattern: 'portal.example', note: 'tender portal' } },
});

export const authoriseLines = defineEndpoint({
  id: 'authoriseLines',
  method: 'POST',
  path: '/api/v1/authorised-senders/lines/',
  summary: 'Believe many senders, one a line. Says for each line what became of it.',
  body: Lines,
  reply: LinesReport,
  access: keepers,
  audit: { event: 'authorised_sender.added' },
  example: exampleLines,
});

export const changeAuthorisedNote = defineEndpoint({
  id: 'changeAuthorisedNote',
  method: 'PATCH',
  path: '/api/v1/authorised-senders/{entry_id}/',
  summary: 'Change the note of an authorised sender.',
  params: entry,
  body: z.object({ note }),
  reply: AuthorisedSender,
  errors: ['not_found'],
  access: keepers,
  audit: { event: 'authorised_sender.changed' },
  example: { params: exampleEntry, body: { note: 'the ERP of our Gulf office' } },
});

export const removeAuthorisedSender = defineEndpoint({
  id: 'removeAuthorisedSender',
  method: 'DELETE',
  path: '/api/v1/authorised-senders/{entry_id}/',
  summary: 'Apply the noise rules to a sender again.',
  params: entry,
  status: 204,
  reply: NOTHING,
  errors: ['not_found'],
  access: keepers,
  audit: { event: 'authorised_sender.removed' },
  example: { params: exampleEntry },
});
