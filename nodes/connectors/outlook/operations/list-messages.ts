// Generated from pieces/outlook/src/operations/list-messages.ts by `npm run nodes:generate`: change it there.
import { boolean, choice, dateTime, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { Graph } from '../client';
import { anyFolder, limit, mailbox, page } from '../fields';
import { readList, withinLimit } from '../list';
import { messageFilter } from '../message-filter';
import { MESSAGE_SELECT, toMessage } from '../message';
import { folderPath, query } from '../path';

export const listMessages = operation({
  name: 'list_messages',
  label: 'List messages',
  help: 'Lists mails of a folder or of the whole mailbox by what is known of them. Safe to repeat.',
  group: 'Message',
  idempotent: true,
  fields: {
    limit,
    order: choice('Order', {
      help: 'By the time of arrival.',
      choices: { newest: 'Newest first', oldest: 'Oldest first' },
      default: 'newest',
      required: true,
    }),
    mailbox,
    folder: anyFolder('Empty: all folders, sent and deleted mails too.'),
    received_from: dateTime('Received from', { help: 'This instant is included.' }),
    received_before: dateTime('Received before', { help: 'This instant is not included.' }),
    unread_only: boolean('Unread only', { help: 'Leave out what was read.', default: false }),
    with_attachments_only: boolean('With attachments only', {
      help: 'Pictures inside the text do not count.',
      default: false,
    }),
    from: text('From', { help: 'Address of the sender.' }),
    filter: text('Filter', {
      help: "A further OData filter, e.g. importance eq 'high' or categories/any(c:c eq 'Blue').",
    }),
    page,
  },
  async run(graph: Graph, { mailbox: box = '', folder, page: from, ...input }) {
    const most = withinLimit(input.limit);
    const options = {
      $select: MESSAGE_SELECT,
      $filter: messageFilter(input),
      $orderby: `receivedDateTime ${input.order === 'newest' ? 'desc' : 'asc'}`,
      $top: Math.min(most, 200),
    };
    const path = `${folder === undefined ? '' : folderPath(folder)}/messages${query(options)}`;
    const found = await readList(graph, { mailbox: box, method: 'GET', path }, { limit: most, page: from });
    return { messages: found.entries.map((one) => toMessage(one)), next: found.next };
  },
});
