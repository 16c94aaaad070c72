import { ImapTrouble } from './explain.ts';
import type { Aside } from './position.ts';

const MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 6 * 60 * MINUTE_MS;
const GIVE_UP_AFTER_MS = 24 * 60 * MINUTE_MS;
const LEAST_TRIES = 6;
/** More than this is no trouble with single mails but with the server, and then nothing is passed over. */
const MOST = 50;

/** Puts a mail aside after its first failure. @throws ImapTrouble when too many lie there already */
export function putAside(aside: readonly Aside[], uid: number, now: number): Aside[] {
  if (aside.length >= MOST) {
    throw new ImapTrouble(`The server has not handed over ${MOST} mails. We wait before we pass over more.`);
  }
  return [...aside, { uid, tries: 1, first_at: now, next_at: now + MINUTE_MS }];
}

/** The entry after one more failure, with a pause that grows up to six hours; null when a day of tries was enough. */
export function failedAgain(one: Aside, now: number): Aside | null {
  const tries = one.tries + 1;
  if (tries >= LEAST_TRIES && now - one.first_at >= GIVE_UP_AFTER_MS) return null;
  return { ...one, tries, next_at: now + Math.min(MINUTE_MS * 4 ** one.tries, LONGEST_PAUSE_MS) };
}
