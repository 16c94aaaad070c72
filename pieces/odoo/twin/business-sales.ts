import type { Env } from './env.ts';
import type { Method } from './methods.ts';
import { userError } from './odoo-error.ts';
import { create, existing, write } from './records.ts';

export const SALES: Readonly<Record<string, Method>> = {
  'sale.order.action_confirm': {
    params: [],
    run: (env, model, ids) => {
      for (const id of ids) {
        const { state, name } = existing(env, model, id);
        if (state !== 'draft' && state !== 'sent')
          throw userError(`The order ${String(name)} is not in a state requiring confirmation.`);
        write(env, model, [id], { state: 'sale', date_order: env.now, invoice_status: 'to invoice' });
      }
      return true;
    },
  },
  'sale.order.action_cancel': {
    params: [],
    run: (env, model, ids) => (write(env, model, ids, { state: 'cancel' }), true),
  },
  'sale.order.action_draft': {
    params: [],
    run: (env, model, ids) => (write(env, model, ids, { state: 'draft' }), true),
  },
  'sale.advance.payment.inv.create_invoices': {
    params: [],
    run: (env, _, [wizard = 0]) => {
      const chosen = existing(env, 'sale.advance.payment.inv', wizard)['sale_order_ids'] as number[];
      const active = env.context['active_ids'] as number[] | undefined;
      const made = (chosen.length > 0 ? chosen : (active ?? [])).map((order) => invoice(env, order));
      return { type: 'ir.actions.act_window', res_model: 'account.move', res_id: made[0] ?? false };
    },
  },
  'account.move.action_post': {
    params: [],
    run: (env, model, ids) => {
      for (const id of ids) post(env, model, id);
      return false;
    },
  },
  'account.move.button_draft': {
    params: [],
    run: (env, model, ids) => (write(env, model, ids, { state: 'draft' }), true),
  },
  'account.move.button_cancel': {
    params: [],
    run: (env, model, ids) => (write(env, model, ids, { state: 'cancel' }), true),
  },
};

function invoice(env: Env, order: number): number {
  const { db } = env;
  const { state, partner_id, name, invoice_ids, invoice_status } = existing(env, 'sale.order', order);
  if (state !== 'sale' || invoice_status !== 'to invoice')
    throw userError(`Nothing to invoice in ${String(name)}.`);
  const lines = db.rows('sale.order.line').filter((line) => line['order_id'] === order);
  const taken = lines.map(({ name: text, product_id, product_uom_qty, price_unit, discount }) => [
    0,
    0,
    { name: text, product_id, quantity: product_uom_qty, price_unit, discount },
  ]);
  const made = create(env, 'account.move', {
    move_type: 'out_invoice',
    partner_id,
    invoice_origin: name,
    invoice_line_ids: taken,
  });
  write(env, 'sale.order', [order], {
    invoice_ids: [[6, 0, [...(invoice_ids as number[]), made]]],
    invoice_status: 'invoiced',
  });
  return made;
}

function post(env: Env, model: string, id: number): void {
  const { db, now } = env;
  const move = existing(env, model, id);
  if (move['state'] !== 'draft') throw userError(`The entry ${String(move['name'] || '')} is not in draft.`);
  if (!db.rows('account.move.line').some((line) => line['move_id'] === id))
    throw userError('You need to add a line before posting.');
  const number = db.rows(model).filter((other) => other['state'] === 'posted').length + 1;
  const today = now.slice(0, 10);
  const name = move['name'] || `INV/${today.slice(0, 4)}/${String(number).padStart(5, '0')}`;
  write(env, model, [id], {
    state: 'posted',
    name,
    payment_reference: name,
    ...(move['invoice_date'] ? {} : { invoice_date: today }),
  });
}
