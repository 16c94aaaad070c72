// Generated from pieces/odoo/src/operations/create-quotation.ts by `npm run nodes:generate`: change it there.
import { json, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient, Values } from '../client';
import { contextFields, inContext, keyField } from '../common-fields';
import { draftOf } from '../document';
import { lineCommands, LINES_HELP } from '../lines';
import { ORDER, ORDER_FIELDS } from '../models';
import { recordOf } from '../records';
import { writable } from '../values';

export const createQuotation = operation({
  name: 'create_quotation',
  label: 'Create quotation',
  help: 'Makes a quotation with lines. The same key again gives the same quotation, unchanged; safe to repeat.',
  group: 'Sales',
  idempotent: true,
  fields: {
    key: keyField,
    partner: text('Customer', { help: 'Id or name of a partner that exists.', required: true }),
    lines: json('Lines', { help: LINES_HELP, required: true }),
    opportunity: text('Opportunity', { help: 'Id of the lead that it belongs to.' }),
    reference: text("Customer's reference", { help: 'Their number of the request.' }),
    valid_until: text('Valid until', { help: 'A date, such as 2026-03-31.' }),
    values: json('Further values', { help: 'By technical name of the field.' }),
    ...contextFields,
  },
  run: async (client: OdooClient, { key, partner, lines, opportunity, reference, valid_until, ...input }) => {
    const odoo = await inContext(client, input);
    const raw: Values = {
      partner_id: partner,
      ...(opportunity ? { opportunity_id: opportunity } : {}),
      ...(reference ? { client_order_ref: reference } : {}),
      ...(valid_until ? { validity_date: valid_until } : {}),
      ...(input.values as Values | undefined),
    };
    const header = await writable(odoo, ORDER, raw, 'values');
    const commands = await lineCommands(odoo, 'sale.order.line', lines, 'product_uom_qty');
    const id = await draftOf(odoo, { model: ORDER, key, header, lines: ['order_line', commands] });
    return recordOf(odoo, ORDER, id, ORDER_FIELDS);
  },
});
