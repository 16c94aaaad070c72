// Generated from pieces/odoo/src/operations/confirm-order.ts by `npm run nodes:generate`: change it there.
import { NotFoundError } from '../../../kit/errors';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext } from '../common-fields';
import { oneId } from '../ids';
import { ORDER, ORDER_FIELDS } from '../models';
import { recordOf } from '../records';

export const confirmOrder = operation({
  name: 'confirm_order',
  label: 'Confirm order',
  help: 'Makes an order of a quotation. One that is confirmed already stays as it is.',
  group: 'Sales',
  idempotent: true,
  fields: { id: idField, ...contextFields },
  run: async (client: OdooClient, { id, ...input }) => {
    const order = oneId(id, 'id');
    const odoo = await inContext(client, input);
    const [now] = await odoo.read(ORDER, [order], ['state']);
    if (!now) throw new NotFoundError('Odoo has no such record, or no longer');
    // Odoo refuses a second time, so that a repeat after a cut line would look like a failure.
    if (now['state'] !== 'sale' && now['state'] !== 'done')
      await odoo.call(ORDER, 'action_confirm', { ids: [order] });
    return recordOf(odoo, ORDER, order, ORDER_FIELDS);
  },
});
