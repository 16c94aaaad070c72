import { createMailAccount, updateMailAccount, type MailAccount } from '@pebble/contract/mail-accounts';
import type { AccountChange, AccountSettings } from './api/change-account.ts';

/** A mail account as it is typed. */
export interface AccountValues {
  name: string;
  host: string;
  port: string;
  tls: MailAccount['tls'];
  ca: string;
  user: string;
  /** Empty keeps the one that is set. */
  password: string;
  folder: string;
  mailbox: string | null;
  mode: MailAccount['mode'];
  after_accept: MailAccount['after_accept'];
  move_to: string;
  start: 'keep' | 'now' | 'beginning' | 'since';
  /** A day, `2026-11-05`, for `since`. */
  since: string;
}

export const NEW_ACCOUNT: AccountValues = {
  ...{ name: '', host: '', port: '993', tls: 'implicit', ca: '', user: '', password: '', folder: 'INBOX' },
  ...{ mailbox: null, mode: 'live', after_accept: 'nothing', move_to: '', start: 'now', since: '' },
};

const PORTS: Record<MailAccount['tls'], string> = { implicit: '993', starttls: '143', none: '143' };

export function valuesOf(account: MailAccount): AccountValues {
  const { name, host, port, tls, ca, user, folder, mailbox, mode, after_accept, move_to } = account;
  return {
    ...{ name, host, tls, user, folder, mailbox, mode, after_accept },
    ...{ port: String(port), ca: ca ?? '', move_to: move_to ?? '' },
    ...{ password: '', start: 'keep', since: '' },
  };
}

/** Another encryption brings its usual port along, unless somebody has named one of their own. */
export function withTls(values: AccountValues, tls: MailAccount['tls']): AccountValues {
  return { ...values, tls, port: values.port === PORTS[values.tls] ? PORTS[tls] : values.port };
}

/** What a new account is made of; may hold what the server will not take. */
export function settingsOf(values: AccountValues): AccountSettings {
  const { host, port, tls, ca, user, folder, mode, after_accept, move_to, start, since } = values;
  return {
    ...{ tls, mode, after_accept, password: values.password },
    ...{ name: values.name.trim(), host: host.trim(), user: user.trim(), folder: folder.trim() },
    port: port.trim() === '' ? NaN : Number(port),
    ca: ca.trim() === '' ? null : ca.trim(),
    mailbox: values.mailbox ?? '',
    move_to: after_accept === 'move' ? move_to.trim() : null,
    start_from: start === 'since' ? startOf(since) : start === 'keep' ? 'now' : start,
  };
}

/** The same for an account that is there: where it begins and its password only when they were given. */
export function changeOf(values: AccountValues): AccountChange {
  const { password, start_from, ...rest } = settingsOf(values);
  return {
    ...rest,
    ...(password === '' ? {} : { password }),
    ...(values.start === 'keep' ? {} : { start_from }),
  };
}

/** Names of the fields whose values do not fit. @param before the account as it is, when it is one that is there */
export function wrongFields(values: AccountValues, before?: MailAccount): ReadonlySet<string> {
  const { error } = before
    ? updateMailAccount.body.safeParse(changeOf(values))
    : createMailAccount.body.safeParse(settingsOf(values));
  const wrong = new Set((error?.issues ?? []).map(({ path: [first] }) => String(first)));
  if (before && values.password === '' && goesElsewhere(values, before)) wrong.add('password');
  return wrong;
}

/** True when the password would be sent to another server, or as somebody else's: then it must be known. */
function goesElsewhere(values: AccountValues, before: MailAccount): boolean {
  const { host, port, tls, ca, user } = changeOf(values);
  return (
    host !== before.host ||
    port !== before.port ||
    tls !== before.tls ||
    ca !== (before.ca?.trim() ?? null) ||
    user !== before.user
  );
}

/** The beginning of a day where the reader is; what is no day stays what it is, to be found wrong. */
function startOf(day: string): string {
  const date = new Date(`${day}T00:00`);
  return Number.isNaN(date.getTime()) ? day : date.toISOString();
}
