import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { PageQuery, pageOf } from './page.ts';
import { Id, Timestamp } from './values.ts';

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
