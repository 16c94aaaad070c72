import type { Database } from './database.ts';
import { computed } from './compute.ts';

/** A stamp long before any test. */
const FOUNDED = '2026-01-02 08:00:00.000';

type Rows = readonly Readonly<Record<string, unknown>>[];

/** A trading company with two legal entities, invented from one end to the other. */
const SEED: Readonly<Record<string, Rows>> = {
  'res.currency': [{ name: 'EUR', symbol: '€', active: true }],
  'res.country': [
    { name: 'Germany', code: 'DE' },
    { name: 'Austria', code: 'AT' },
    { name: 'India', code: 'IN' },
  ],
  'res.lang': [
    { name: 'English (US)', code: 'en_US', active: true },
    { name: 'German', code: 'de_DE', active: true },
  ],
  'res.company': [
    { name: 'Meridian Trading GmbH', currency_id: 1, partner_id: 1 },
    { name: 'Meridian Trading Austria', currency_id: 1, partner_id: 2 },
  ],
  'res.users': [
    {
      name: 'Automation',
      login: 'bot@meridian.example',
      partner_id: 3,
      company_id: 1,
      company_ids: [1, 2],
      lang: 'en_US',
      share: false,
      active: true,
    },
    {
      name: 'Nora Feld',
      login: 'nora@meridian.example',
      partner_id: 4,
      company_id: 1,
      company_ids: [1],
      lang: 'de_DE',
      share: false,
      active: true,
    },
    {
      name: 'Jonas Ahr',
      login: 'jonas@meridian.example',
      partner_id: 5,
      company_id: 2,
      company_ids: [2],
      lang: 'de_DE',
      share: false,
      active: true,
    },
  ],
  'res.partner': [
    { name: 'Meridian Trading GmbH', is_company: true, email: 'office@meridian.example' },
    { name: 'Meridian Trading Austria', is_company: true, email: 'wien@meridian.example' },
    { name: 'Automation', email: 'bot@meridian.example' },
    { name: 'Nora Feld', email: 'nora@meridian.example' },
    { name: 'Jonas Ahr', email: 'jonas@meridian.example' },
    {
      name: 'Brandt Werkzeugbau',
      is_company: true,
      email: 'einkauf@brandt.example',
      phone: '+49 231 555010',
      vat: 'DE811907980',
      customer_rank: 3,
      city: 'Dortmund',
      country_id: 1,
    },
    {
      name: 'Lena Brandt',
      email: 'Lena Brandt <lena@brandt.example>',
      phone: '+49 231 555011',
      parent_id: 6,
    },
    {
      name: 'Kaveri Fasteners',
      is_company: true,
      email: 'sales@kaveri.example',
      phone: '+91 80 5550 1200',
      supplier_rank: 2,
      city: 'Bengaluru',
      country_id: 3,
    },
    {
      name: 'Alpenstahl Handel',
      is_company: true,
      email: 'anfrage@alpenstahl.example',
      customer_rank: 1,
      city: 'Linz',
      country_id: 2,
      company_id: 2,
    },
  ],
  'crm.team': [
    { name: 'Direct Sales', sequence: 1, active: true, use_opportunities: true },
    { name: 'Tenders', sequence: 2, active: true, use_opportunities: true },
  ],
  'crm.stage': [
    { name: 'New', sequence: 1 },
    { name: 'Qualified', sequence: 2 },
    { name: 'Proposition', sequence: 3 },
    { name: 'Won', sequence: 4, is_won: true },
  ],
  'crm.tag': [{ name: 'Steel' }, { name: 'Urgent' }],
  'crm.lost.reason': [
    { name: 'Too expensive', active: true },
    { name: 'No stock', active: true },
  ],
  'crm.lead': [
    {
      name: 'M12 bolts, 40,000 pieces',
      type: 'opportunity',
      stage_id: 2,
      team_id: 1,
      user_id: 2,
      company_id: 1,
      partner_id: 6,
      email_from: 'einkauf@brandt.example',
      expected_revenue: 18400,
      probability: 40,
      priority: '2',
      tag_ids: [1],
      active: true,
    },
    {
      name: 'Frame contract washers',
      type: 'lead',
      stage_id: 1,
      team_id: 2,
      company_id: 2,
      partner_name: 'Alpenstahl Handel',
      email_from: 'anfrage@alpenstahl.example',
      expected_revenue: 7200,
      probability: 10,
      priority: '1',
      active: true,
    },
  ],
  'product.product': [
    {
      name: 'Hex bolt M12x60',
      default_code: 'HB-M12-60',
      lst_price: 0.46,
      list_price: 0.46,
      standard_price: 0.29,
      active: true,
    },
    {
      name: 'Washer M12',
      default_code: 'WA-M12',
      lst_price: 0.05,
      list_price: 0.05,
      standard_price: 0.02,
      active: true,
    },
    { name: 'Delivery', default_code: 'DEL', lst_price: 90, list_price: 90, active: true },
  ],
  'uom.uom': [{ name: 'Units', active: true }],
  'account.journal': [
    { name: 'Customer Invoices', code: 'INV', type: 'sale', active: true },
    { name: 'Bank', code: 'BNK1', type: 'bank', active: true },
  ],
  'account.tax': [{ name: '19%', amount: 19, active: true }],
  'account.payment': [
    {
      name: 'PBNK1/2026/00001',
      payment_type: 'inbound',
      partner_type: 'customer',
      partner_id: 6,
      amount: 1190,
      currency_id: 1,
      date: '2026-01-15',
      state: 'paid',
      journal_id: 2,
      company_id: 1,
    },
  ],
  'mail.message.subtype': [
    { name: 'Discussions', internal: false },
    { name: 'Note', internal: true },
  ],
  'mail.activity.type': [
    { name: 'To-Do', active: true },
    { name: 'Call', active: true },
    { name: 'Email', active: true },
  ],
};

/** Fills empty tables. The same for every start. */
export function seed(db: Database): void {
  let id = 0;
  for (const def of db.models.values())
    db.insert('ir.model', { id: (id += 1), model: def.model, name: def.label, state: 'base', ...stamps() });
  id = 0;
  for (const [at, def] of [...db.models.values()].entries()) {
    for (const { name, type } of Object.values(def.fields))
      db.insert('ir.model.fields', {
        id: (id += 1),
        name,
        model: def.model,
        model_id: at + 1,
        ttype: type,
        field_description: name,
        ...stamps(),
      });
  }
  for (const [model, rows] of Object.entries(SEED))
    rows.forEach((row, at) => plant(db, model, { ...row, id: at + 1 }));
}

function plant(db: Database, model: string, row: Record<string, unknown> & { id: number }): void {
  const empty = Object.values(db.def(model).fields).flatMap(({ name, type }) => {
    if (type === 'one2many' || name in row) return [];
    return [[name, type === 'many2many' ? [] : /integer|float|monetary/.test(type) ? 0 : false]];
  });
  const active = db.field(model, 'active') ? { active: true } : {};
  const whole = {
    ...(Object.fromEntries(empty) as Record<string, unknown>),
    ...active,
    ...row,
    ...stamps(),
    id: row.id,
  };
  db.insert(model, { ...whole, ...computed(db, model, whole) });
}

function stamps() {
  return { create_date: FOUNDED, write_date: FOUNDED, create_uid: 1, write_uid: 1 };
}
