// Generated from pieces/odoo/src/operations/post-message.ts by `npm run nodes:generate`: change it there.
import { choice, list, longText, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { OdooClient } from '../client';
import { contextFields, inContext, modelField } from '../common-fields';
import { oneId, idsOf } from '../ids';
import { htmlOf } from '../html';

export const postMessage = operation({
  name: 'post_message',
  label: 'Post message',
  help: 'Writes into the conversation of a record. A comment goes to its followers by e-mail, a note does not. A repeat writes it again.',
  group: 'Message',
  idempotent: false,
  fields: {
    model: modelField,
    id: text('Record', { help: 'Its id.', required: true }),
    body: longText('Text', { help: 'Plain text, or HTML that begins with a tag.', required: true }),
    kind: choice('Kind', {
      help: 'Who gets to see it.',
      choices: { note: 'Note, for colleagues', comment: 'Comment, to all followers' },
      default: 'note',
    }),
    subject: text('Subject', { help: 'Of the message.' }),
    partners: list('Partners', { help: 'Ids of partners who are told besides the followers.' }),
    attachments: list('Attachments', { help: 'Ids of files that Odoo has already; see "Add attachment".' }),
    ...contextFields,
  },
  run: async (
    client: OdooClient,
    { model, id, body, kind = 'note', subject, partners, attachments, ...rest },
  ) => {
    const odoo = await inContext(client, rest);
    const args = {
      body: htmlOf(body),
      // Without it the tags would be shown as text.
      body_is_html: true,
      message_type: 'comment',
      subtype_xmlid: kind === 'comment' ? 'mail.mt_comment' : 'mail.mt_note',
      ...(subject ? { subject } : {}),
      ...(partners ? { partner_ids: idsOf(partners, 'partners') } : {}),
      ...(attachments ? { attachment_ids: idsOf(attachments, 'attachments') } : {}),
    };
    const made = await odoo.call(model, 'message_post', { ids: [oneId(id, 'id')], args });
    return { message_id: Array.isArray(made) ? made[0] : made };
  },
});
