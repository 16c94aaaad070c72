// Generated from pieces/odoo/src/operations/create-invoice.ts by `npm run nodes:generate`: change it there.
import { choice, json, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient, Values } from '../client';
import { contextFields, inContext, keyField } from '../common-fields';
import { draftOf } from '../document';
import { lineCommands, LINES_HELP } from '../lines';
import { INVOICE, INVOICE_FIELDS } from '../models';
import { recordOf } from '../records';
import { writable } from '../values';

export const createInvoice = operation({
  name: 'create_invoice',
  label: 'Create invoice',
  help: 'Makes a draft of an invoice, bill or credit note with lines. The same key again gives the same draft; safe to repeat.',
  group: 'Invoice',
  idempotent: true,
  fields: {
    key: keyField,
    partner: text('Partner', { help: 'Id or name of a partner that exists.', required: true }),
    lines: json('Lines', { help: LINES_HELP, required: true }),
    type: choice('Type', {
      help: 'An invoice to a customer when left out.',
      choices: {
        out_invoice: 'Customer invoice',
        out_refund: 'Customer credit note',
        in_invoice: 'Vendor bill',
        in_refund: 'Vendor credit note',
      },
      default: 'out_invoice',
    }),
    date: text('Date', { help: 'Of the invoice, such as 2026-03-02. The day of posting when left out.' }),
    reference: text('Reference', { help: 'Number of the bill at the vendor, or of the customer.' }),
    values: json('Further values', { help: 'By technical name of the field.' }),
    ...contextFields,
  },
  run: async (
    client: OdooClient,
    { key, partner, lines, type = 'out_invoice', date, reference, ...input },
  ) => {
    const odoo = await inContext(client, input);
    const raw: Values = {
      ...{ move_type: type, partner_id: partner },
      ...(date ? { invoice_date: date } : {}),
      ...(reference ? { ref: reference } : {}),
      ...(input.values as Values | undefined),
    };
    const header = await writable(odoo, INVOICE, raw, 'values');
    const commands = await lineCommands(odoo, 'account.move.line', lines, 'quantity');
    const id = await draftOf(odoo, { model: INVOICE, key, header, lines: ['invoice_line_ids', commands] });
    return recordOf(odoo, INVOICE, id, INVOICE_FIELDS);
  },
});
