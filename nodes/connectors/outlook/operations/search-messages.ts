// Generated from pieces/outlook/src/operations/search-messages.ts by `npm run nodes:generate`: change it there.
import { text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { Graph } from '../client';
import { anyFolder, limit, mailbox, page } from '../fields';
import { readList, withinLimit } from '../list';
import { MESSAGE_SELECT, toMessage } from '../message';
import { folderPath, query } from '../path';

export const searchMessages = operation({
  name: 'search_messages',
  label: 'Search messages',
  help: 'Finds mails by words in subject, text, people and attachments, newest first. Safe to repeat.',
  group: 'Message',
  idempotent: true,
  fields: {
    search: text('Search', {
      help: 'Words, or a query such as subject:valves from:ada@buyer.example.',
      required: true,
    }),
    limit,
    mailbox,
    folder: anyFolder('Empty: all folders.'),
    page,
  },
  async run(graph: Graph, { mailbox: box = '', folder, search, limit: wanted, page: from }) {
    const most = withinLimit(wanted);
    // The whole query stands in quotes, and quotes inside it are escaped; a search can be given no order.
    const phrase = `"${search.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    const options = { $select: MESSAGE_SELECT, $search: phrase, $top: Math.min(most, 200) };
    const path = `${folder === undefined ? '' : folderPath(folder)}/messages${query(options)}`;
    const found = await readList(graph, { mailbox: box, method: 'GET', path }, { limit: most, page: from });
    return { messages: found.entries.map((one) => toMessage(one)), next: found.next };
  },
});
