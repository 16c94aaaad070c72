import { operation } from '@pebble/kit/operation';
import type { OdooClient } from '../client.ts';
import { contextFields, idField, inContext } from '../common-fields.ts';
import { oneId } from '../ids.ts';
import { INVOICE, INVOICE_FIELDS } from '../models.ts';
import { recordOf } from '../records.ts';

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
