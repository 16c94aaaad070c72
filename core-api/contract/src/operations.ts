import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { NOTHING } from './nothing.ts';
import { PageQuery, pageOf } from './page.ts';
import { Id, Timestamp } from './values.ts';

export const BlacklistEntry = z.object({
  id: Id,
  /** A whole address, or a domain that stands for all its addresses and subdomains. */
  pattern: z.string(),
  /** `tenant` entries are yours; `global` ones come with the installation. */
  scope: z.enum(['tenant', 'global']),
  note: z.string(),
  created_at: Timestamp,
});

export const listBlacklist = defineEndpoint({
  id: 'listBlacklist',
  method: 'GET',
  path: '/api/v1/blacklist/',
  summary: 'Senders whose mail is refused.',
  reply: pageOf(BlacklistEntry),
  access: ['admin', 'ops'],
  audit: { none: 'reads only' },
});

export const addToBlacklist = defineEndpoint({
  id: 'addToBlacklist',
  method: 'POST',
  path: '/api/v1/blacklist/',
  summary: 'Refuse mail from an address or a domain.',
  body: z.object({
    pattern: z
      .string()
      .trim()
      .toLowerCase()
      .max(254)
      .regex(
        /^([^\s@]+@)?[a-z0-9-]+(\.[a-z0-9-]+)+$/,
        'must be an address or a domain, such as spam@example.com or example.com',
      ),
    note: z.string().max(500).default(''),
  }),
  status: 201,
  reply: BlacklistEntry,
  errors: ['already_exists'],
  access: ['admin', 'ops'],
  audit: { event: 'blacklist.added' },
  example: { body: { pattern: 'spam.example', note: 'unwanted' } },
});

export const removeFromBlacklist = defineEndpoint({
  id: 'removeFromBlacklist',
  method: 'DELETE',
  path: '/api/v1/blacklist/{entry_id}/',
  summary: 'Take mail from a sender again.',
  params: z.object({ entry_id: Id }),
  status: 204,
  reply: NOTHING,
  errors: ['not_found'],
  access: ['admin', 'ops'],
  audit: { event: 'blacklist.removed' },
  example: { params: { entry_id: '00000000-0000-7000-8000-000000000000' } },
});

/** A mail that could not be processed. The payload is encrypted and not shown in lists. */
export const SyncError = z.object({
  id: Id,
  tracking_id: Id,
  entity_id: Id,
  error_class: z.string(),
  message: z.string(),
  traceback: z.string(),
  attempts: z.number().int(),
  created_at: Timestamp,
});

export const listSyncErrors = defineEndpoint({
  id: 'listSyncErrors',
  method: 'GET',
  path: '/api/v1/sync-errors/',
  summary: 'Dead letters, newest first.',
  query: PageQuery,
  reply: pageOf(SyncError),
  access: ['admin', 'ops'],
  audit: { none: 'reads only' },
});
