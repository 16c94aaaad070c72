import { createHash } from 'node:crypto';
import { fold } from './noise-subjects.ts';
import type { Envelope } from './parsed-mail.ts';
import type { HeaderMap } from './header-map.ts';

/**
 * Every mail that Pebble sends carries this header with the tenant's id. One that comes back with it went in a circle. Only
 * one's own counts: a customer may run a Pebble too.
 */
export const LOOP_HEADER = 'x-pebble-loop';

export function wasSentByUs(headers: HeaderMap, tenantId: string): boolean {
  return headers.get(LOOP_HEADER)?.some((value) => value.toLowerCase() === tenantId) ?? false;
}

/** Marks of answers and forwards, once or more, with counters as in `Re[4]:`. */
const MARKS =
  /^((re|fwd?|aw|wg|sv|vs|vb|ref|rv|tr|antw|odp|ynt|res|enc|r|i|رد|回复|回覆|答复|转发|轉寄|返信|転送|답장|전달)\s*(\[\d+\]|\(\d+\))?\s*:\s*)+/u;

const MOST_CHARACTERS = 200;

/**
 * What mails of a loop have in common: the sender and the gist of the subject, as a 64-bit number in decimal digits. Two
 * answering machines count up their ticket numbers, so in answers all numbers are alike; an ERP that sends purchase
 * orders 1001 to 1100 answers nobody, and there they are not. Null for a mail without a subject that answers nobody:
 * scanners send those by the dozen, and nothing says that two are alike.
 */
export function loopKey(
  envelope: Pick<Envelope, 'fromAddress' | 'subject' | 'inReplyTo' | 'references'>,
): string | null {
  const subject = fold(envelope.subject).replace(/\s+/g, ' ');
  const bare = subject.replace(MARKS, '');
  const answers = bare !== subject || envelope.inReplyTo.length > 0 || envelope.references.length > 0;
  if (bare === '' && !answers) return null;
  const gist = (answers ? bare.replace(/\d+/g, '0') : bare).slice(0, MOST_CHARACTERS);
  const hash = createHash('sha256')
    .update(JSON.stringify([envelope.fromAddress, gist]))
    .digest();
  return hash.readBigInt64BE(0).toString();
}
