import type { MailFeed } from '@pebble/contract/mail-feeds';
import { texts } from '../../messages/connections.ts';
import type { FeedChange, NewFeed } from './api/feeds.ts';

const words = texts.feed;

/** A mailbox that is read, as it is typed. */
export interface FeedValues {
  name: string;
  connection_id: string;
  mailbox: string | null;
  remote_mailbox: string;
  folder: string;
  mode: MailFeed['mode'];
  push: boolean;
  start: 'keep' | 'now' | 'since';
  /** A day, `2026-11-05`, for `since`. */
  since: string;
}

export const NEW_FEED: FeedValues = {
  ...{ name: '', connection_id: '', mailbox: null, remote_mailbox: '', folder: 'inbox' },
  ...{ mode: 'live', push: true, start: 'now', since: '' },
};

export function typedFeed(feed: MailFeed): FeedValues {
  const { name, connection_id, mailbox, remote_mailbox, folder, mode, push } = feed;
  return { name, connection_id, mailbox, remote_mailbox, folder, mode, push, start: 'keep', since: '' };
}

export function wrongFeed(
  typed: FeedValues,
): Partial<Record<'name' | 'connection' | 'mailbox' | 'since', string>> {
  return {
    ...(typed.name.trim() === '' ? { name: texts.wrongName } : {}),
    ...(typed.connection_id === '' ? { connection: words.connectionWrong } : {}),
    ...(typed.mailbox === null ? { mailbox: words.mailboxWrong } : {}),
    ...(typed.start === 'since' && typed.since === '' ? { since: words.sinceWrong } : {}),
  };
}

export function newFeed(typed: FeedValues): NewFeed {
  const { name, connection_id, mailbox, remote_mailbox: remote, folder, mode, push } = typed;
  return {
    ...{ name, connection_id, mailbox: mailbox ?? '', mode, push },
    ...(remote.trim() === '' ? {} : { remote_mailbox: remote }),
    ...(folder.trim() === '' ? {} : { folder }),
    start_from: startOf(typed) ?? 'now',
  };
}

export function feedChange(typed: FeedValues): FeedChange {
  const start = startOf(typed);
  return { ...newFeed(typed), start_from: start };
}

/** The beginning of a day where the person is. Undefined: where it is now. */
function startOf({ start, since }: FeedValues): string | undefined {
  if (start === 'keep') return undefined;
  return start === 'now' ? 'now' : new Date(`${since}T00:00`).toISOString();
}
