// Generated from pieces/odoo/src/operations/post-invoice.ts by `npm run nodes:generate`: change it there.
import { NotFoundError } from '../../../kit/errors';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext } from '../common-fields';
import { oneId } from '../ids';
import { INVOICE, INVOICE_FIELDS } from '../models';
import { recordOf } from '../records';

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
