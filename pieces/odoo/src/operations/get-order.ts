import { operation } from '@pebble/kit/operation';
import type { OdooClient } from '../client.ts';
import { contextFields, idField, inContext } from '../common-fields.ts';
import { oneId } from '../ids.ts';
import { ORDER, ORDER_FIELDS } from '../models.ts';
import { recordOf, recordsOf } from '../records.ts';

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
