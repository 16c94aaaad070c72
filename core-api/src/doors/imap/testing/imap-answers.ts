import type { StoredMail } from './scripted-imap.ts';

/** Numbers of the mails that `ALL`, `UID <set>` or `SINCE <date>` ask for. */
export function matching(mails: readonly StoredMail[], query: string): number[] {
  const set = /\bUID (\d[\d:*,]*)/i.exec(query)?.[1];
  const since = /\bSINCE "?([\w-]+)"?/i.exec(query)?.[1];
  return mails
    .filter((mail) => {
      if (since !== undefined) return mail.date >= new Date(`${since.replaceAll('-', ' ')} UTC`);
      return set === undefined || set.split(',').some((range) => isIn(mail.uid, range, mails));
    })
    .map(({ uid }) => uid);
}

function isIn(uid: number, range: string, mails: readonly StoredMail[]): boolean {
  const last = mails.at(-1)?.uid ?? 0;
  const [from = 0, to = from] = range.split(':').map((end) => (end === '*' ? last : Number(end)));
  return uid >= Math.min(from, to) && uid <= Math.max(from, to);
}

/** The items of one FETCH answer, as they go over the wire. */
export function* fetchItems(mail: StoredMail, command: string): Generator<string | Buffer> {
  yield `UID ${mail.uid}`;
  if (/RFC822\.SIZE/i.test(command)) yield ` RFC822.SIZE ${mail.claimedSize ?? mail.raw.length}`;
  if (/INTERNALDATE/i.test(command)) yield ` INTERNALDATE "${internalDate(mail.date)}"`;
  if (/FLAGS/i.test(command)) yield ` FLAGS (${[...mail.flags].join(' ')})`;
  if (/ENVELOPE/i.test(command)) {
    yield ` ENVELOPE (NIL "A subject" (("Ada" NIL "ada" "buyer.example")) NIL NIL NIL NIL NIL NIL NIL)`;
  }
  const body = /BODY\.PEEK\[\](?:<(\d+)\.(\d+)>)?/i.exec(command);
  if (!body) return;
  const from = Number(body[1] ?? 0);
  const part = mail.raw.subarray(from, from + Number(body[2] ?? mail.raw.length));
  yield ` BODY[]${body[1] === undefined ? '' : `<${from}>`} {${part.length}}\r\n`;
  yield part;
}

function internalDate(date: Date): string {
  const [day = '', time = ''] = date.toISOString().split('T');
  const [year, month, dayOfMonth] = day.split('-');
  const name = new Date(day).toLocaleString('en', { month: 'short', timeZone: 'UTC' });
  return `${dayOfMonth}-${month ? name : ''}-${year} ${time.slice(0, 8)} +0000`;
}
