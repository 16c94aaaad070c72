// Generated from pieces/odoo/src/operations/add-attachment.ts by `npm run nodes:generate`: change it there.
import { file, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import { toBase64 } from '../base64';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext, modelField } from '../common-fields';
import { oneId } from '../ids';
import { ATTACHMENT, ATTACHMENT_FIELDS } from '../models';
import { recordOf } from '../records';

export const addAttachment = operation({
  name: 'add_attachment',
  label: 'Add attachment',
  help: 'Puts a file to a record. A repeat adds it again.',
  group: 'Attachment',
  idempotent: false,
  fields: {
    model: modelField,
    id: idField,
    file: file('File', { help: 'Of an earlier step.', required: true }),
    name: text('Name', { help: 'With its ending; the name of the file when left out.' }),
    ...contextFields,
  },
  run: async (client: OdooClient, { model, id, file: given, name, ...input }) => {
    const record = oneId(id, 'id');
    const odoo = await inContext(client, input);
    const values = { name: name ?? given.name, mimetype: given.content_type, datas: toBase64(given.bytes) };
    const [made = 0] = await odoo.create(ATTACHMENT, [{ ...values, res_model: model, res_id: record }]);
    return recordOf(odoo, ATTACHMENT, made, ATTACHMENT_FIELDS);
  },
});
