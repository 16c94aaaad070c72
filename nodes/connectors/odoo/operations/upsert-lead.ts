// Generated from pieces/odoo/src/operations/upsert-lead.ts by `npm run nodes:generate`: change it there.
import { choice, json, list, longText, lookup, number, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient, Values } from '../client';
import { contextFields, inContext, keyField } from '../common-fields';
import { upsertByKey } from '../external-id';
import { htmlOf } from '../html';
import { LEAD, LEAD_FIELDS } from '../models';
import { recordOf } from '../records';
import { tagIds } from '../tags';
import { writable } from '../values';

/** What a lead can be given, by the name that flows use. */
export const leadFields = {
  type: choice('Type', {
    help: 'Lead or opportunity.',
    choices: { lead: 'Lead', opportunity: 'Opportunity' },
  }),
  contact_name: text('Contact', { help: 'Name of the person who asks.' }),
  company_name: text('Company of the contact', {
    help: 'As it stands in the mail; Odoo makes a partner of it later.',
  }),
  email: text('E-mail', { help: 'Of the contact.' }),
  phone: text('Phone', { help: 'Of the contact.' }),
  partner: text('Partner', { help: 'Id or name of a partner that exists.' }),
  stage: lookup('Stage', { help: 'Id or name. The first one when left out.', from: 'stages' }),
  team: lookup('Sales team', { help: 'Id or name.', from: 'teams' }),
  salesperson: lookup('Salesperson', { help: 'Id or name of a user.', from: 'users' }),
  expected_revenue: number('Expected revenue', { help: 'In the currency of the company.' }),
  priority: choice('Priority', {
    help: 'Stars.',
    choices: { '0': 'None', '1': 'One star', '2': 'Two stars', '3': 'Three stars' },
  }),
  deadline: text('Expected closing', { help: 'A date, such as 2026-03-31.' }),
  tags: list('Tags', { help: 'Names; those that do not exist yet are made.' }),
  description: longText('Notes', { help: 'Plain text, or HTML that begins with a tag.' }),
  values: json('Further values', {
    help: 'By technical name of the field, also of fields of your own such as x_source.',
  }),
};

const COLUMNS: Readonly<Record<string, string>> = {
  ...{ type: 'type', contact_name: 'contact_name', company_name: 'partner_name', email: 'email_from' },
  ...{ phone: 'phone', partner: 'partner_id', stage: 'stage_id', team: 'team_id', salesperson: 'user_id' },
  ...{ expected_revenue: 'expected_revenue', priority: 'priority', deadline: 'date_deadline' },
};

/** The input in Odoo's own names and values. */
export async function leadValues(odoo: OdooClient, input: Values): Promise<Values> {
  const named = Object.entries(COLUMNS)
    .filter(([name]) => input[name] !== undefined)
    .map(([name, column]) => [column, input[name]]);
  const raw: Values = {
    ...(input['name'] === undefined ? {} : { name: input['name'] }),
    ...(Object.fromEntries(named) as Values),
    ...(input['description'] === undefined ? {} : { description: htmlOf(String(input['description'])) }),
    ...(input['values'] as Values | undefined),
  };
  const values = await writable(odoo, LEAD, raw, 'values');
  const tags = (input['tags'] as string[] | undefined) ?? [];
  return tags.length === 0 ? values : { ...values, tag_ids: [[6, 0, await tagIds(odoo, tags)]] };
}

export const upsertLead = operation({
  name: 'upsert_lead',
  label: 'Create or update lead',
  help: 'Writes a lead under a key of yours. The same key again updates the same lead; safe to repeat.',
  group: 'Lead',
  idempotent: true,
  fields: {
    key: keyField,
    name: text('Title', { help: 'What it is about, such as the subject of the mail.', required: true }),
    ...leadFields,
    ...contextFields,
  },
  run: async (client: OdooClient, { key, ...input }) => {
    const odoo = await inContext(client, input);
    const id = await upsertByKey(odoo, LEAD, key, await leadValues(odoo, input));
    return recordOf(odoo, LEAD, id, LEAD_FIELDS);
  },
});
