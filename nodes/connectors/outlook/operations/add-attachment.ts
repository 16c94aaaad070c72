// Generated from pieces/outlook/src/operations/add-attachment.ts by `npm run nodes:generate`: change it there.
import { file } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import { toBase64 } from '../base64';
import type { Graph } from '../client';
import { draftId, mailbox } from '../fields';
import { messagePath } from '../path';
import { asRecord, needText } from '../read';
import { uploadAttachment } from '../upload';

/** Bytes; a file of this size or more is uploaded in pieces. */
const DIRECT = 3_000_000;

export const addAttachment = operation({
  name: 'add_attachment',
  label: 'Add attachment',
  help: 'Attaches a file to a draft, up to 150 MB; large ones go up in pieces. Each run attaches it again.',
  group: 'Attachment',
  idempotent: false,
  fields: {
    draft_id: draftId,
    file: file('File', { help: 'What to attach.', required: true }),
    mailbox,
  },
  async run(graph: Graph, { mailbox: box = '', draft_id, file: given }) {
    const path = `${messagePath(draft_id)}/attachments`;
    const about = { name: given.name, size: given.bytes.length };
    if (given.bytes.length >= DIRECT)
      return { id: await uploadAttachment(graph, box, path, given), ...about };
    const body = {
      '@odata.type': '#microsoft.graph.fileAttachment',
      name: given.name,
      contentType: given.content_type,
      contentBytes: toBase64(given.bytes),
    };
    const added = asRecord(await graph.ask({ mailbox: box, method: 'POST', path, body }));
    return { id: needText(added, 'id'), ...about };
  },
});
