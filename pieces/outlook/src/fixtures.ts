import { ConflictError, InputError, RateLimitedError } from '@pebble/kit/errors';
import type { ConnectorFixtures, OperationFixture } from '@pebble/kit/testing/fixtures';
import { draftFixtures } from './fixtures/drafts.ts';
import { fileFixtures } from './fixtures/files.ts';
import { mailFixture } from './fixtures/mail.ts';
import { GRAPH_MESSAGE, MESSAGE } from './fixtures/message.ts';
import { changeNotification, deltaOf, lifecycle, subscriptionModel } from './fixtures/triggers.ts';

const UPDATED = { status: 200, body: GRAPH_MESSAGE };
const code = (name: string, inner?: string) => ({
  error: { code: name, message: 'No.', ...(inner ? { innerError: { code: inner } } : {}) },
});

const messages: Record<string, OperationFixture> = {
  get_message: {
    replies: [
      { status: 200, body: { ...GRAPH_MESSAGE, body: { contentType: 'text', content: 'Please quote.' } } },
    ],
    output: { ...MESSAGE, body: { type: 'text', content: 'Please quote.' } },
    failures: [
      {
        what: 'more requests at once than a mailbox takes',
        reply: { status: 503, body: code('ErrorServerBusy') },
        error: RateLimitedError,
      },
    ],
  },
  list_messages: {
    input: { page: "0:/v1.0/users('4b1f')/messages?$skip=50" },
    replies: [{ status: 200, body: { value: [GRAPH_MESSAGE] } }],
    output: { messages: [MESSAGE], next: null },
    failures: [
      {
        what: 'a filter that Exchange cannot use',
        reply: { status: 400, body: code('BadRequest', 'InefficientFilter') },
        error: InputError,
      },
    ],
  },
  search_messages: {
    input: { page: "0:/v1.0/users('4b1f')/messages?$skiptoken=50" },
    replies: [{ status: 200, body: { value: [GRAPH_MESSAGE] } }],
    output: { messages: [MESSAGE], next: null },
  },
  move_message: { replies: [{ status: 201, body: GRAPH_MESSAGE }], output: MESSAGE },
  copy_message: { replies: [{ status: 201, body: GRAPH_MESSAGE }], output: MESSAGE },
  mark_message: {
    replies: [UPDATED],
    output: MESSAGE,
    failures: [
      {
        what: 'a change that somebody else has made at the same time',
        reply: { status: 412, body: code('ErrorIrresolvableConflict') },
        error: ConflictError,
      },
    ],
  },
  categorise_message: {
    input: { categories: ['Orders'], mode: 'add' },
    replies: [UPDATED, { status: 200, body: { ...GRAPH_MESSAGE, categories: ['Blue', 'Orders'] } }],
    output: { ...MESSAGE, categories: ['Blue', 'Orders'] },
  },
  delete_message: {
    input: { message_id: 'message-1' },
    replies: [{ status: 204 }],
    output: { id: 'message-1', deleted: true },
  },
};

const folder = {
  id: 'folder-orders',
  displayName: 'Orders',
  parentFolderId: 'folder-inbox',
  childFolderCount: 0,
  unreadItemCount: 2,
  totalItemCount: 7,
};
const inbox = {
  ...folder,
  id: 'folder-inbox',
  displayName: 'Inbox',
  parentFolderId: 'root',
  childFolderCount: 1,
};
const counts = { unread_count: 2, total_count: 7 };
const orders = { id: 'folder-orders', name: 'Orders', parent_id: 'folder-inbox', child_count: 0, ...counts };
const folderPages = [
  { status: 200, body: { value: [inbox] } },
  { status: 200, body: { value: [folder] } },
];

const folders: Record<string, OperationFixture> = {
  list_folders: {
    replies: folderPages,
    output: {
      folders: [
        { id: 'folder-inbox', name: 'Inbox', path: 'Inbox', parent_id: 'root', child_count: 1, ...counts },
        { ...orders, path: 'Inbox/Orders' },
      ],
    },
  },
  create_folder: { replies: [{ status: 201, body: folder }], output: { ...orders, path: 'Orders' } },
  batch: {
    input: {
      requests: [
        { method: 'PATCH', path: '/messages/message-1', body: { isRead: true } },
        { id: 'look', path: '/messages/message-2', depends_on: ['1'] },
      ],
    },
    replies: [
      {
        status: 200,
        body: {
          responses: [
            { id: 'look', status: 404, body: code('ErrorItemNotFound') },
            { id: '1', status: 200, body: { isRead: true } },
          ],
        },
      },
    ],
    output: {
      responses: [
        { id: '1', status: 200, ok: true, retry_after: null, body: { isRead: true } },
        { id: 'look', status: 404, ok: false, retry_after: null, body: code('ErrorItemNotFound') },
      ],
    },
  },
};

const calls = [
  changeNotification('poll'),
  lifecycle('missed', 'poll'),
  lifecycle('subscriptionRemoved', 'recreate'),
  lifecycle('reauthorizationRequired', 'renew'),
] as const;

const subscription = {
  serve: subscriptionModel,
  input: { mailbox: 'sales@brightwater.example', folder: 'inbox' },
  calls,
  handshake: {
    payload: { headers: {}, query: { validationToken: 'Validation: a & b+c' }, body: undefined },
    reply: { status: 200, body: 'Validation: a & b+c' },
  },
};

/** Everything that the suite needs to try this connector, in whichever host. */
export const fixtures: ConnectorFixtures = {
  operations: { ...messages, ...draftFixtures, ...fileFixtures, ...folders },
  polls: {
    new_mail: { serve: deltaOf, input: { mailbox: 'sales@brightwater.example' } },
    updated_mail: { serve: deltaOf, input: { mailbox: 'sales@brightwater.example' } },
  },
  subscriptions: { new_mail: subscription, updated_mail: subscription },
  lookups: {
    folders: {
      input: { mailbox: 'sales@brightwater.example' },
      search: 'ord',
      replies: folderPages,
      choices: [{ value: 'folder-orders', label: 'Inbox/Orders' }],
    },
  },
  mail: mailFixture,
};
