import { badRequest } from './graph-error.ts';
import type { Json } from './render.ts';
import type { Address, StoredMessage } from './stored.ts';

/** Takes what a create or a PATCH says into a message. What a client may not write is refused, as Exchange does. */
export function writeProperties(message: StoredMessage, properties: Json): void {
  for (const [name, value] of Object.entries(properties)) {
    const write = WRITERS[name];
    if (write) write(message, value);
    else if (!name.startsWith('@odata.'))
      throw badRequest(`The property '${name}' cannot be set.`, 'ErrorInvalidPropertySet');
  }
}

type Writer = (message: StoredMessage, value: unknown) => void;

const WRITERS: Readonly<Record<string, Writer>> = {
  subject: onDraft((message, value) => (message.subject = text(value))),
  body: onDraft((message, value) => {
    const { contentType = 'text', content } = object(value);
    message.body = {
      contentType: text(contentType).toLowerCase() === 'html' ? 'html' : 'text',
      content: text(content),
    };
  }),
  toRecipients: onDraft((message, value) => (message.to = people(value))),
  ccRecipients: onDraft((message, value) => (message.cc = people(value))),
  bccRecipients: onDraft((message, value) => (message.bcc = people(value))),
  replyTo: onDraft((message, value) => (message.replyTo = people(value))),
  internetMessageHeaders: onDraft((message, value) => {
    const headers = list(value).map((one) => {
      const { name, value: content } = object(one);
      return { name: text(name), value: text(content) };
    });
    if (headers.some(({ name }) => !/^x-/i.test(name))) {
      throw badRequest('Names of custom headers begin with x-.', 'InvalidInternetMessageHeader');
    }
    message.headers = headers;
  }),
  isRead: (message, value) => {
    if (typeof value !== 'boolean') throw badRequest('isRead is true or false.');
    message.isRead = value;
  },
  importance: (message, value) => (message.importance = oneOf(value, ['low', 'normal', 'high'] as const)),
  categories: (message, value) => (message.categories = list(value).map(text)),
  flag: (message, value) => {
    message.flag = oneOf(object(value)['flagStatus'], ['notFlagged', 'flagged', 'complete'] as const);
  },
};

// Content of a mail that has been sent or received stays as it is.
function onDraft(write: Writer): Writer {
  return (message, value) => {
    if (!message.isDraft)
      throw badRequest('This property can only be set on a draft.', 'ErrorInvalidPropertySet');
    write(message, value);
  };
}

function people(value: unknown): Address[] {
  return list(value).map((one) => {
    const { address, name } = object(object(one)['emailAddress']);
    if (typeof address !== 'string' || !address.includes('@')) {
      throw badRequest('At least one recipient is not valid.', 'ErrorInvalidRecipients');
    }
    return { address, name: typeof name === 'string' ? name : address };
  });
}

function oneOf<const V extends readonly string[]>(value: unknown, values: V): V[number] {
  const found = values.find((one) => one.toLowerCase() === String(value).toLowerCase());
  if (!found) throw badRequest('The value is not one of the allowed ones.');
  return found;
}

function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null) throw badRequest('An object was expected.');
  return value as Json;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw badRequest('A collection was expected.');
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw badRequest('A text was expected.');
  return value;
}
