import { badRequest } from './graph-error.ts';
import { listMessages } from './collection.ts';
import type { Mailbox } from './mailbox.ts';
import { composeMail } from './mime.ts';
import { renderMessage } from './render.ts';
import type { StoredMessage } from './stored.ts';
import { writeProperties } from './write-properties.ts';
import { bodyOf, mailboxOf, ok, route, selectOf, viewOf, type Call, type Handler } from './world.ts';

/** The mailbox and the message that the path names. */
export function messageOf(call: Call): { mailbox: Mailbox; message: StoredMessage } {
  const mailbox = mailboxOf(call);
  return { mailbox, message: mailbox.message(call.params['id'] ?? '') };
}

export function shown(call: Call, mailbox: Mailbox, message: StoredMessage) {
  return renderMessage(mailbox, message, viewOf(call), selectOf(call.request.query));
}

const list: Handler = (call) => {
  const mailbox = mailboxOf(call);
  return ok(listMessages(call, mailbox, [...mailbox.messages.values()]));
};

const get: Handler = (call) => {
  const { mailbox, message } = messageOf(call);
  return ok(shown(call, mailbox, message));
};

const mime: Handler = (call) => {
  const { message } = messageOf(call);
  return {
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: message.raw ?? composeMail(message),
  };
};

const patch: Handler = (call) => {
  const { mailbox, message } = messageOf(call);
  writeProperties(message, bodyOf(call));
  mailbox.touch(message);
  return ok(shown(call, mailbox, message));
};

// Goes to Deleted Items first, and for good from there.
const remove: Handler = (call) => {
  const { mailbox, message } = messageOf(call);
  const bin = mailbox.folder('deleteditems').id;
  if (message.folder === bin || message.isDraft) mailbox.remove(message);
  else mailbox.move(message, bin);
  return { status: 204 };
};

const move: Handler = (call) => {
  const { mailbox, message } = messageOf(call);
  mailbox.move(message, destination(call, mailbox));
  return ok(shown(call, mailbox, message), 201);
};

const copy: Handler = (call) => {
  const { mailbox, message } = messageOf(call);
  const at = { createdAt: call.world.now(), modifiedAt: call.world.now() };
  const attachments = message.attachments.map((one) => ({ ...one }));
  const added = mailbox.add({ ...message, ...at, attachments, folder: destination(call, mailbox) });
  return ok(shown(call, mailbox, added), 201);
};

function destination(call: Call, mailbox: Mailbox): string {
  const wanted = bodyOf(call)['destinationId'];
  if (typeof wanted !== 'string') throw badRequest('The destinationId is missing.');
  return mailbox.folder(wanted).id;
}

const MESSAGE = '/users/:user/messages/:id';

export const messageRoutes = [
  route('GET', '/users/:user/messages', list),
  route('GET', MESSAGE, get),
  route('GET', `${MESSAGE}/$value`, mime),
  route('PATCH', MESSAGE, patch),
  route('DELETE', MESSAGE, remove),
  route('POST', `${MESSAGE}/move`, move),
  route('POST', `${MESSAGE}/copy`, copy),
];
