import { badRequest } from './graph-error.ts';
import type { Mailbox } from './mailbox.ts';
import { composeMail } from './mime.ts';
import { messageOf, shown } from './messages.ts';
import type { Json } from './render.ts';
import type { Address, StoredMessage } from './stored.ts';
import { bodyOf, mailboxOf, ok, route, type Call, type Handler, type World } from './world.ts';
import { writeProperties } from './write-properties.ts';

type Kind = 'reply' | 'replyAll' | 'forward';

/** A draft without a word in it. */
function blank(world: World, mailbox: Mailbox): Omit<StoredMessage, 'key' | 'moves' | 'changes'> {
  const at = world.now();
  const draw = Math.floor(world.random() * 36 ** 8).toString(36);
  return {
    ...{
      folder: mailbox.folder('drafts').id,
      raw: null,
      subject: '',
      body: { contentType: 'text', content: '' },
    },
    ...{ createdAt: at, modifiedAt: at, receivedAt: at, sentAt: at },
    ...{ from: { name: mailbox.name, address: mailbox.address }, to: [], cc: [], bcc: [], replyTo: [] },
    ...{
      internetMessageId: `<${draw}@graph-twin.example>`,
      headers: [],
      conversation: `c-${draw}`,
      inReplyTo: null,
    },
    ...{
      isRead: true,
      isDraft: true,
      importance: 'normal',
      flag: 'notFlagged',
      categories: [],
      attachments: [],
    },
  };
}

function addDraft(
  call: Call,
  mailbox: Mailbox,
  properties: Json,
  start: Partial<StoredMessage> = {},
): StoredMessage {
  const draft = { ...blank(call.world, mailbox), ...start, key: 0, moves: 0, changes: 0 };
  writeProperties(draft, properties);
  return mailbox.add(draft);
}

const create: Handler = (call) => {
  const mailbox = mailboxOf(call);
  return ok(shown(call, mailbox, addDraft(call, mailbox, bodyOf(call))), 201);
};

/** A draft in the thread of a message: `createReply` and its kin, and what `reply` sends at once. */
function draftOn(call: Call, kind: Kind): { mailbox: Mailbox; draft: StoredMessage } {
  const { mailbox, message } = messageOf(call);
  const { comment, message: given = {}, toRecipients } = bodyOf(call);
  const properties = given as Json;
  if (comment !== undefined && properties['body'] !== undefined)
    throw badRequest('Either comment or body, not both.');
  const subject = message.subject.replace(/^(re|fw|aw|wg):\s*/i, '');
  const answered = kind === 'forward' ? [] : answerTo(message);
  const draft = addDraft(
    call,
    mailbox,
    { ...properties, ...(toRecipients ? { toRecipients } : {}) },
    {
      subject: `${kind === 'forward' ? 'FW' : 'RE'}: ${subject}`,
      body: {
        contentType: 'text',
        content: `${(comment as string | undefined) ?? ''}\n\n> ${message.body.content}`,
      },
      conversation: message.conversation,
      inReplyTo: message.internetMessageId,
      to: answered,
      cc:
        kind === 'replyAll'
          ? others([...message.to, ...message.cc], [mailbox.address, ...answered.map((one) => one.address)])
          : [],
      attachments: kind === 'forward' ? message.attachments.map((one) => ({ ...one })) : [],
    },
  );
  return { mailbox, draft };
}

function answerTo(message: StoredMessage): Address[] {
  if (message.replyTo.length > 0) return message.replyTo;
  return message.from ? [message.from] : [];
}

function others(people: readonly Address[], known: readonly string[]): Address[] {
  const skip = new Set(known.map((one) => one.toLowerCase()));
  return people.filter(({ address }) => !skip.has(address.toLowerCase()));
}

const draftInThread =
  (kind: Kind): Handler =>
  (call) => {
    const { mailbox, draft } = draftOn(call, kind);
    return ok(shown(call, mailbox, draft), 201);
  };

const answerAtOnce =
  (kind: Kind): Handler =>
  (call) => {
    const { mailbox, draft } = draftOn(call, kind);
    return sendNow(call, mailbox, draft);
  };

const send: Handler = (call) => {
  const { mailbox, message } = messageOf(call);
  if (!message.isDraft) throw badRequest('Only a draft can be sent.', 'ErrorInvalidOperation');
  return sendNow(call, mailbox, message);
};

const sendMail: Handler = (call) => {
  const mailbox = mailboxOf(call);
  const draft = addDraft(call, mailbox, (bodyOf(call)['message'] ?? {}) as Json);
  return sendNow(call, mailbox, draft);
};

function sendNow({ world }: Call, mailbox: Mailbox, draft: StoredMessage) {
  const people = [...draft.to, ...draft.cc, ...draft.bcc];
  if (people.length === 0) throw badRequest('The message has no recipients.', 'ErrorInvalidRecipients');
  Object.assign(draft, { isDraft: false, sentAt: world.now(), receivedAt: world.now() });
  draft.raw = composeMail(draft);
  mailbox.move(draft, mailbox.folder('sentitems').id);
  for (const box of world.mailboxes) {
    if (!people.some(({ address }) => address.toLowerCase() === box.address.toLowerCase())) continue;
    box.add({ ...draft, folder: box.folder('inbox').id, isRead: false, attachments: [...draft.attachments] });
  }
  return { status: 202 };
}

const MESSAGE = '/users/:user/messages/:id';

export const draftRoutes = [
  route('POST', '/users/:user/messages', create),
  route('POST', '/users/:user/sendMail', sendMail),
  route('POST', `${MESSAGE}/send`, send),
  route('POST', `${MESSAGE}/createReply`, draftInThread('reply')),
  route('POST', `${MESSAGE}/createReplyAll`, draftInThread('replyAll')),
  route('POST', `${MESSAGE}/createForward`, draftInThread('forward')),
  route('POST', `${MESSAGE}/reply`, answerAtOnce('reply')),
  route('POST', `${MESSAGE}/replyAll`, answerAtOnce('replyAll')),
  route('POST', `${MESSAGE}/forward`, answerAtOnce('forward')),
];
