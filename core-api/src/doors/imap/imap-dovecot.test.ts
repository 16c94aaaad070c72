import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { startTestWorker, type TestWorker } from '../../../test/test-worker.ts';
import { until } from '../../../test/until.ts';
import type { ImapDoor } from './imap-door.ts';
import { Dovecot, DOVECOT } from './testing/dovecot.ts';
import {
  acceptedSubjects,
  accountIs,
  accountNow,
  changeAccount,
  imapDoor,
  newAccount,
} from './testing/imap-fixture.ts';
import type { ImapTiming } from './timing.ts';

/** Against the real thing; skipped where it is not installed (Debian and Ubuntu: apt-get install dovecot-imapd). */
describe.skipIf(DOVECOT === null)('a real IMAP server', () => {
  let test: TestCore;
  let worker: TestWorker;
  let dovecot: Dovecot;
  let door: ImapDoor | null = null;

  beforeAll(async () => {
    test = await createTestCore();
    worker = await startTestWorker(test);
    dovecot = await Dovecot.start();
  });
  afterEach(async () => {
    await door?.stop();
    await test.db.withTenant(test.ours.scope, (tx) => tx.sql('mail_accounts').delete());
  });
  afterAll(async () => {
    await worker.stop();
    await test.close();
    await dovecot.close();
  });

  function start(timing: Partial<ImapTiming> = {}): void {
    door = imapDoor(test, timing);
    door.start();
  }

  async function post(): Promise<string> {
    const subject = `Subject ${randomUUID()}`;
    await dovecot.append(rawMail({ subject, body: 'Grüße\r\n.\r\nEnde' }));
    return subject;
  }

  const timesAccepted = async (subject: string) =>
    (await acceptedSubjects(test)).filter((one) => one === subject).length;
  const isAccepted = (subject: string) =>
    until(async () => ((await timesAccepted(subject)) > 0 ? true : undefined));

  it('is read from the beginning over TLS; each mail becomes a card, and stays unread', async () => {
    const subjects = [await post(), await post()];
    start();
    const at = { port: dovecot.tlsPort, user: dovecot.user, password: dovecot.password };
    const { id } = await newAccount(test, at, { host: 'localhost', tls: 'implicit', ca: dovecot.ca });
    for (const subject of subjects) await isAccepted(subject);
    const rows = await test.db.withTenant(test.ours.scope, (tx) =>
      tx
        .sql('inbound_emails')
        .whereIn('subject', subjects)
        .select<{ id: string; raw: Buffer }[]>('id', 'raw'),
    );
    for (const row of rows) {
      expect(row.raw.toString()).toContain('Grüße\r\n.\r\nEnde');
      expect(await worker.outcome(row.id)).toMatchObject({ state: 'done', card_id: expect.any(String) });
    }
    await accountIs(test, id, ({ counts }) => counts.accepted === 2);
    expect((await dovecot.flags()).flat().filter((flag) => flag === '\\Seen')).toEqual([]);
  });

  it('says by IDLE that a mail has come, also after STARTTLS', async () => {
    start({ poll: 3_600_000 });
    const { id } = await newAccount(test, dovecot, {
      ...{ host: 'localhost', tls: 'starttls', ca: dovecot.ca, start_from: 'now' },
    });
    await accountIs(test, id, ({ state }) => state === 'connected');
    await isAccepted(await post());
  });

  it('that freezes, with its connection open, is left and connected to anew', async () => {
    start({ silence: 2_000 });
    const { id } = await newAccount(test, dovecot, { start_from: 'now' });
    await isAccepted(await postWhenConnected(id));
    await dovecot.freeze();
    await isAccepted(await post());
  });

  it('that has lost its index numbers anew, and nothing is missed', async () => {
    start();
    const { id } = await newAccount(test, dovecot, { start_from: 'now' });
    const before = await postWhenConnected(id);
    await isAccepted(before);
    const { position } = await accountNow(test, id);
    await dovecot.loseIndex();
    const after = await post();
    await isAccepted(after);
    const account = await accountIs(test, id, ({ notice }) => notice !== null);
    expect(account.notice).toContain('renumbered');
    expect(account.position?.uid_validity).not.toBe(position?.uid_validity);
  });

  it('marks and moves what was taken, when it is told to', async () => {
    await dovecot.create('Done');
    start();
    const { id } = await newAccount(test, dovecot, { start_from: 'now', after_accept: 'mark_seen' });
    await isAccepted(await postWhenConnected(id));
    await until(async () => ((await dovecot.flags()).at(-1)?.includes('\\Seen') ? true : undefined));
    await changeAccount(test, id, { after_accept: 'move', move_to: 'Done' });
    await isAccepted(await post());
    await until(async () => ((await dovecot.flags('Done')).length === 1 ? true : undefined));
    expect((await accountNow(test, id)).notice).toBeNull();
  });

  it('does not let a wrong password in', async () => {
    start();
    const wrong = { port: dovecot.port, user: dovecot.user, password: 'wrong' };
    const { id } = await newAccount(test, wrong);
    const { last_error } = await accountIs(test, id, ({ state }) => state === 'failing');
    expect(last_error).toContain('Check user and password');
  });

  async function postWhenConnected(id: string): Promise<string> {
    await accountIs(test, id, ({ state }) => state === 'connected');
    return post();
  }
});
