import type { MailRef } from '@pebble/kit/mail-source';
import { ApiProblem } from '../../http/problem.ts';
import type { FeedSource } from '../feeds/feed-source.ts';
import type { Window } from './account-mails.ts';

/** So many pages of a window are read at once; a page of a usual system has a hundred mails or more. */
const MOST_PAGES = 500;

/** All mails that the folder holds of a window. @throws ConnectorError; ApiProblem other_side_failed when there are too many */
export async function listWindow(
  { mail, host, input }: FeedSource,
  { from, to }: Window,
  signal?: AbortSignal,
): Promise<MailRef[]> {
  const { mailbox, folder } = input as { mailbox: string; folder: string };
  const found = new Map<string, MailRef>();
  let page: string | null = null;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    signal?.throwIfAborted();
    const request = { mailbox, folder, from: from.toISOString(), to: to.toISOString(), page };
    const { mails, next }: Awaited<ReturnType<typeof mail.list>> = await mail.list(host, request);
    for (const one of mails) found.set(one.id, one);
    if (next === null) return [...found.values()];
    page = next;
  }
  throw new ApiProblem('other_side_failed', {
    detail: 'The window holds too many mails; choose a shorter one.',
  });
}
