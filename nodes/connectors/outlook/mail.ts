// Generated from pieces/outlook/src/mail.ts by `npm run nodes:generate`: change it there.
import { InputError } from '../../kit/errors';
import type { ListMails, MailSource } from '../../kit/mail-source';
import type { Graph } from './client';
import { messageFilter } from './message-filter';
import { REF_SELECT, toRef } from './message';
import { readMime } from './mime';
import { folderPath, query } from './path';
import { asPage, type Json } from './read';

/** What Pebble itself uses to take mail in. Drafts are no mail yet, here as in the trigger. */
export const mail: MailSource<Graph> = {
  trigger: 'new_mail',
  fetch: readMime,
  async list(graph, request) {
    const { mailbox } = request;
    const { path, known } = placeOf(request);
    const { entries, next } = asPage(await graph.ask({ mailbox, method: 'GET', path }));
    const mails = entries
      .filter((one) => one['isDraft'] !== true && !known.includes(String(one['id'])))
      .map((one) => toRef(mailbox, one));
    return { mails, next: next === null ? null : (pageAfter(entries) ?? next) };
  },
};

/**
 * A page goes on at the last instant of the one before and leaves out what that one had of it. Graph's own link counts instead: when
 * a mail leaves the folder between two pages, another one would move up and be passed over.
 */
function pageAfter(entries: readonly Json[]): string | null {
  const instants = entries.map((one) => String(one['receivedDateTime'] ?? ''));
  const last = instants.at(-1);
  // A page within one second has nothing to go on by but the link.
  if (!last || last === instants[0]) return null;
  const known = entries.filter((_, at) => instants[at] === last).map((one) => one['id']);
  return JSON.stringify({ from: last, known });
}

function placeOf({ folder, from, to, page }: ListMails): { path: string; known: readonly unknown[] } {
  if (page?.startsWith('/v1.0/')) return { path: page, known: [] };
  const place = page === null ? { from, known: [] } : readPage(page);
  const options = {
    $filter: messageFilter({ received_from: place.from, received_before: to }),
    ...{ $orderby: 'receivedDateTime asc', $select: REF_SELECT, $top: 100 },
  };
  return { path: `${folderPath(folder)}/messages${query(options)}`, known: place.known };
}

function readPage(page: string): { from: string; known: readonly unknown[] } {
  try {
    const { from, known } = JSON.parse(page) as Record<string, unknown>;
    if (typeof from === 'string' && Array.isArray(known)) return { from, known };
  } catch {
    // Falls through to what is said of every page that is not one of ours.
  }
  throw new InputError('The page is not one of this list');
}
