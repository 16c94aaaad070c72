// Generated from pieces/odoo/src/operations/read-records.ts by `npm run nodes:generate`: change it there.
import { list } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, fieldsField, inContext, modelField } from '../common-fields';
import { idsOf } from '../ids';
import { knownFields } from '../schema';
import { readable } from '../values';
import { USUAL } from './search-records';

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
