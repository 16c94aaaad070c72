// Generated from pieces/odoo/src/operations/describe-model.ts by `npm run nodes:generate`: change it there.
import { text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, inContext, modelField } from '../common-fields';

export const describeModel = operation({
  name: 'describe_model',
  label: 'Describe model',
  help: 'The fields of a model as this Odoo has them, those of the customer too: type, related model, choices.',
  group: 'Record',
  idempotent: true,
  fields: {
    model: modelField,
    search: text('Search', { help: 'Only fields with this in their technical name.' }),
    ...contextFields,
  },
  run: async (client: OdooClient, { model, search = '', ...input }) => {
    const schema = await (await inContext(client, input)).fields(model);
    const fields = Object.entries(schema)
      .filter(([name]) => name.includes(search))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { type, relation, selection }]) => ({
        ...{ name, type, relation: relation ?? null },
        choices: selection ? selection.map(([value, label]) => ({ value, label })) : null,
      }));
    return { model, fields };
  },
});
