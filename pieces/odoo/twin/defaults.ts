import type { Database } from './database.ts';

/** What the server fills in when a record is made without it. */
export function defaults(
  db: Database,
  model: string,
  vals: Readonly<Record<string, unknown>>,
  env: { uid: number; now: string; company: number },
): Record<string, unknown> {
  const today = env.now.slice(0, 10);
  const common = db.field(model, 'active') ? { active: true } : {};
  switch (model) {
    case 'crm.lead':
      return {
        ...common,
        type: 'lead',
        stage_id: firstStage(db),
        user_id: env.uid,
        company_id: env.company,
        probability: 10,
        priority: '0',
        date_open: env.now,
      };
    case 'res.partner':
      return { ...common, is_company: vals['company_type'] === 'company', type: 'contact', lang: 'en_US' };
    case 'sale.order':
      return {
        ...{
          state: 'draft',
          name: number(db, model, 'S'),
          date_order: env.now,
          company_id: env.company,
          user_id: env.uid,
        },
        ...{
          partner_invoice_id: vals['partner_id'],
          partner_shipping_id: vals['partner_id'],
          currency_id: 1,
          invoice_status: 'no',
        },
      };
    case 'sale.order.line':
      return { product_uom_qty: 1, ...fromProduct(db, vals) };
    case 'account.move':
      return {
        state: 'draft',
        move_type: 'entry',
        payment_state: 'not_paid',
        company_id: env.company,
        currency_id: 1,
        journal_id: 1,
        date: today,
      };
    case 'account.move.line':
      return { quantity: 1, display_type: 'product', ...fromProduct(db, vals) };
    default:
      return { ...common, ...others(model, env, today) };
  }
}

function others(model: string, env: { uid: number; now: string; company: number }, today: string) {
  switch (model) {
    case 'account.payment':
      return { state: 'draft', date: today, company_id: env.company, currency_id: 1 };
    case 'mail.message':
      return { message_type: 'comment', date: env.now };
    case 'mail.activity':
      return { user_id: env.uid, date_deadline: today };
    case 'ir.attachment':
      return { type: 'binary', company_id: env.company, mimetype: 'application/octet-stream' };
    case 'ir.actions.server':
      return { usage: 'ir_actions_server' };
    case 'sale.advance.payment.inv':
      return { advance_payment_method: 'delivered' };
    default:
      return {};
  }
}

function firstStage(db: Database): number | false {
  const [first] = db.rows('crm.stage').sort((a, b) => Number(a['sequence']) - Number(b['sequence']));
  return first?.id ?? false;
}

function fromProduct(db: Database, vals: Readonly<Record<string, unknown>>) {
  const product = db.row('product.product', Number(vals['product_id']));
  return product ? { name: product['name'], price_unit: product['lst_price'] } : { price_unit: 0 };
}

function number(db: Database, model: string, prefix: string): string {
  return `${prefix}${String(db.rows(model).length + 1).padStart(5, '0')}`;
}
