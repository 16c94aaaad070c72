// Generated from pieces/odoo/src/operations/upsert-record.ts by `npm run nodes:generate`: change it there.
import { json } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import { InputError } from '../../../kit/errors';
import type { OdooClient } from '../client';
import { contextFields, inContext, keyField, modelField } from '../common-fields';
import { upsertByKey } from '../external-id';
import { isObject } from '../reply';
import { writable } from '../values';

export const upsertRecord = operation({
  name: 'upsert_record',
  label: 'Create or update record',
  help: 'Writes one record of any model under a key of yours. The same key again updates the same record; safe to repeat.',
  group: 'Record',
  idempotent: true,
  fields: {
    model: modelField,
    key: keyField,
    values: json('Values', { help: 'By technical name; related records by id or name.', required: true }),
    ...contextFields,
  },
  run: async (client: OdooClient, { model, key, values, ...input }) => {
    if (!isObject(values)) throw new InputError('Field "values" must be an object', 'values');
    const odoo = await inContext(client, input);
    return { id: await upsertByKey(odoo, model, key, await writable(odoo, model, values, 'values')) };
  },
});
