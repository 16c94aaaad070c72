import { call, type Send } from '@pebble/contract/client';
import {
  addLinesToGlobalBlacklist,
  addToGlobalBlacklist,
  changeGlobalBlacklistNote,
  removeFromGlobalBlacklist,
} from '@pebble/contract/global-blacklist';
import {
  addLinesToBlacklist,
  addToBlacklist,
  authoriseLines,
  authoriseSender,
  changeAuthorisedNote,
  changeBlacklistNote,
  listAuthorisedSenders,
  listBlacklist,
  removeAuthorisedSender,
  removeFromBlacklist,
  type AuthorisedSender,
  type LinesReport,
} from '@pebble/contract/senders';
import type { SenderListName } from '../operations-keys.ts';

/** An entry of whatever list. */
export type SenderEntry = AuthorisedSender;

export interface EntryPage {
  items: SenderEntry[];
  next_cursor: string | null;
}

interface PageWanted {
  q: string | undefined;
  cursor: string | undefined;
  limit: number;
}

/** What can be asked of a list; all of them may throw ApiError, and those that change it `not_found`. */
interface SenderList {
  read(send: Send, wanted: PageWanted): Promise<EntryPage>;
  /** @throws ApiError `already_exists` */
  add(send: Send, entry: { pattern: string; note: string }): Promise<SenderEntry>;
  addLines(send: Send, lines: { lines: string; note: string }): Promise<LinesReport>;
  changeNote(send: Send, id: string, note: string): Promise<SenderEntry>;
  remove(send: Send, id: string): Promise<unknown>;
}

const at = (id: string) => ({ params: { entry_id: id } });

/** The same acts on each of the lists. */
export const SENDER_LISTS: Readonly<Record<SenderListName, SenderList>> = {
  blocked: {
    read: (send, wanted) => call(send, listBlacklist, { query: { ...wanted, scope: 'tenant' } }),
    add: (send, body) => call(send, addToBlacklist, { body }),
    addLines: (send, body) => call(send, addLinesToBlacklist, { body }),
    changeNote: (send, id, note) => call(send, changeBlacklistNote, { ...at(id), body: { note } }),
    remove: (send, id) => call(send, removeFromBlacklist, at(id)),
  },
  authorised: {
    read: (send, query) => call(send, listAuthorisedSenders, { query }),
    add: (send, body) => call(send, authoriseSender, { body }),
    addLines: (send, body) => call(send, authoriseLines, { body }),
    changeNote: (send, id, note) => call(send, changeAuthorisedNote, { ...at(id), body: { note } }),
    remove: (send, id) => call(send, removeAuthorisedSender, at(id)),
  },
  global: {
    read: (send, wanted) => call(send, listBlacklist, { query: { ...wanted, scope: 'global' } }),
    add: (send, body) => call(send, addToGlobalBlacklist, { body }),
    addLines: (send, body) => call(send, addLinesToGlobalBlacklist, { body }),
    changeNote: (send, id, note) => call(send, changeGlobalBlacklistNote, { ...at(id), body: { note } }),
    remove: (send, id) => call(send, removeFromGlobalBlacklist, at(id)),
  },
};
