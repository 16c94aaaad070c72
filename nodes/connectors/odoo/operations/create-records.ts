// Generated from pieces/odoo/src/operations/create-records.ts by `npm run nodes:generate`: change it there.
import { passOn } from '../../../kit/host/pass-on';
import { ConnectorError, InputError } from '../../../kit/errors';
import { json, number } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient, Values } from '../client';
import { contextFields, inContext, modelField } from '../common-fields';
import { isObject } from '../reply';
import { writable } from '../values';
import { wholeNumber } from '../whole-number';

export const createRecords = operation({
  name: 'create_records',
  label: 'Create records',
  help: 'Creates records of any model, many in one call. A repeat creates them again; "Upsert record" does not.',
  group: 'Record',
  idempotent: false,
  fields: {
    model: modelField,
    records: json('Records', {
      help: 'A list of objects, values by technical name; related records by id or name.',
      required: true,
    }),
    batch: number('Batch', {
      help: 'Records that are created together: all of a batch, or none. 200 when left out, 1,000 at most.',
      default: 200,
    }),
    ...contextFields,
  },
  run: async (client: OdooClient, { model, records, batch = 200, ...input }) => {
    const size = Math.max(1, wholeNumber(batch, 'batch', 1_000));
    const given = Array.isArray(records) ? records : [records];
    if (!given.every(isObject)) throw new InputError('Field "records" must be a list of objects', 'records');
    const odoo = await inContext(client, input);
    const rows: Values[] = [];
    // All are read before the first is written.
    for (const record of given) rows.push(await writable(odoo, model, record, 'records'));
    return createAll(odoo, model, rows, size);
  },
});

/** What a later batch fails with is told beside the ids of the earlier ones: they exist, and a throw would lose them. */
async function createAll(odoo: OdooClient, model: string, rows: readonly Values[], size: number) {
  const ids: number[] = [];
  for (let start = 0; start < rows.length; start += size) {
    try {
      ids.push(...(await odoo.create(model, rows.slice(start, start + size))));
    } catch (error) {
      if (start === 0 || !(error instanceof ConnectorError)) throw passOn(error);
      return { ids, created: ids.length, left: rows.length - start, error: error.message };
    }
  }
  return { ids, created: ids.length, left: 0, error: null };
}
