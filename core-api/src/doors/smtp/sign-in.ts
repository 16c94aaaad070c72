import { createHash, timingSafeEqual } from 'node:crypto';
import type { SMTPServerOptions } from 'smtp-server';
import type { Clients } from './clients.ts';

/** Lets the users of the settings in. A wrong password costs a try that is counted like a mail, which slows guessing. */
export function signIn(
  credentials: ReadonlyMap<string, string>,
  clients: Clients,
): NonNullable<SMTPServerOptions['onAuth']> {
  return ({ username = '', password }, session, callback) => {
    const wanted = credentials.get(username);
    // Compared as hashes, so that neither length nor place of a difference shows in the time it takes.
    const fits = sameText(wanted ?? '', password ?? '') && wanted !== undefined;
    if (fits) return callback(null, { user: username });
    clients.admitMail(session).then(
      () => callback(null, { message: '5.7.8 User or password is wrong', responseCode: 535 }),
      (slowDown: Error) => callback(slowDown),
    );
  };
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
