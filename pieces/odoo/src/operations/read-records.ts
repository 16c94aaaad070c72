import { list } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import type { OdooClient } from '../client.ts';
import { contextFields, fieldsField, inContext, modelField } from '../common-fields.ts';
import { idsOf } from '../ids.ts';
import { knownFields } from '../schema.ts';
import { readable } from '../values.ts';
import { USUAL } from './search-records.ts';

export const readRecords = operation({
  name: 'read_records',
  label: 'Read records',
  help: 'Reads records of any model by their ids. One that is missing fails the call.',
  group: 'Record',
  idempotent: true,
  fields: {
    model: modelField,
    ids: list('Ids', { help: 'Of the records.', required: true }),
    fields: fieldsField,
    ...contextFields,
  },
  run: async (client: OdooClient, { model, ids, fields, ...input }) => {
    const wanted = fields?.length ? fields : USUAL;
    const records = idsOf(ids, 'ids');
    const odoo = await inContext(client, input);
    const schema = await knownFields(odoo, model, wanted, 'fields');
    const rows = records.length === 0 ? [] : await odoo.read(model, records, wanted);
    return { records: rows.map((row) => readable(row, schema)) };
  },
});
