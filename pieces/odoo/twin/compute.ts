import type { Database, StoredRow } from './database.ts';
import { createHash } from 'node:crypto';

/** What the server works out and stores when a row is written. */
export function computed(db: Database, model: string, row: StoredRow): Record<string, unknown> {
  switch (model) {
    case 'crm.lead':
      return { ...normalized(row, 'email_from'), ...wonStatus(db, row) };
    case 'res.partner':
      return { ...normalized(row, 'email'), company_type: row['is_company'] === true ? 'company' : 'person' };
    case 'sale.order.line':
      return priced(row, 'product_uom_qty');
    case 'account.move.line':
      return priced(row, 'quantity');
    case 'ir.attachment':
      return stored(row);
    case 'mail.activity':
      return { res_model: modelName(db, row['res_model_id']) };
    case 'base.automation':
    case 'ir.actions.server':
      return { model_name: modelName(db, row['model_id']) };
    case 'ir.model.data':
      return { complete_name: `${String(row['module'])}.${String(row['name'])}` };
    default:
      return {};
  }
}

function normalized(row: StoredRow, field: string) {
  const found = /[^\s<>,"]+@[^\s<>,"]+/.exec(String(row[field] || ''))?.[0];
  const digits = String(row['phone'] || '').replace(/[^\d+]/g, '');
  return { email_normalized: found ? found.toLowerCase() : false, phone_sanitized: digits || false };
}

function wonStatus(db: Database, row: StoredRow) {
  if (!db.field('crm.lead', 'won_status')) return {};
  const won = db.row('crm.stage', Number(row['stage_id']))?.['is_won'] === true && row['probability'] === 100;
  const lost = row['active'] === false && row['probability'] === 0;
  return { won_status: won ? 'won' : lost ? 'lost' : 'pending' };
}

function priced(row: StoredRow, quantity: string) {
  const gross = Number(row[quantity] || 0) * Number(row['price_unit'] || 0);
  const subtotal = Math.round(gross * (100 - Number(row['discount'] || 0))) / 100;
  return { price_subtotal: subtotal, price_total: Math.round(subtotal * 119) / 100 };
}

function stored(row: StoredRow) {
  const bytes = Buffer.from(String(row['datas'] || ''), 'base64');
  return { file_size: bytes.length, checksum: createHash('sha1').update(bytes).digest('hex') };
}

function modelName(db: Database, id: unknown): unknown {
  return db.row('ir.model', Number(id))?.['model'] ?? false;
}

/** Sums of an order or an invoice over its lines. */
export function totals(lines: readonly StoredRow[]) {
  const sum = (name: string) =>
    Math.round(lines.reduce((all, line) => all + Number(line[name] || 0), 0) * 100) / 100;
  const [untaxed, total] = [sum('price_subtotal'), sum('price_total')];
  return {
    amount_untaxed: untaxed,
    amount_tax: Math.round((total - untaxed) * 100) / 100,
    amount_total: total,
  };
}
