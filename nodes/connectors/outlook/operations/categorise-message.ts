// Generated from pieces/outlook/src/operations/categorise-message.ts by `npm run nodes:generate`: change it there.
import { choice, list } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { Graph } from '../client';
import { mailbox, messageId } from '../fields';
import { MESSAGE_SELECT, toMessage } from '../message';
import { messagePath, query } from '../path';
import { asRecord } from '../read';

export const categoriseMessage = operation({
  name: 'categorise_message',
  label: 'Categorise message',
  help: 'Adds categories to a mail, takes them away, or sets them. Safe to repeat.',
  group: 'Message',
  idempotent: true,
  fields: {
    message_id: messageId,
    categories: list('Categories', {
      help: 'Names; one that the mailbox does not know yet shows without a colour.',
      required: true,
    }),
    mode: choice('Mode', {
      help: 'What happens to the categories that the mail has.',
      choices: { add: 'Add these', remove: 'Take these away', set: 'Set exactly these' },
      default: 'add',
      required: true,
    }),
    mailbox,
  },
  async run(graph: Graph, { mailbox: box = '', message_id, categories, mode }) {
    const path = messagePath(message_id);
    const read = { mailbox: box, method: 'GET', path: path + query({ $select: MESSAGE_SELECT }) } as const;
    const message = toMessage(asRecord(await graph.ask(read)));
    const wanted = combine(message.categories, categories, mode);
    if (wanted.join('\n') === message.categories.join('\n')) return message;
    const write = { mailbox: box, method: 'PATCH', path, effect: 'repeatable' } as const;
    return toMessage(asRecord(await graph.ask({ ...write, body: { categories: wanted } })));
  },
});

function combine(has: string[], given: string[], mode: 'add' | 'remove' | 'set'): string[] {
  if (mode === 'set') return [...new Set(given)];
  if (mode === 'remove') return has.filter((one) => !given.includes(one));
  return [...new Set([...has, ...given])];
}
