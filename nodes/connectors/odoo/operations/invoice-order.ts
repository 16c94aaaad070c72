// Generated from pieces/odoo/src/operations/invoice-order.ts by `npm run nodes:generate`: change it there.
import { passOn } from '../../../kit/host/pass-on';
import { ConflictError, NotFoundError } from '../../../kit/errors';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext } from '../common-fields';
import { oneId } from '../ids';
import { INVOICE, INVOICE_FIELDS, ORDER } from '../models';
import { recordOf } from '../records';

const WIZARD = 'sale.advance.payment.inv';

export const invoiceOrder = operation({
  name: 'invoice_order',
  label: 'Invoice order',
  help: 'Makes a draft invoice of what an order has to invoice. When that is nothing, gives its newest invoice; safe to repeat.',
  group: 'Invoice',
  idempotent: true,
  fields: { id: idField, ...contextFields },
  run: async (client: OdooClient, { id, ...input }) => {
    const order = oneId(id, 'id');
    const odoo = await inContext(client, input);
    const { status } = await stateOf(odoo, order);
    if (status === 'to invoice') await makeInvoice(odoo, order);
    const { newest } = await stateOf(odoo, order);
    if (newest === null) throw new ConflictError('The order has nothing to invoice yet, and no invoice');
    return recordOf(odoo, INVOICE, newest, INVOICE_FIELDS);
  },
});

async function stateOf(odoo: OdooClient, order: number) {
  const [row] = await odoo.read(ORDER, [order], ['invoice_status', 'invoice_ids']);
  if (!row) throw new NotFoundError('Odoo has no such record, or no longer');
  const ids = (Array.isArray(row['invoice_ids']) ? row['invoice_ids'] : []) as number[];
  return { status: row['invoice_status'], newest: ids.length > 0 ? Math.max(...ids) : null };
}

// The method on the order itself is private; this is the way of Odoo's own screens.
async function makeInvoice(odoo: OdooClient, order: number): Promise<void> {
  const wizard = odoo.with({ active_model: ORDER, active_id: order, active_ids: [order] });
  const made = await wizard.create(WIZARD, [{ advance_payment_method: 'delivered' }]);
  try {
    await wizard.call(WIZARD, 'create_invoices', { ids: made });
  } catch (error) {
    // Somebody else has invoiced it in this moment: then its invoice is there.
    if (!(error instanceof ConflictError)) throw passOn(error);
    if ((await stateOf(odoo, order)).newest === null) throw passOn(error);
  }
}
