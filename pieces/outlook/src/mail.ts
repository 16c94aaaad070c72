import type { MailSource } from '@pebble/kit/mail-source';
import type { Graph } from './client.ts';
import { messageFilter } from './message-filter.ts';
import { REF_SELECT, toRef } from './message.ts';
import { readMime } from './mime.ts';
import { folderPath, query } from './path.ts';
import { asPage } from './read.ts';

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
