import { NotFoundError } from '@pebble/kit/errors';
import { operation } from '@pebble/kit/operation';
import type { OdooClient } from '../client.ts';
import { contextFields, idField, inContext } from '../common-fields.ts';
import { oneId } from '../ids.ts';
import { INVOICE, INVOICE_FIELDS } from '../models.ts';
import { recordOf } from '../records.ts';

export const postInvoice = operation({
  name: 'post_invoice',
  label: 'Post invoice',
  help: 'Posts a draft, which gives it its number and closes it. One that is posted already stays as it is.',
  group: 'Invoice',
  idempotent: true,
  fields: { id: idField, ...contextFields },
  run: async (client: OdooClient, { id, ...input }) => {
    const invoice = oneId(id, 'id');
    const odoo = await inContext(client, input);
    const [now] = await odoo.read(INVOICE, [invoice], ['state']);
    if (!now) throw new NotFoundError('Odoo has no such record, or no longer');
    if (now['state'] !== 'posted') await odoo.call(INVOICE, 'action_post', { ids: [invoice] });
    return recordOf(odoo, INVOICE, invoice, INVOICE_FIELDS);
  },
});
