import { file, text } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import { toBase64 } from '../base64.ts';
import type { OdooClient } from '../client.ts';
import { contextFields, idField, inContext, modelField } from '../common-fields.ts';
import { oneId } from '../ids.ts';
import { ATTACHMENT, ATTACHMENT_FIELDS } from '../models.ts';
import { recordOf } from '../records.ts';

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
