import { badRequest, GraphError, notFound } from './graph-error.ts';
import { page } from './collection.ts';
import type { Mailbox } from './mailbox.ts';
import { messageOf } from './messages.ts';
import { instant, renderAttachment, type Json } from './render.ts';
import type { StoredAttachment, StoredMessage } from './stored.ts';
import { bodyOf, ok, route, selectOf, type Call, type Handler, type World } from './world.ts';

const DIRECT_LIMIT = 3 * 1024 * 1024;
const CHUNK_LIMIT = 4 * 1024 * 1024;
const LIFE_MS = 60 * 60_000;

interface Upload {
  mailbox: Mailbox;
  message: StoredMessage;
  name: string;
  contentType: string;
  size: number;
  chunks: Uint8Array[];
  until: number;
}

const uploads = new WeakMap<World, Map<string, Upload>>();

function attachmentOf(call: Call): StoredAttachment {
  const { message } = messageOf(call);
  const found = message.attachments.find(({ id }) => id === call.params['attachment']);
  if (!found) throw notFound();
  return found;
}

const list: Handler = (call) => {
  const { message } = messageOf(call);
  const select = selectOf(call.request.query);
  const bytes = select.length === 0 || select.includes('contentBytes');
  return ok(
    page(
      call,
      message.attachments.map((one) => only(renderAttachment(one, bytes), select)),
      100,
    ),
  );
};

function only(whole: Json, select: readonly string[]): Json {
  if (select.length === 0) return whole;
  const kept = Object.entries(whole).filter(
    ([name]) => name.startsWith('@') || name === 'id' || select.includes(name),
  );
  return Object.fromEntries(kept);
}

const get: Handler = (call) => ok(renderAttachment(attachmentOf(call), true));

const value: Handler = (call) => {
  const { contentType, bytes } = attachmentOf(call);
  return { status: 200, headers: { 'content-type': contentType }, body: bytes };
};

function attach(
  world: World,
  mailbox: Mailbox,
  message: StoredMessage,
  file: Omit<StoredAttachment, 'id' | 'modifiedAt'>,
) {
  const id = `AAMkADIyA${Buffer.from(`${message.key}.a${message.attachments.length}`).toString('base64url')}`;
  const added = { ...file, id, modifiedAt: world.now() };
  message.attachments.push(added);
  mailbox.touch(message);
  return added;
}

const add: Handler = (call) => {
  const { mailbox, message } = messageOf(call);
  const { name, contentType, contentBytes, isInline, contentId, '@odata.type': type } = bodyOf(call);
  if (
    type !== '#microsoft.graph.fileAttachment' ||
    typeof name !== 'string' ||
    typeof contentBytes !== 'string'
  ) {
    throw badRequest('A file attachment has a name and contentBytes.');
  }
  const bytes = Buffer.from(contentBytes, 'base64');
  if (bytes.length > DIRECT_LIMIT) {
    throw new GraphError(413, 'ErrorMessageSizeExceeded', 'The attachment is too large for one request.');
  }
  const file = {
    ...{ name, bytes, isInline: isInline === true },
    contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream',
    contentId: typeof contentId === 'string' ? contentId : null,
  };
  return ok(renderAttachment(attach(call.world, mailbox, message, file), true), 201);
};

const createUploadSession: Handler = (call) => {
  const { world } = call;
  const { mailbox, message } = messageOf(call);
  const {
    name,
    size,
    contentType = 'application/octet-stream',
  } = (bodyOf(call)['AttachmentItem'] ?? {}) as Json;
  if (typeof name !== 'string' || typeof size !== 'number')
    throw badRequest('The AttachmentItem needs name and size.');
  const open = uploads.get(world) ?? new Map<string, Upload>();
  uploads.set(world, open);
  const id = `up${open.size}-${Math.floor(world.random() * 36 ** 8).toString(36)}`;
  const until = world.now() + LIFE_MS;
  open.set(id, { mailbox, message, name, contentType: String(contentType), size, chunks: [], until });
  const uploadUrl = `${world.baseUrl()}/upload/${id}?authtoken=opaque`;
  return ok({ uploadUrl, expirationDateTime: instant(until), nextExpectedRanges: ['0-'] }, 201);
};

/** `PUT {uploadUrl}`: opens by its own address, and refuses a token, which has no business there. */
export const putRange: Handler = ({ request, params, world }) => {
  if (request.headers['authorization'] !== undefined)
    throw new GraphError(401, 'InvalidAudienceForResource', 'No token here.');
  const upload = uploads.get(world)?.get(params['upload'] ?? '');
  if (!upload || upload.until < world.now()) throw notFound();
  const [, from = NaN, to = NaN, size = NaN] = (
    /^bytes (\d+)-(\d+)\/(\d+)$/.exec(request.headers['content-range'] ?? '') ?? []
  ).map(Number);
  const done = upload.chunks.reduce((sum, { length }) => sum + length, 0);
  const fits =
    size === upload.size && to - from + 1 === request.body.length && request.body.length <= CHUNK_LIMIT;
  if (!fits) throw badRequest('The Content-Range does not fit the content.', 'ErrorInvalidUploadRange');
  // Sent again because the answer was lost: it is there already.
  if (from < done && to < done) return progress(upload, done, world);
  if (from !== done) throw new GraphError(416, 'ErrorInvalidUploadRange', 'The range was not expected.');
  upload.chunks.push(request.body);
  if (to + 1 < size) return progress(upload, to + 1, world);
  const { mailbox, message, name, contentType } = upload;
  const file = { name, contentType, bytes: Buffer.concat(upload.chunks), isInline: false, contentId: null };
  const added = attach(world, mailbox, message, file);
  const at = `${world.baseUrl()}/v1.0/users('${mailbox.id}')/messages('${mailbox.messageId(message, true)}')`;
  return { status: 201, headers: { location: `${at}/attachments('${added.id}')` } };
};

function progress(upload: Upload, done: number, world: World) {
  const next = done < upload.size ? [`${done}-`] : [];
  return ok({ expirationDateTime: instant(world.now() + LIFE_MS), nextExpectedRanges: next });
}

const ATTACHMENTS = '/users/:user/messages/:id/attachments';

export const attachmentRoutes = [
  route('GET', ATTACHMENTS, list),
  route('POST', ATTACHMENTS, add),
  route('POST', `${ATTACHMENTS}/createUploadSession`, createUploadSession),
  route('GET', `${ATTACHMENTS}/:attachment`, get),
  route('GET', `${ATTACHMENTS}/:attachment/$value`, value),
];
