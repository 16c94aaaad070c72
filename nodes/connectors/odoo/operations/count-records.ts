// Generated from pieces/odoo/src/operations/count-records.ts by `npm run nodes:generate`: change it there.
import { boolean, json } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, inContext, modelField } from '../common-fields';
import { fieldsIn, readDomain, withStamps } from '../domain';
import { knownFields } from '../schema';

export const countRecords = operation({
  name: 'count_records',
  label: 'Count records',
  help: 'How many records of a model fit a domain.',
  group: 'Record',
  idempotent: true,
  fields: {
    model: modelField,
    domain: json('Domain', { help: 'Conditions as Odoo writes them. All records when left out.' }),
    archived: boolean('Archived too', { help: 'Odoo hides archived records otherwise.' }),
    ...contextFields,
  },
  run: async (client: OdooClient, { model, archived, ...input }) => {
    const domain = readDomain(input.domain);
    const company = await inContext(client, input);
    const odoo = archived ? company.with({ active_test: false }) : company;
    const schema = await knownFields(odoo, model, fieldsIn(domain), 'domain');
    return { count: await odoo.count(model, withStamps(domain, schema)) };
  },
});
