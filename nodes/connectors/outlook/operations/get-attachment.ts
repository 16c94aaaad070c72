// Generated from pieces/outlook/src/operations/get-attachment.ts by `npm run nodes:generate`: change it there.
import { InputError } from '../../../kit/errors';
import { text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import { ATTACHMENT_SELECT, toAttachment } from '../attachment';
import type { Graph } from '../client';
import { mailbox, messageId } from '../fields';
import { messagePath, query, segment } from '../path';
import { asRecord } from '../read';

export const getAttachment = operation({
  name: 'get_attachment',
  label: 'Get attachment',
  help: 'Gives an attachment as a file; an attached mail comes as .eml. Safe to repeat.',
  group: 'Attachment',
  idempotent: true,
  fields: {
    message_id: messageId,
    attachment_id: text('Attachment ID', { help: 'From "List attachments".', required: true }),
    mailbox,
  },
  async run(graph: Graph, { mailbox: box = '', message_id, attachment_id }, { writeFile }) {
    const path = `${messagePath(message_id)}/attachments/${segment(attachment_id)}`;
    const about = {
      mailbox: box,
      method: 'GET',
      path: path + query({ $select: ATTACHMENT_SELECT }),
    } as const;
    const { kind, name, content_type } = toAttachment(asRecord(await graph.ask(about)));
    if (kind === 'link')
      throw new InputError('The attachment is a link; it has no content here', 'attachment_id');
    // Not from the entry itself: as base64 inside JSON, a large file would be in memory three times.
    const bytes = await graph.bytes({ mailbox: box, method: 'GET', path: `${path}/$value` });
    const file =
      kind === 'mail'
        ? { name: `${name || 'message'}.eml`, content_type: 'message/rfc822' }
        : { name: name || 'attachment', content_type: content_type || 'application/octet-stream' };
    return { file: await writeFile({ ...file, bytes }), ...file, size: bytes.length };
  },
});
