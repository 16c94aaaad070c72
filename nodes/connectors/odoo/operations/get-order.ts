// Generated from pieces/odoo/src/operations/get-order.ts by `npm run nodes:generate`: change it there.
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext } from '../common-fields';
import { oneId } from '../ids';
import { ORDER, ORDER_FIELDS } from '../models';
import { recordOf, recordsOf } from '../records';

const LINE_FIELDS = [
  'name',
  'product_id',
  'product_uom_qty',
  'price_unit',
  'discount',
  'price_subtotal',
  'display_type',
];

export const getOrder = operation({
  name: 'get_order',
  label: 'Get order',
  help: 'Reads a quotation or an order with its lines.',
  group: 'Sales',
  idempotent: true,
  fields: { id: idField, ...contextFields },
  run: async (client: OdooClient, { id, ...input }) => {
    const order = oneId(id, 'id');
    const odoo = await inContext(client, input);
    const head = await recordOf(odoo, ORDER, order, ORDER_FIELDS);
    const domain = [['order_id', '=', order]];
    const lines = { domain, wanted: LINE_FIELDS, order: 'id', limit: 2_000 };
    return { ...head, lines: await recordsOf(odoo, 'sale.order.line', lines) };
  },
});
