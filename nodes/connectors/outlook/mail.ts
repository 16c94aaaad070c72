// Generated from pieces/outlook/src/mail.ts by `npm run nodes:generate`: change it there.
import type { MailSource } from '../../kit/mail-source';
import type { Graph } from './client';
import { messageFilter } from './message-filter';
import { REF_SELECT, toRef } from './message';
import { readMime } from './mime';
import { folderPath, query } from './path';
import { asPage } from './read';

/** What Pebble itself uses to take mail in. Drafts are no mail yet, here as in the trigger. */
export const mail: MailSource<Graph> = {
  trigger: 'new_mail',
  fetch: readMime,
  async list(graph, { mailbox, folder, from, to, page }) {
    const options = {
      $filter: messageFilter({ received_from: from, received_before: to }),
      ...{ $orderby: 'receivedDateTime asc', $select: REF_SELECT, $top: 100 },
    };
    const path = page ?? `${folderPath(folder)}/messages${query(options)}`;
    const { entries, next } = asPage(await graph.ask({ mailbox, method: 'GET', path }));
    const mails = entries.filter((one) => one['isDraft'] !== true).map((one) => toRef(mailbox, one));
    return { mails, next };
  },
};
