import { json } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import type { OdooClient } from '../client.ts';
import { idField, listFields, modelField } from '../common-fields.ts';
import { find, term } from '../find.ts';
import { oneId } from '../ids.ts';
import { ATTACHMENT, ATTACHMENT_FIELDS } from '../models.ts';

export const listAttachments = operation({
  name: 'list_attachments',
  label: 'List attachments',
  help: 'The files of a record, without what is in them.',
  group: 'Attachment',
  idempotent: true,
  fields: {
    model: modelField,
    id: idField,
    domain: json('Further conditions', { help: 'A domain as Odoo writes it.' }),
    ...listFields,
  },
  run: async (client: OdooClient, { model, id, ...input }) => {
    const terms = [
      term('res_model', '=', model),
      term('res_id', '=', oneId(id, 'id')),
      // Images and the like that belong to a field are stored the same way.
      [['res_field', '=', false]],
    ];
    const wanted = ATTACHMENT_FIELDS;
    return { attachments: await find(client, input, { model: ATTACHMENT, terms, wanted, order: 'id' }) };
  },
});
