// Generated from pieces/odoo/src/lookups.ts by `npm run nodes:generate`: change it there.
import { passOn } from '../../kit/host/pass-on';
import type { Choice, Lookup } from '../../kit/lookup';
import { AuthError, InputError } from '../../kit/errors';
import type { Domain, OdooClient } from './client';

const MOST = 200;

/** The usual models, for an account that may not read the list of all. */
const USUAL_MODELS: Readonly<Record<string, string>> = {
  ...{ 'crm.lead': 'Lead / opportunity', 'res.partner': 'Partner', 'sale.order': 'Quotation / order' },
  ...{ 'account.move': 'Invoice / entry', 'account.payment': 'Payment', 'product.product': 'Product' },
  ...{ 'mail.activity': 'Activity', 'mail.message': 'Message', 'ir.attachment': 'Attachment' },
};

export const lookups: Readonly<Record<string, Lookup<OdooClient>>> = {
  models: async (odoo, { search }) => {
    const domain = search ? ['|', ['model', 'ilike', search], ['name', 'ilike', search]] : [];
    try {
      const fields = ['model', 'name'];
      const rows = await odoo.search({ model: 'ir.model', domain, fields, order: 'model', limit: MOST });
      return rows.map((row) => ({ value: String(row['model']), label: `${row['name']} (${row['model']})` }));
    } catch (error) {
      // Reading the list takes rights that an account for an integration should not have.
      if (!(error instanceof AuthError)) throw passOn(error);
      return usualModels(search);
    }
  },
  fields: async (odoo, { search, input }) => {
    const { model } = input;
    if (typeof model !== 'string' || model === '') throw new InputError('Choose the model first', 'model');
    const schema = await odoo.fields(model);
    return Object.entries(schema)
      .filter(([name]) => name.includes(search))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, MOST)
      .map(([name, { type }]) => ({ value: name, label: `${name} (${type})` }));
  },
  stages: named('crm.stage', 'sequence, id'),
  teams: named('crm.team'),
  users: named('res.users', undefined, [['share', '=', false]]),
  companies: named('res.company'),
};

function named(model: string, order = 'name', domain: Domain = []): Lookup<OdooClient> {
  return async (odoo, { search }) => {
    const wanted = search ? [...domain, ['name', 'ilike', search]] : domain;
    const rows = await odoo.search({ model, domain: wanted, fields: ['name'], order, limit: MOST });
    return rows.map((row): Choice => ({ value: String(row.id), label: String(row['name']) }));
  };
}

function usualModels(search: string): Choice[] {
  const wanted = search.toLowerCase();
  return Object.entries(USUAL_MODELS)
    .filter(([model, name]) => model.includes(wanted) || name.toLowerCase().includes(wanted))
    .map(([value, name]) => ({ value, label: `${name} (${value})` }));
}
