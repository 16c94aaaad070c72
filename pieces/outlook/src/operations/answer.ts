import { choice, list } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import type { Graph } from '../client.ts';
import { answerOf, draftOn, sendOwn } from '../draft.ts';
import { body, bodyType, cc, mailbox, messageId } from '../fields.ts';
import { demandRecipients, toGraph } from '../write.ts';

const fields = { message_id: messageId, body_type: bodyType, mailbox, body };
const audience = choice('Answer', {
  help: 'Who gets the answer.',
  choices: { sender: 'To the sender', all: 'To all' },
  default: 'sender',
  required: true,
});
const forwardTo = list('To', { help: 'Addresses.', required: true });

export const createReplyDraft = operation({
  name: 'create_reply_draft',
  label: 'Create reply draft',
  help: 'Writes an answer in the thread of a mail, to its sender, without sending it. Each run makes another draft.',
  group: 'Draft',
  idempotent: false,
  fields,
  run: (graph: Graph, { mailbox: box = '', message_id, body: text, body_type }) =>
    draftOn(graph, box, message_id, 'createReply', answerOf(text, body_type)),
});

export const createReplyAllDraft = operation({
  name: 'create_reply_all_draft',
  label: 'Create reply-all draft',
  help: 'Writes an answer in the thread of a mail, to everybody in it, without sending it. Each run makes another draft.',
  group: 'Draft',
  idempotent: false,
  fields,
  run: (graph: Graph, { mailbox: box = '', message_id, body: text, body_type }) =>
    draftOn(graph, box, message_id, 'createReplyAll', answerOf(text, body_type)),
});

export const createForwardDraft = operation({
  name: 'create_forward_draft',
  label: 'Create forward draft',
  help: 'Writes a mail that passes another one on, attachments included, without sending it. Each run makes another draft.',
  group: 'Draft',
  idempotent: false,
  fields: { message_id: messageId, to: forwardTo, body_type: bodyType, mailbox, cc, body },
  run: (graph: Graph, { mailbox: box = '', message_id, body: text, body_type, to, cc: copies }) =>
    draftOn(
      graph,
      box,
      message_id,
      'createForward',
      answerOf(text, body_type, toGraph({ body_type, to, cc: copies })),
    ),
});

export const reply = operation({
  name: 'reply',
  label: 'Reply',
  help: 'Answers a mail in its thread: writes a draft and sends it. When sending stays unclear, the error names the draft, which "Send draft" sends once. Each run sends another answer.',
  group: 'Message',
  idempotent: false,
  fields: { message_id: messageId, audience, body_type: bodyType, mailbox, body },
  async run(graph: Graph, { mailbox: box = '', message_id, audience: who, body: text, body_type }) {
    const kind = who === 'all' ? 'createReplyAll' : 'createReply';
    const draft = await draftOn(graph, box, message_id, kind, answerOf(text, body_type));
    return sendOwn(graph, box, draft.id);
  },
});

export const forward = operation({
  name: 'forward',
  label: 'Forward',
  help: 'Passes a mail on, attachments included: writes a draft and sends it. When sending stays unclear, the error names the draft, which "Send draft" sends once. Each run sends another mail.',
  group: 'Message',
  idempotent: false,
  fields: { message_id: messageId, to: forwardTo, body_type: bodyType, mailbox, cc, body },
  async run(graph: Graph, { mailbox: box = '', message_id, body: text, body_type, to, cc: copies }) {
    demandRecipients(to);
    const content = answerOf(text, body_type, toGraph({ body_type, to, cc: copies }));
    const draft = await draftOn(graph, box, message_id, 'createForward', content);
    return sendOwn(graph, box, draft.id);
  },
});
