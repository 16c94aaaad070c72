import { file } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import { toBase64 } from '../base64.ts';
import type { Graph } from '../client.ts';
import { draftId, mailbox } from '../fields.ts';
import { messagePath } from '../path.ts';
import { asRecord, needText } from '../read.ts';
import { uploadAttachment } from '../upload.ts';

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
