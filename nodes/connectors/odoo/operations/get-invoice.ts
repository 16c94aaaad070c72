// Generated from pieces/odoo/src/operations/get-invoice.ts by `npm run nodes:generate`: change it there.
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext } from '../common-fields';
import { oneId } from '../ids';
import { INVOICE, INVOICE_FIELDS } from '../models';
import { recordOf } from '../records';

export const getInvoice = operation({
  name: 'get_invoice',
  label: 'Get invoice',
  help: 'Reads an invoice, bill or credit note, with what is still to be paid.',
  group: 'Invoice',
  idempotent: true,
  fields: { id: idField, ...contextFields },
  run: async (client: OdooClient, { id, ...input }) =>
    recordOf(await inContext(client, input), INVOICE, oneId(id, 'id'), INVOICE_FIELDS),
});
