// Generated from pieces/odoo/src/operations/find-orders.ts by `npm run nodes:generate`: change it there.
import { choice, json, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { listFields } from '../common-fields';
import { find, term } from '../find';
import { ORDER, ORDER_FIELDS } from '../models';
import { idOf } from '../relations';

export const findOrders = operation({
  name: 'find_orders',
  label: 'Find orders',
  help: 'Finds quotations and orders, the newest first.',
  group: 'Sales',
  idempotent: true,
  fields: {
    partner: text('Customer', { help: 'Id or name; with it come the orders of its people.' }),
    state: choice('State', {
      help: 'Any when left out.',
      choices: { draft: 'Quotation', sent: 'Quotation sent', sale: 'Order', cancel: 'Cancelled' },
    }),
    number: text('Number', { help: 'Such as S00042.' }),
    reference: text("Customer's reference", { help: 'Their number.' }),
    domain: json('Further conditions', { help: 'A domain as Odoo writes it.' }),
    ...listFields,
  },
  run: async (client: OdooClient, { partner, state, number, reference, ...input }) => {
    const whose = partner === undefined ? undefined : await idOf(client, 'res.partner', partner, 'partner');
    const terms = [
      term('partner_id', 'child_of', whose),
      term('state', '=', state),
      term('name', '=', number),
      term('client_order_ref', '=', reference),
    ];
    const order = 'date_order desc, id desc';
    return { orders: await find(client, input, { model: ORDER, terms, wanted: ORDER_FIELDS, order }) };
  },
});
