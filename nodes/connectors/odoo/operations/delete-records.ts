// Generated from pieces/odoo/src/operations/delete-records.ts by `npm run nodes:generate`: change it there.
import { list } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, inContext, modelField } from '../common-fields';
import { idsOf } from '../ids';

export const deleteRecords = operation({
  name: 'delete_records',
  label: 'Delete records',
  help: 'Deletes records of any model for good. What is gone already is deleted; safe to repeat. Archiving is often better.',
  group: 'Record',
  idempotent: true,
  fields: {
    model: modelField,
    ids: list('Ids', { help: 'Of the records.', required: true }),
    ...contextFields,
  },
  run: async (client: OdooClient, { model, ids, ...input }) => {
    const wanted = idsOf(ids, 'ids');
    const odoo = (await inContext(client, input)).with({ active_test: false });
    const domain = [['id', 'in', wanted]];
    const found = await odoo.search({ model, domain, fields: ['id'], limit: Math.max(1, wanted.length) });
    const there = found.map(({ id }) => id);
    if (there.length > 0) await odoo.call(model, 'unlink', { ids: there });
    return { ids: wanted, deleted: true };
  },
});
