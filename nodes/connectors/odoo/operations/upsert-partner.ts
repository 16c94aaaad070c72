// Generated from pieces/odoo/src/operations/upsert-partner.ts by `npm run nodes:generate`: change it there.
import { ConflictError } from '../../../kit/errors';
import { boolean, choice, json, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient, Values } from '../client';
import { contextFields, inContext, keyField } from '../common-fields';
import { upsertByKey } from '../external-id';
import { PARTNER, PARTNER_FIELDS } from '../models';
import { recordOf } from '../records';
import { writable } from '../values';

const COLUMNS: Readonly<Record<string, string>> = {
  ...{
    name: 'name',
    email: 'email',
    phone: 'phone',
    is_company: 'is_company',
    parent: 'parent_id',
    vat: 'vat',
    ref: 'ref',
  },
  ...{ street: 'street', zip: 'zip', city: 'city', country: 'country_id' },
};

export const upsertPartner = operation({
  name: 'upsert_partner',
  label: 'Create or update partner',
  help: 'Writes a company or a person. What it is known by makes it the same partner each time; safe to repeat.',
  group: 'Partner',
  idempotent: true,
  fields: {
    key: keyField,
    name: text('Name', { help: 'Of the company or the person.', required: true }),
    match: choice('Known by', {
      help: 'How a partner that is in Odoo already is recognised. By the key where what it should be known by is not given.',
      choices: { email: 'E-mail', vat: 'VAT number', ref: 'Reference', key: 'Key only' },
      default: 'email',
    }),
    email: text('E-mail', { help: 'One address.' }),
    phone: text('Phone', { help: 'With the code of the country, if you have it.' }),
    is_company: boolean('Is a company', { help: 'A person when left out.' }),
    parent: text('Company', { help: 'Id or name of the company that a person works for.' }),
    vat: text('VAT number', { help: 'With the letters of the country.' }),
    ref: text('Reference', { help: 'Your number of this partner.' }),
    street: text('Street', { help: 'And number.' }),
    zip: text('Postal code', { help: 'Of the address.' }),
    city: text('City', { help: 'Of the address.' }),
    country: text('Country', { help: 'Id or name.' }),
    values: json('Further values', { help: 'By technical name of the field.' }),
    ...contextFields,
  },
  run: async (client: OdooClient, { key, match = 'email', ...input }) => {
    const mark = match === 'key' ? '' : markOf(match, input);
    const odoo = await inContext(client, input);
    const known = mark === '' ? null : await knownBy(odoo, match, mark);
    const values = await partnerValues(odoo, input);
    if (known !== null) await odoo.write(PARTNER, [known], values);
    // What it is known by is its key then, so that two who make it at once under keys of their own make one.
    const id = known ?? (await upsertByKey(odoo, PARTNER, mark === '' ? key : `${match}:${mark}`, values));
    return recordOf(odoo, PARTNER, id, PARTNER_FIELDS);
  },
});

function markOf(match: string, input: Values): string {
  const given = String(input[match] ?? '').trim();
  return match === 'email' ? given.toLowerCase() : given;
}

async function knownBy(odoo: OdooClient, match: string, mark: string): Promise<number | null> {
  const field = match === 'email' ? 'email_normalized' : match;
  const domain = [[field, '=', mark]];
  const found = await odoo.search({ model: PARTNER, domain, fields: ['id'], order: 'id', limit: 2 });
  if (found.length > 1) {
    throw new ConflictError(
      'Odoo has more than one such partner; merge them there, or choose what they are known by',
    );
  }
  return found[0]?.id ?? null;
}

async function partnerValues(odoo: OdooClient, input: Values): Promise<Values> {
  const named = Object.entries(COLUMNS)
    .filter(([name]) => input[name] !== undefined)
    .map(([name, column]) => [column, input[name]]);
  const raw = { ...(Object.fromEntries(named) as Values), ...(input['values'] as Values | undefined) };
  return writable(odoo, PARTNER, raw, 'values');
}
