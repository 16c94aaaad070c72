// Generated from pieces/odoo/src/operations/get-attachment.ts by `npm run nodes:generate`: change it there.
import { NotFoundError } from '../../../kit/errors';
import { operation } from '../../../kit/operation';
import { fromBase64 } from '../base64';
import type { OdooClient } from '../client';
import { contextFields, idField, inContext } from '../common-fields';
import { oneId } from '../ids';
import { ATTACHMENT } from '../models';

export const getAttachment = operation({
  name: 'get_attachment',
  label: 'Get attachment',
  help: 'Fetches a file for a later step.',
  group: 'Attachment',
  idempotent: true,
  fields: { id: idField, ...contextFields },
  run: async (client: OdooClient, { id, ...input }, { writeFile }) => {
    const attachment = oneId(id, 'id');
    const odoo = await inContext(client, input);
    const [row] = await odoo.read(ATTACHMENT, [attachment], ['name', 'mimetype', 'datas', 'type']);
    if (!row) throw new NotFoundError('Odoo has no such record, or no longer');
    if (row['type'] === 'url')
      throw new NotFoundError('The attachment is a link; Odoo does not hold the file');
    const bytes = fromBase64(typeof row['datas'] === 'string' ? row['datas'] : '');
    const [name, content_type] = [String(row['name']), String(row['mimetype'] || 'application/octet-stream')];
    return {
      id: attachment,
      name,
      content_type,
      size: bytes.length,
      file: await writeFile({ name, content_type, bytes }),
    };
  },
});
