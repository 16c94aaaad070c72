import { json } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import { InputError } from '@pebble/kit/errors';
import type { OdooClient } from '../client.ts';
import { contextFields, inContext, keyField, modelField } from '../common-fields.ts';
import { upsertByKey } from '../external-id.ts';
import { isObject } from '../reply.ts';
import { writable } from '../values.ts';

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
