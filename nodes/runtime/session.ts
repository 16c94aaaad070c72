import type { KeptSession, SessionSlot } from '../kit/session';

/**
 * Sessions by credential and its values, in the memory of this process. n8n can keep a token in the credential itself
 * (`preAuthentication` with an expirable property), and our credentials do so for its test button; runs do not, for two reasons. n8n
 * fetches a new one only after a refused request and knows no end of life, and it writes the credential without a lock, so that two
 * workers would throw away each other's. Here each worker signs in for itself, once, and again before the session ends.
 */
const slots = new Map<string, SessionSlot>();

/** More credentials than this are not in use at a time; the oldest goes first. */
const MOST = 500;

export function sessionOf(credential: string, values: Readonly<Record<string, unknown>>): SessionSlot {
  // With its values, so that an edited credential signs in anew.
  const key = `${credential}:${JSON.stringify(values)}`;
  const slot = slots.get(key) ?? emptySlot();
  slots.delete(key);
  slots.set(key, slot);
  for (const oldest of slots.keys()) {
    if (slots.size <= MOST) break;
    slots.delete(oldest);
  }
  return slot;
}

function emptySlot(): SessionSlot {
  let kept: KeptSession | null = null;
  return {
    get: async () => kept,
    set: async (session) => {
      kept = session;
    },
  };
}
