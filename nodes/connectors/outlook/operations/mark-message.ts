// Generated from pieces/outlook/src/operations/mark-message.ts by `npm run nodes:generate`: change it there.
import { choice } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { Graph } from '../client';
import { mailbox, messageId } from '../fields';
import { toMessage } from '../message';
import { messagePath } from '../path';
import { asRecord } from '../read';

const CHANGES = {
  read: { isRead: true },
  unread: { isRead: false },
  flagged: { flag: { flagStatus: 'flagged' } },
  flag_complete: { flag: { flagStatus: 'complete' } },
  unflagged: { flag: { flagStatus: 'notFlagged' } },
  importance_high: { importance: 'high' },
  importance_normal: { importance: 'normal' },
  importance_low: { importance: 'low' },
} as const;

export const markMessage = operation({
  name: 'mark_message',
  label: 'Mark message',
  help: 'Marks a mail as read or unread, flags it, or sets its importance. Safe to repeat.',
  group: 'Message',
  idempotent: true,
  fields: {
    message_id: messageId,
    mark: choice('Mark as', {
      help: 'One mark at a time; the others stay.',
      choices: {
        ...{
          read: 'Read',
          unread: 'Unread',
          flagged: 'Flagged',
          flag_complete: 'Flag done',
          unflagged: 'Not flagged',
        },
        ...{ importance_high: 'Important', importance_normal: 'Of normal importance' },
        importance_low: 'Unimportant',
      },
      required: true,
    }),
    mailbox,
  },
  async run(graph: Graph, { mailbox: box = '', message_id, mark }) {
    const path = messagePath(message_id);
    const request = {
      mailbox: box,
      method: 'PATCH',
      path,
      body: CHANGES[mark],
      effect: 'repeatable',
    } as const;
    return toMessage(asRecord(await graph.ask(request)));
  },
});
