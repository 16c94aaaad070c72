import { setTimeout as pause } from 'node:timers/promises';
import type { FetchMessageObject } from 'imapflow';
import { ImapTrouble } from './explain.ts';
import type { LiveClient } from './live-client.ts';
import { noFolder } from './look.ts';

/** A day is the finest that SEARCH knows, and whose day it is the server decides. */
const DAY_MS = 86_400_000;

/** An open folder. It is opened for reading only, unless mail is to be marked or moved. */
export class Folder {
  readonly uidValidity: number;
  private readonly client: LiveClient;
  /** The number of the newest mail that was ever in the folder when it was opened. */
  readonly lastUid: number;
  private news = false;
  private wake: () => void = () => undefined;

  private constructor(client: LiveClient, mailbox: { uidValidity: bigint; lastUid: number }) {
    this.client = client;
    this.uidValidity = Number(mailbox.uidValidity);
    this.lastUid = mailbox.lastUid;
    const rouse = () => {
      this.news = true;
      this.wake();
    };
    client.imap.on('exists', rouse).on('close', rouse);
  }

  static async open(client: LiveClient, path: string, readOnly: boolean): Promise<Folder> {
    const mailbox = await client.run((imap) => imap.mailboxOpen(path, { readOnly })).catch(refused);
    if (mailbox === null) throw new ImapTrouble(noFolder(path));
    if (!readOnly && mailbox.readOnly) {
      throw new ImapTrouble(`The user may only read ${path}, so its mail cannot be marked or moved.`);
    }
    const { uidValidity } = mailbox;
    // Some old servers do not say which number comes next.
    const lastUid = mailbox.uidNext
      ? mailbox.uidNext - 1
      : ((await search(client, { all: true })).at(-1) ?? 0);
    return new Folder(client, { uidValidity, lastUid });
  }

  /** Numbers of the mails above `uid`, ascending. */
  async newerThan(uid: number): Promise<number[]> {
    const found = await search(this.client, { uid: `${uid + 1}:*` });
    // `n:*` means the last mail when there is none above n.
    return found.filter((one) => one > uid);
  }

  /** The number of the first mail that came at or after an instant; null when there is none. */
  async firstSince(instant: Date): Promise<number | null> {
    const candidates = await search(this.client, { since: new Date(instant.getTime() - DAY_MS) });
    for (let at = 0; at < candidates.length; at += 500) {
      const some = candidates.slice(at, at + 500);
      const dates = await this.fetch(some, { uid: true, internalDate: true });
      const hit = dates
        .filter(({ internalDate }) => internalDate && new Date(internalDate) >= instant)
        .map(({ uid }) => uid);
      if (hit.length > 0) return Math.min(...hit);
    }
    return null;
  }

  /** Sizes in bytes by number; mails that have gone meanwhile are not in it. */
  async sizes(uids: readonly number[]): Promise<Map<number, number>> {
    const found = await this.fetch(uids, { uid: true, size: true });
    return new Map(found.map(({ uid, size }) => [uid, size ?? 0]));
  }

  /** Whole mails by number, each cut at `most` bytes. Reading them marks nothing. */
  async sources(uids: readonly number[], most: number): Promise<Map<number, Buffer>> {
    const found = await this.fetch(uids, { uid: true, source: { maxLength: most } });
    return new Map(found.flatMap(({ uid, source }) => (source ? [[uid, source] as const] : [])));
  }

  /** Who wrote a mail and about what, as the server tells it, for a mail that is not read itself. */
  async envelope(uid: number): Promise<{ from: string | null; subject: string | null }> {
    const [found] = await this.fetch([uid], { uid: true, envelope: true });
    const { from, subject } = found?.envelope ?? {};
    return { from: from?.[0]?.address ?? null, subject: subject ?? null };
  }

  /** False when the server refused it. */
  markSeen(uids: readonly number[]): Promise<boolean> {
    return this.client.run((imap) => imap.messageFlagsAdd(uids.join(','), ['\\Seen'], { uid: true }));
  }

  /** False when the server refused it, or can only do it by emptying the folder of whatever else is marked as deleted. */
  async move(uids: readonly number[], to: string): Promise<boolean> {
    const { capabilities } = this.client.imap;
    if (!capabilities.has('MOVE') && !capabilities.has('UIDPLUS')) return false;
    const moved = await this.client.run((imap) => imap.messageMove(uids.join(','), to, { uid: true }));
    return Boolean(moved);
  }

  /** False when the connection has ended. */
  get isOpen(): boolean {
    return this.client.imap.usable;
  }

  /** Asks the server for a sign of life. */
  async ping(): Promise<void> {
    await this.client.run((imap) => imap.noop());
    if (!this.isOpen) throw new ImapTrouble('The server ended the connection.');
  }

  /** Resolves when the server has announced something, the connection has ended, or the time is over. */
  async waitForNews(ms: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    if (!this.news && !signal.aborted) {
      const timeout = pause(ms, undefined, { signal: AbortSignal.any([signal, over.signal]) });
      await Promise.race([woken, timeout.catch(() => undefined)]);
    }
    over.abort();
    this.news = false;
  }

  private async fetch(uids: readonly number[], query: object): Promise<FetchMessageObject[]> {
    if (uids.length === 0) return [];
    return this.client.run((imap) => imap.fetchAll(uids.join(','), query, { uid: true }));
  }
}

/** Numbers, ascending. */
async function search(client: LiveClient, query: object): Promise<number[]> {
  const found = await client.run((imap) => imap.search(query, { uid: true }));
  if (!Array.isArray(found)) throw new ImapTrouble('The server did not let us look for new mail.');
  return found;
}

/** A server that says no to the folder is told apart from one that says nothing. */
function refused(error: unknown): null {
  if (error instanceof Error && 'responseStatus' in error) return null;
  throw error;
}
