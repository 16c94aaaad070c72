import { listMailboxes, type Mailbox } from '@pebble/contract/mailboxes';
import { inTenant, type Route } from '../../http/route.ts';

/** The addresses that sources, mail accounts and imports can be for. An organisation has few, so there is one page of them. */
export function mailboxRoutes(): Route[] {
  return [
    inTenant(listMailboxes, async (tx) => {
      const items = await tx
        .sql('mailboxes as m')
        .join('entities as e', (on) => on.on('e.tenant_id', 'm.tenant_id').on('e.id', 'm.entity_id'))
        .orderBy(['e.position', 'm.address'])
        .select<Mailbox[]>('m.address', 'm.entity_id', 'e.name as entity_name');
      return { items, next_cursor: null };
    }),
  ];
}
