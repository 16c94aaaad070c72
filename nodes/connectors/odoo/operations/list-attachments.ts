// Generated from pieces/odoo/src/operations/list-attachments.ts by `npm run nodes:generate`: change it there.
import { json } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { idField, listFields, modelField } from '../common-fields';
import { find, term } from '../find';
import { oneId } from '../ids';
import { ATTACHMENT, ATTACHMENT_FIELDS } from '../models';

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
