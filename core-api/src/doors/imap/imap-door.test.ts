import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { startTestWorker, type TestWorker } from '../../../test/test-worker.ts';
import { until } from '../../../test/until.ts';
import type { ImapDoor } from './imap-door.ts';
import type { ImapTiming } from './timing.ts';
import {
  acceptedSubjects,
  accountIs,
  changeAccount,
  imapDoor,
  newAccount,
  reportsOf,
} from './testing/imap-fixture.ts';
import { ScriptedImap } from './testing/scripted-imap.ts';

let test: TestCore;
let worker: TestWorker;
let imap: ScriptedImap;
let door: ImapDoor;
let others: ImapDoor[] = [];

beforeAll(async () => {
  test = await createTestCore();
  worker = await startTestWorker(test);
});
beforeEach(async () => {
  imap = await ScriptedImap.listen();
  door = imapDoor(test);
  door.start();
});
afterEach(async () => {
  await Promise.all([door, ...others].map((one) => one.stop()));
  others = [];
  await imap.close();
  await test.db.withTenant(test.ours.scope, (tx) => tx.sql('mail_accounts').delete());
});
afterAll(async () => {
  await worker.stop();
  await test.close();
});

function startAnother(timing: Partial<ImapTiming> = {}): void {
  const other = imapDoor(test, timing);
  others.push(other);
  other.start();
}

/** A mail of its own, found again by its subject. */
function mail(subject = `Subject ${randomUUID()}`, more: object = {}) {
  return { subject, raw: rawMail({ subject, ...more }) };
}
const isAccepted = (subject: string) =>
  until(async () => ((await acceptedSubjects(test)).includes(subject) ? true : undefined));

describe('an account', () => {
  it('is read from the beginning, and each mail becomes a card', async () => {
    const mails = [mail(), mail(), mail()];
    for (const { raw } of mails) imap.append(raw);
    const { id } = await newAccount(test, imap);
    const account = await accountIs(test, id, ({ counts }) => counts.accepted === 3);
    expect(account).toMatchObject({
      state: 'connected',
      last_error: null,
      position: { uid_validity: 1000, last_uid: 3 },
      counts: { received: 3, accepted: 3, refused: 0 },
    });
    const rows = await test.db.withTenant(test.ours.scope, (tx) =>
      tx
        .sql('inbound_emails')
        .whereIn(
          'subject',
          mails.map(({ subject }) => subject),
        )
        .select<{ id: string; mailbox: string; raw: Buffer; subject: string }[]>('*'),
    );
    for (const { subject, raw } of mails) {
      const row = rows.find((one) => one.subject === subject);
      expect(row?.mailbox).toBe('sales@north.ours.example');
      expect(row?.raw.equals(Buffer.from(raw))).toBe(true);
      expect(await worker.outcome(row?.id ?? '')).toMatchObject({ state: 'done' });
    }
  });

  it('tells at once that a mail has come, and changes nothing on the server', async () => {
    await door.stop();
    startAnother({ poll: 3_600_000 });
    await newAccount(test, imap, { start_from: 'now' });
    await until(async () => (imap.commands.includes('IDLE') ? true : undefined));
    const { subject, raw } = mail();
    imap.append(raw);
    await isAccepted(subject);
    expect(
      imap.commands.filter((command) => /^(SELECT|UID STORE|UID MOVE|STORE|EXPUNGE)/.test(command)),
    ).toEqual([]);
    expect(imap.commands.some((command) => command.startsWith('EXAMINE'))).toBe(true);
    expect(imap.commands.filter((command) => /BODY\[/.test(command))).toEqual([]);
    expect(imap.mails[0]?.flags.size).toBe(0);
  });

  it('on a server that announces nothing is looked at from time to time', async () => {
    imap.capabilities = ['IMAP4rev1'];
    const { id } = await newAccount(test, imap, { start_from: 'now' });
    await accountIs(test, id, ({ state }) => state === 'connected');
    const { subject, raw } = mail();
    imap.append(raw);
    await isAccepted(subject);
    expect(imap.commands).not.toContain('IDLE');
  });

  it('begins where its owner has said: from now on, or since a day', async () => {
    const [old, recent, fresh] = [mail(), mail(), mail()];
    imap.append(old.raw, { date: new Date('2026-01-05T10:00:00Z') });
    imap.append(recent.raw, { date: new Date('2026-03-05T10:00:00Z') });
    const { id } = await newAccount(test, imap, { start_from: '2026-03-05T09:00:00Z' });
    await isAccepted(recent.subject);
    imap.append(fresh.raw);
    await isAccepted(fresh.subject);
    expect(await acceptedSubjects(test)).not.toContain(old.subject);
    await changeAccount(test, id, { start_from: 'beginning' });
    await isAccepted(old.subject);
  });

  it('loses no mail that came while the server could not be reached for the first time', async () => {
    imap.fault = (command) => (command === 'GREETING' ? { text: '* BYE out of order' } : undefined);
    const { id } = await newAccount(test, imap, { start_from: 'now' });
    const before = mail();
    imap.append(before.raw, { date: new Date(Date.now() - 60_000) });
    const meanwhile = mail();
    imap.append(meanwhile.raw, { date: new Date(Date.now() + 5_000) });
    await accountIs(test, id, ({ state }) => state === 'failing');
    imap.fault = () => undefined;
    await isAccepted(meanwhile.subject);
    expect(await acceptedSubjects(test)).not.toContain(before.subject);
  });

  it('marks what it has taken as read when it is told to', async () => {
    await newAccount(test, imap, { after_accept: 'mark_seen' });
    const { raw } = mail();
    imap.append(raw);
    imap.append(Buffer.from('Subject: without a sender\r\n\r\nx'));
    await until(async () => (imap.mails[0]?.flags.has('\\Seen') ? true : undefined));
    expect(imap.mails[1]?.flags.size).toBe(0);
  });

  it('moves what it has taken when it is told to, and says so when the server does not let it', async () => {
    const { id } = await newAccount(test, imap, { after_accept: 'move', move_to: 'Done' });
    const { subject, raw } = mail();
    imap.append(raw);
    await until(async () => (imap.moved.length > 0 ? true : undefined));
    expect(imap.moved).toMatchObject([{ to: 'Done' }]);
    await isAccepted(subject);
    await changeAccount(test, id, { move_to: 'Nowhere' });
    imap.append(mail().raw);
    const account = await accountIs(test, id, ({ notice }) => notice !== null);
    expect(account.notice).toContain('Nowhere');
    expect((await accountIs(test, id, ({ counts }) => counts.accepted === 2)).last_error).toBeNull();
  });
});

describe('what is not taken', () => {
  it('is told with its reason, and does not hold up what comes after it', async () => {
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('blacklist').insert({ id: randomUUID(), tenant_id: test.ours.id, pattern: 'imap-spam.example' }),
    );
    const { subject, raw } = mail();
    imap.append(Buffer.from('Subject: nobody wrote this\r\n\r\nx'));
    imap.append(mail('Spam', { from: 'x@imap-spam.example' }).raw);
    imap.append(rawMail(), { claimedSize: 26 * 1024 * 1024 });
    imap.append(Buffer.concat([rawMail(), Buffer.alloc(25 * 1024 * 1024, 'x')]), { claimedSize: 500 });
    imap.append(raw);
    const { id } = await newAccount(test, imap);
    await isAccepted(subject);
    const account = await accountIs(test, id, ({ counts }) => counts.received === 5);
    expect(account).toMatchObject({
      counts: { accepted: 1, refused: 4 },
      position: { last_uid: 5 },
      last_error: null,
    });
    const reports = await reportsOf(test, id);
    const reasons = Object.fromEntries(reports.map((one) => [one.key, one.rehearsal.reason]));
    expect(reasons).toEqual({
      '1000/1': expect.stringContaining('sender'),
      '1000/2': expect.stringContaining('blacklist'),
      '1000/3': expect.stringContaining('25 MB'),
      '1000/4': expect.stringContaining('25 MB'),
    });
    expect(reports.find((one) => one.key === '1000/3')).toMatchObject({
      mode: 'live',
      from: 'ada@buyer.example',
      subject: 'A subject',
      size: 26 * 1024 * 1024,
      rehearsal: { outcome: 'rejected' },
    });
    const events = await test.db.withTenant(test.ours.scope, (tx) =>
      tx
        .sql('events')
        .where({ type: 'mail.rejected' })
        .whereRaw(`data->>'account_id' = ?`, [id])
        .select('data'),
    );
    expect(events).toHaveLength(4);
  });

  it('in shadow mode is everything: it is only said what would become of it', async () => {
    const { subject, raw } = mail();
    const date = new Date(Date.now() - 60_000);
    imap.append(raw, { date });
    imap.append(Buffer.from('Subject: nobody\r\n\r\nx'), { date });
    const { id } = await newAccount(test, imap, { mode: 'shadow', after_accept: 'mark_seen' });
    const reports = await until(async () => {
      const found = await reportsOf(test, id);
      return found.length === 2 ? found : undefined;
    });
    expect(reports.find((one) => one.subject === subject)).toMatchObject({
      mode: 'shadow',
      from: 'ada@buyer.example',
      rehearsal: { outcome: 'created', board: expect.any(String) },
    });
    expect(await acceptedSubjects(test)).not.toContain(subject);
    expect(imap.mails[0]?.flags.size).toBe(0);
    // Going live has a position of its own, and starts where the owner says.
    await changeAccount(test, id, { mode: 'live', start_from: 'now' });
    const next = mail();
    await accountIs(test, id, ({ state, position }) => state === 'connected' && position !== null);
    imap.append(next.raw);
    await isAccepted(next.subject);
    expect(await acceptedSubjects(test)).not.toContain(subject);
    await accountIs(test, id, ({ counts }) => counts.accepted === 1);
  });
});

describe('one process at a time', () => {
  it('reads an account, and another takes over when it ends', async () => {
    const { id } = await newAccount(test, imap);
    await accountIs(test, id, ({ state }) => state === 'connected');
    startAnother();
    const { subject, raw } = mail();
    imap.append(raw);
    await isAccepted(subject);
    expect(imap.connections).toBe(1);
    await door.stop();
    const next = mail();
    imap.append(next.raw);
    await isAccepted(next.subject);
    expect(imap.connections).toBe(2);
  });

  it('and when it dies without a word, its lease runs out', async () => {
    await door.stop();
    const { id } = await newAccount(test, imap);
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx
        .sql('mail_accounts')
        .where({ id })
        .update({
          lease_holder: randomUUID(),
          lease_until: tx.sql.raw(`now() + interval '1 second'`),
        }),
    );
    startAnother();
    const { subject, raw } = mail();
    imap.append(raw);
    await isAccepted(subject);
  });

  it('leaves an account alone that is switched off, and goes on when it is switched on again', async () => {
    const { id } = await newAccount(test, imap);
    await accountIs(test, id, ({ state }) => state === 'connected');
    expect(await changeAccount(test, id, { enabled: false })).toMatchObject({ state: 'off' });
    await until(async () => (imap.sessions.size === 0 ? true : undefined));
    const { subject, raw } = mail();
    imap.append(raw);
    await changeAccount(test, id, { enabled: true });
    await isAccepted(subject);
    await accountIs(test, id, ({ position }) => position?.last_uid === 1);
  });
});
