import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { pageOf } from './page.ts';
import { Id } from './values.ts';

/** An address at which the organisation receives mail. It decides the entity. */
export const Mailbox = z.object({
  address: z.string(),
  entity_id: Id,
  entity_name: z.string(),
});
export type Mailbox = z.infer<typeof Mailbox>;

export const listMailboxes = defineEndpoint({
  id: 'listMailboxes',
  method: 'GET',
  path: '/api/v1/mailboxes/',
  summary: 'Addresses of your entities at which mail is received, all of them, by entity.',
  reply: pageOf(Mailbox),
  access: ['admin', 'manager', 'integrator', 'ops'],
  audit: { none: 'reads only' },
});
