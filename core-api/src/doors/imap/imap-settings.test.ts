import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { until } from '../../../test/until.ts';
import { selfSigned } from '@pebble/kit/twin/self-signed';
import type { ImapDoor } from './imap-door.ts';
import { acceptedSubjects, accountIs, changeAccount, imapDoor, newAccount } from './testing/imap-fixture.ts';
import { ScriptedImap } from './testing/scripted-imap.ts';

let test: TestCore;
let imap: ScriptedImap;
let door: ImapDoor;

beforeAll(async () => {
  test = await createTestCore();
});
beforeEach(async () => {
  imap = await ScriptedImap.listen();
});
afterEach(async () => {
  await door.stop();
  await imap.close();
  await test.db.withTenant(test.ours.scope, (tx) => tx.sql('mail_accounts').delete());
});
afterAll(() => test.close());

function start(privateHosts?: string[]): void {
  door = imapDoor(test, {}, privateHosts);
  door.start();
}

/** Puts a mail of its own into the folder and returns its subject. */
function post(): string {
  const subject = `Subject ${randomUUID()}`;
  imap.append(rawMail({ subject }));
  return subject;
}

const isAccepted = (subject: string) =>
  until(async () => ((await acceptedSubjects(test)).includes(subject) ? true : undefined));

describe('settings that do not work', () => {
  it('a wrong password: said in plain words, and mended by another one', async () => {
    start();
    const { id } = await newAccount(test, { port: imap.port, user: imap.user, password: 'wrong' });
    const failing = await accountIs(test, id, ({ state }) => state === 'failing');
    expect(failing.last_error).toBe('127.0.0.1 does not let sales@ours.example in. Check user and password.');
    await changeAccount(test, id, { password: imap.password });
    await accountIs(test, id, ({ state }) => state === 'connected');
  });

  it('a folder that is not there', async () => {
    start();
    const { id } = await newAccount(test, imap, { folder: 'Archive' });
    const { last_error } = await accountIs(test, id, ({ state }) => state === 'failing');
    expect(last_error).toBe('There is no folder Archive that the user may read.');
  });

  it('a server in a private network that the operator has not named', async () => {
    start(['exchange.ours.example']);
    const { id } = await newAccount(test, imap);
    const { last_error } = await accountIs(test, id, ({ state }) => state === 'failing');
    expect(last_error).toContain('IMAP_PRIVATE_HOSTS=127.0.0.1');
    await changeAccount(test, id, { host: 'localhost', password: imap.password });
    const again = await accountIs(test, id, (one) => one.last_error?.includes('localhost') ?? false);
    expect(again.last_error).toContain('private network');
    expect(imap.connections).toBe(0);
  });

  it('STARTTLS at a server without it: then the password stays here', async () => {
    start();
    const { id } = await newAccount(test, imap, { tls: 'starttls' });
    const { last_error } = await accountIs(test, id, ({ state }) => state === 'failing');
    expect(last_error).toMatch(/STARTTLS/);
    expect(imap.commands.filter((command) => command.startsWith('LOGIN'))).toEqual([]);
  });
});

describe('TLS', () => {
  const pair = selfSigned('localhost');

  it('is spoken with a server whose authority was given, and with no other', async () => {
    const secure = await ScriptedImap.listen(pair);
    start();
    const subject = `Subject ${randomUUID()}`;
    secure.append(rawMail({ subject }));
    const at = { host: 'localhost', tls: 'implicit' };
    const { id } = await newAccount(test, secure, at);
    const { last_error } = await accountIs(test, id, ({ state }) => state === 'failing');
    expect(last_error).toMatch(/Give its authority as ca/);
    expect(secure.commands).toEqual([]);
    await changeAccount(test, id, { ca: pair.cert, password: secure.password });
    await isAccepted(subject);
    await secure.close();
  });
});

it('an account whose password is lost says so, and does not keep others from being read', async () => {
  const { id } = await newAccount(test, imap);
  await test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql('mail_accounts')
      .where({ id })
      .update({ password_sealed: Buffer.alloc(60, 1) }),
  );
  const subject = post();
  await newAccount(test, imap);
  start();
  await isAccepted(subject);
  const { last_error } = await accountIs(test, id, ({ state }) => state === 'failing');
  expect(last_error).toMatch(/Give it again/);
});

it('an account that does not work does not keep others from being read', async () => {
  start();
  await newAccount(test, { port: imap.port, user: imap.user, password: 'wrong' });
  const subject = post();
  await newAccount(test, imap);
  await isAccepted(subject);
});
