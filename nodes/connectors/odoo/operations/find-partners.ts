// Generated from pieces/odoo/src/operations/find-partners.ts by `npm run nodes:generate`: change it there.
import { json, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { Domain, OdooClient } from '../client';
import { listFields } from '../common-fields';
import { find, term } from '../find';
import { PARTNER, PARTNER_FIELDS } from '../models';
import { presentFields } from '../schema';

export const findPartners = operation({
  name: 'find_partners',
  label: 'Find partners',
  help: 'Finds companies and people that fit all that is given.',
  group: 'Partner',
  idempotent: true,
  fields: {
    email: text('E-mail', { help: 'Upper or lower case.' }),
    phone: text('Phone', { help: 'Spaces and signs do not matter where Odoo keeps a clean number.' }),
    vat: text('VAT number', { help: 'With the letters of the country.' }),
    name: text('Name', { help: 'A part of it.' }),
    domain: json('Further conditions', { help: 'A domain as Odoo writes it.' }),
    ...listFields,
  },
  run: async (client: OdooClient, { email, phone, vat, name, ...input }) => {
    const terms = [
      term('email_normalized', '=', email?.trim().toLowerCase()),
      // Without the signs that stand for anything.
      term('vat', '=ilike', vat?.replace(/[%_\\]/g, '').trim()),
      term('name', 'ilike', name),
      phone ? await phoneTerm(client, phone.trim()) : [],
    ];
    return {
      partners: await find(client, input, { model: PARTNER, terms, wanted: PARTNER_FIELDS, order: 'id' }),
    };
  },
});

// The clean number comes with a module that most installations have, but not all.
async function phoneTerm(odoo: OdooClient, phone: string): Promise<Domain> {
  const { phone_sanitized } = await presentFields(odoo, PARTNER, ['phone_sanitized']);
  if (!phone_sanitized) return term('phone', 'ilike', phone);
  return ['|', ['phone_sanitized', '=', phone.replace(/[^\d+]/g, '')], ['phone', '=', phone]];
}
