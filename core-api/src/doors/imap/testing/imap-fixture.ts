import { randomUUID } from 'node:crypto';
import type { DoorReport } from '@pebble/contract/door-values';
import type { MailAccount } from '@pebble/contract/mail-accounts';
import { pino } from 'pino';
import { KEY_RING } from '../../../../test/key-ring.ts';
import type { TestCore } from '../../../../test/test-core.ts';
import { until } from '../../../../test/until.ts';
import { SecretKeeper } from '../../../features/sources/sealed-secret.ts';
import { tokenOf } from '../../../features/sources/testing/token-of.ts';
import { ImapDoor } from '../imap-door.ts';
import { TIMING, type ImapTiming } from '../timing.ts';
import type { ScriptedImap } from './scripted-imap.ts';

export const NORTH = 'sales@north.ours.example';

/** Short enough to wait for, long enough for a slow machine. */
const QUICK: ImapTiming = {
  ...TIMING,
  poll: 100,
  firstPause: 10,
  longestPause: 50,
  signInPause: 20,
  round: 20,
};

/** The part of a worker that reads mail accounts. */
export function imapDoor(
  test: TestCore,
  timing: Partial<ImapTiming> = {},
  privateHosts: readonly string[] = ['*'],
): ImapDoor {
  return new ImapDoor({
    db: test.db,
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    keeper: new SecretKeeper(KEY_RING),
    acceptor: test.core.acceptor,
    rehearse: (scope, incoming) => test.core.rehearse(scope, { incoming }),
    privateHosts,
    timing: { ...QUICK, ...timing },
  });
}

/** The account of a scripted server, as an integrator makes it. */
export async function newAccount(
  test: TestCore,
  imap: Pick<ScriptedImap, 'port' | 'user' | 'password'>,
  settings: object = {},
): Promise<MailAccount> {
  const token = await tokenOf(test, 'integrator');
  const { port, user, password } = imap;
  const body = {
    ...{ name: `Account ${randomUUID()}`, host: '127.0.0.1', port, tls: 'none', user, password },
    ...{ mailbox: NORTH, start_from: 'beginning', ...settings },
  };
  const reply = await test.send({ method: 'POST', path: '/api/v1/mail-accounts/', token, body });
  if (reply.status !== 201) throw new Error(`the account was not made: ${JSON.stringify(reply.body)}`);
  return reply.body as MailAccount;
}

export async function changeAccount(test: TestCore, id: string, body: object): Promise<MailAccount> {
  const token = await tokenOf(test, 'integrator');
  const path = `/api/v1/mail-accounts/${id}/`;
  const reply = await test.send({ method: 'PATCH', path, token, body });
  if (reply.status !== 200) throw new Error(`the account was not changed: ${JSON.stringify(reply.body)}`);
  return reply.body as MailAccount;
}

/** The account as people see it. */
export async function accountNow(test: TestCore, id: string): Promise<MailAccount> {
  const token = await tokenOf(test, 'ops');
  const reply = await test.send({ path: '/api/v1/mail-accounts/', token });
  const found = (reply.body as { items: MailAccount[] }).items.find((account) => account.id === id);
  if (!found) throw new Error('the account is not in the list');
  return found;
}

/** Waits until the account is as it should be. */
export function accountIs(
  test: TestCore,
  id: string,
  fits: (account: MailAccount) => boolean,
): Promise<MailAccount> {
  return until(async () => {
    const account = await accountNow(test, id);
    return fits(account) ? account : undefined;
  });
}

export async function reportsOf(test: TestCore, id: string): Promise<DoorReport[]> {
  const token = await tokenOf(test, 'ops');
  const reply = await test.send({ path: `/api/v1/mail-accounts/${id}/reports/`, token });
  return (reply.body as { items: DoorReport[] }).items;
}

/** Subjects of the mails that were accepted by IMAP, in the order in which they came. */
export function acceptedSubjects(test: TestCore): Promise<string[]> {
  return test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql('inbound_emails')
      .where({ source_system: 'imap' })
      .orderBy('received_at')
      .orderBy('subject')
      .pluck('subject'),
  );
}
