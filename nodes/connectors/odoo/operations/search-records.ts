// Generated from pieces/odoo/src/operations/search-records.ts by `npm run nodes:generate`: change it there.
import { boolean, json, number, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, fieldsField, inContext, modelField } from '../common-fields';
import { fieldsIn, readDomain, withStamps } from '../domain';
import { searchPages } from '../records';
import { knownFields } from '../schema';
import { readOrder } from '../order';
import { wholeNumber } from '../whole-number';
import { readable } from '../values';

export const USUAL = ['display_name', 'create_date', 'write_date'];

export const searchRecords = operation({
  name: 'search_records',
  label: 'Search records',
  help: 'Finds records of any model, page by page, and stops when there are enough.',
  group: 'Record',
  idempotent: true,
  fields: {
    model: modelField,
    domain: json('Domain', {
      help: 'Conditions as Odoo writes them, e.g. ["|", ["email", "=", "a@b.example"], ["name", "ilike", "acme"]]. All records when left out.',
    }),
    fields: fieldsField,
    order: text('Order', { help: 'Such as write_date desc, id desc.' }),
    limit: number('Limit', { help: 'At most this many; 100 when left out, 10,000 at most.', default: 100 }),
    offset: number('Offset', { help: 'Skips this many first.' }),
    archived: boolean('Archived too', { help: 'Odoo hides archived records otherwise.' }),
    ...contextFields,
  },
  run: async (client: OdooClient, { model, limit = 100, ...input }) => {
    const domain = readDomain(input.domain);
    const order = readOrder(input.order);
    const company = await inContext(client, input);
    const odoo = input.archived ? company.with({ active_test: false }) : company;
    const wanted = input.fields?.length ? input.fields : USUAL;
    const schema = await knownFields(
      odoo,
      model,
      [...wanted, ...fieldsIn(domain), ...order.fields],
      'fields',
    );
    const rows = await searchPages(odoo, {
      ...{ model, domain: withStamps(domain, schema), fields: wanted, order: order.text },
      limit: wholeNumber(limit, 'limit', 10_000),
      offset: wholeNumber(input.offset ?? 0, 'offset'),
    });
    return { records: rows.map((row) => readable(row, schema)) };
  },
});
