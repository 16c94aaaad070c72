import { notFound } from './graph-error.ts';
import type { Change, StoredFolder, StoredMessage } from './stored.ts';

const WELL_KNOWN: readonly (readonly [string, string])[] = [
  ['inbox', 'Inbox'],
  ['drafts', 'Drafts'],
  ['sentitems', 'Sent Items'],
  ['deleteditems', 'Deleted Items'],
  ['junkemail', 'Junk Email'],
  ['archive', 'Archive'],
  ['outbox', 'Outbox'],
];

export type Listener = (change: Change & { folder: string }) => void;

/** One mailbox: its folders, its messages, and for each folder the record of what has changed in it. */
export class Mailbox {
  readonly id: string;
  readonly address: string;
  readonly name: string;
  readonly folders: StoredFolder[];
  readonly messages = new Map<number, StoredMessage>();
  /** Requests under way at this moment and at most. */
  readonly load = { now: 0, most: 0 };
  private readonly logs = new Map<string, Map<number, Change>>();
  private readonly listeners: Listener[] = [];
  private readonly index: number;
  private readonly now: () => number;
  private nextKey = 1;
  private seq = 0;

  constructor(index: number, user: { address: string; name: string }, now: () => number) {
    this.index = index;
    this.address = user.address;
    this.name = user.name;
    this.now = now;
    this.id = `4b1f0000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
    const root = this.idOf('F', 0);
    this.folders = [{ id: root, name: 'Top of Information Store', wellKnown: 'msgfolderroot', parent: null }];
    for (const [wellKnown, name] of WELL_KNOWN) this.addFolder(name, root, wellKnown);
  }

  onChange(listener: Listener): void {
    this.listeners.push(listener);
  }

  addFolder(name: string, parent: string, wellKnown: string | null = null): StoredFolder {
    const folder = { id: this.idOf('F', this.folders.length), name, wellKnown, parent };
    this.folders.push(folder);
    return folder;
  }

  /** By id or by well-known name. */
  folder(name: string): StoredFolder {
    const wanted = name.toLowerCase();
    const found = this.folders.find(({ id, wellKnown }) => id === name || wellKnown === wanted);
    if (!found) throw notFound();
    return found;
  }

  /** By either of its ids. An ordinary id is good until the message moves. */
  message(id: string): StoredMessage {
    const key = Number(Buffer.from(id.slice(8), 'base64url').toString().split('.')[1]);
    const found = this.messages.get(key);
    if (!found || (id !== this.messageId(found, true) && id !== this.messageId(found, false)))
      throw notFound();
    return found;
  }

  messageId(message: StoredMessage, immutable: boolean): string {
    return immutable ? this.idOf('I', message.key) : this.idOf('M', message.key, message.moves);
  }

  add(draft: Omit<StoredMessage, 'key' | 'moves' | 'changes'>): StoredMessage {
    const message = { ...draft, key: this.nextKey++, moves: 0, changes: 0 };
    this.messages.set(message.key, message);
    this.note('created', message.folder, message.key);
    return message;
  }

  touch(message: StoredMessage): void {
    message.changes += 1;
    message.modifiedAt = this.now();
    this.note('updated', message.folder, message.key);
  }

  move(message: StoredMessage, folder: string): void {
    if (folder === message.folder) return;
    const before = message.folder;
    Object.assign(message, { folder, moves: message.moves + 1, changes: message.changes + 1 });
    message.modifiedAt = this.now();
    this.note('gone', before, message.key);
    this.note('created', folder, message.key);
  }

  remove(message: StoredMessage): void {
    this.messages.delete(message.key);
    this.note('gone', message.folder, message.key);
  }

  inFolder(folder: string): StoredMessage[] {
    return [...this.messages.values()].filter((message) => message.folder === folder);
  }

  /** Latest change of each message of a folder, oldest first. */
  changes(folder: string): Change[] {
    return [...(this.logs.get(folder)?.values() ?? [])].sort((a, b) => a.seq - b.seq);
  }

  /** The number of the last change up to this instant. */
  seqAt(at: number): number {
    if (at >= this.now()) return this.seq;
    const all = [...this.logs.values()].flatMap((log) => [...log.values()]);
    const hidden = all.filter((change) => change.at > at).map(({ seq }) => seq);
    return hidden.length > 0 ? Math.min(...hidden) - 1 : this.seq;
  }

  private note(kind: Change['kind'], folder: string, key: number): void {
    const log = this.logs.get(folder) ?? new Map<number, Change>();
    const seq = ++this.seq;
    const created = kind === 'created' ? seq : (log.get(key)?.created ?? 0);
    const change = { seq, at: this.now(), kind, key, created };
    this.logs.set(folder, log.set(key, change));
    for (const listener of this.listeners) listener({ ...change, folder });
  }

  // Case matters in these ids, as it does in the vendor's.
  private idOf(kind: 'F' | 'I' | 'M', key: number, moves = 0): string {
    const prefix = { F: 'AQMkADFm', I: 'AAkALgAA', M: 'AAMkADIy' }[kind];
    return prefix + Buffer.from(`${this.index}.${key}.${moves}.pebble`).toString('base64url');
  }
}
