import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { NOTHING } from './nothing.ts';
import { addLinesToBlacklist, addToBlacklist, BlacklistEntry, LinesReport } from './senders.ts';
import { Id } from './values.ts';

/**
 * The list that holds for everybody. Everyone reads it with `GET /api/v1/blacklist/?scope=global`; only the operations people of
 * the organisation that operates the installation change it. Others are told `operator_only`.
 */
const operators = ['ops'] as const;
const entry = z.object({ entry_id: Id });
const exampleEntry = { entry_id: '00000000-0000-7000-8000-000000000000' };

export const readOperator = defineEndpoint({
  id: 'readOperator',
  method: 'GET',
  path: '/api/v1/global-blacklist/rights/',
  summary: 'Whether you may change the global blacklist.',
  reply: z.object({ may_change: z.boolean() }),
  access: ['admin', 'ops'],
  audit: { none: 'reads only' },
});

export const addToGlobalBlacklist = defineEndpoint({
  id: 'addToGlobalBlacklist',
  method: 'POST',
  path: '/api/v1/global-blacklist/',
  summary: 'Refuse mail from an address or a domain for every organisation.',
  body: addToBlacklist.body,
  status: 201,
  reply: BlacklistEntry,
  errors: ['already_exists', 'operator_only'],
  access: operators,
  audit: { event: 'global_blacklist.added' },
  example: addToBlacklist.example,
});

export const addLinesToGlobalBlacklist = defineEndpoint({
  id: 'addLinesToGlobalBlacklist',
  method: 'POST',
  path: '/api/v1/global-blacklist/lines/',
  summary: 'Refuse mail from many senders for every organisation, one a line.',
  body: addLinesToBlacklist.body,
  reply: LinesReport,
  errors: ['operator_only'],
  access: operators,
  audit: { event: 'global_blacklist.added' },
  example: addLinesToBlacklist.example,
});

export const changeGlobalBlacklistNote = defineEndpoint({
  id: 'changeGlobalBlacklistNote',
  method: 'PATCH',
  path: '/api/v1/global-blacklist/{entry_id}/',
  summary: 'Change the note of a global entry. Every organisation reads it.',
  params: entry,
  body: z.object({ note: z.string().max(500) }),
  reply: BlacklistEntry,
  errors: ['not_found', 'operator_only'],
  access: operators,
  audit: { event: 'global_blacklist.changed' },
  example: { params: exampleEntry, body: { note: 'reported by three organisations' } },
});

export const removeFromGlobalBlacklist = defineEndpoint({
  id: 'removeFromGlobalBlacklist',
  method: 'DELETE',
  path: '/api/v1/global-blacklist/{entry_id}/',
  summary: 'Take mail from a sender again, for every organisation.',
  params: entry,
  status: 204,
  reply: NOTHING,
  errors: ['not_found', 'operator_only'],
  access: operators,
  audit: { event: 'global_blacklist.removed' },
  example: { params: exampleEntry },
});
