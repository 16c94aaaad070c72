// Generated from pieces/odoo/src/operations/update-records.ts by `npm run nodes:generate`: change it there.
import { InputError } from '../../../kit/errors';
import { json, list } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, inContext, modelField } from '../common-fields';
import { idsOf } from '../ids';
import { isObject } from '../reply';
import { writable } from '../values';

export const updateRecords = operation({
  name: 'update_records',
  label: 'Update records',
  help: 'Writes the same values to many records of any model at once: all of them, or none. New lines in the values would be added once more by a repeat.',
  group: 'Record',
  idempotent: false,
  fields: {
    model: modelField,
    ids: list('Ids', { help: 'Of the records.', required: true }),
    values: json('Values', { help: 'By technical name; related records by id or name.', required: true }),
    ...contextFields,
  },
  run: async (client: OdooClient, { model, ids, values, ...input }) => {
    const records = idsOf(ids, 'ids');
    if (!isObject(values) || records.length === 0)
      throw new InputError('Give ids and an object of values', 'values');
    const odoo = await inContext(client, input);
    const vals = await writable(odoo, model, values, 'values');
    await odoo.call(model, 'write', { ids: records, args: { vals } });
    return { ids: records, updated: records.length };
  },
});
