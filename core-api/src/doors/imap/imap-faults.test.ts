import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { until } from '../../../test/until.ts';
import type { ImapDoor } from './imap-door.ts';
import {
  acceptedSubjects,
  accountIs,
  accountNow,
  imapDoor,
  newAccount,
  reportsOf,
} from './testing/imap-fixture.ts';
import { ScriptedImap, type Fault } from './testing/scripted-imap.ts';
import type { ImapTiming } from './timing.ts';

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

function start(timing: Partial<ImapTiming> = {}): void {
  door = imapDoor(test, timing);
  door.start();
}

/** Puts a mail of its own into the folder and returns its subject. */
function post(more: Parameters<ScriptedImap['append']>[1] = {}): string {
  const subject = `Subject ${randomUUID()}`;
  imap.append(rawMail({ subject }), more);
  return subject;
}

const timesAccepted = async (subject: string) =>
  (await acceptedSubjects(test)).filter((one) => one === subject).length;
const isAccepted = (subject: string) =>
  until(async () => ((await timesAccepted(subject)) > 0 ? true : undefined));

/** The first `times` commands that fit get the fault. */
function fails(pattern: RegExp, fault: Fault, times = Infinity): void {
  let left = times;
  imap.fault = (command) => {
    if (!pattern.test(command) || left <= 0) return undefined;
    left -= 1;
    return fault;
  };
}

describe('a server that says nothing more', () => {
  it('is left and connected to anew, when it dies between mails', async () => {
    start({ silence: 2_000 });
    const { id } = await newAccount(test, imap);
    await accountIs(test, id, ({ state }) => state === 'connected');
    fails(/^NOOP/, 'silence', 1);
    await until(async () => (imap.connections >= 2 ? true : undefined));
    const subject = post();
    await isAccepted(subject);
    expect((await accountIs(test, id, ({ state }) => state === 'connected')).last_error).toBeNull();
  });

  it('and when it dies over a mail', async () => {
    start({ silence: 2_000 });
    fails(/BODY\.PEEK/, 'silence', 1);
    const subject = post();
    await newAccount(test, imap);
    await isAccepted(subject);
    expect(await timesAccepted(subject)).toBe(1);
  });

  it('and when it does not even greet; then a person is told', async () => {
    start({ connect: 2_000 });
    fails(/^GREETING/, 'silence');
    const subject = post();
    const { id } = await newAccount(test, imap);
    const { last_error } = await accountIs(test, id, ({ state }) => state === 'failing');
    expect(last_error).toMatch(/127\.0\.0\.1/);
    imap.fault = () => undefined;
    await isAccepted(subject);
    expect((await accountIs(test, id, ({ state }) => state === 'connected')).last_error).toBeNull();
  });
});

describe('a server that renumbers its mail', () => {
  it('is read again for some days, copies are ignored, and a person is told', async () => {
    start();
    const [first, second] = [post(), post()];
    const { id } = await newAccount(test, imap);
    await isAccepted(second);
    imap.mails.shift();
    imap.renumber();
    const third = post();
    await isAccepted(third);
    const account = await accountIs(test, id, ({ notice }) => notice !== null);
    expect(account.notice).toContain('renumbered');
    await accountIs(test, id, ({ position }) => position?.last_uid === 2);
    expect((await accountNow(test, id)).position).toEqual({ uid_validity: 1001, last_uid: 2 });
    // Handed over again: that it is a copy, the pipeline knows.
    expect(await timesAccepted(first)).toBe(1);
    expect(await timesAccepted(second)).toBe(2);
  });

  it('does not make us read again what is older than that', async () => {
    start();
    const old = post({ date: new Date('2026-01-01T00:00:00Z') });
    const { id } = await newAccount(test, imap);
    await isAccepted(old);
    imap.renumber();
    const fresh = post();
    await isAccepted(fresh);
    await accountIs(test, id, ({ position }) => position?.uid_validity === 1001);
    expect(await timesAccepted(old)).toBe(1);
  });

  it('without saying so, after a restore, is noticed by its next number', async () => {
    start();
    const lost = [post(), post(), post()];
    const { id } = await newAccount(test, imap);
    await isAccepted(lost[2] ?? '');
    imap.mails = imap.mails.slice(0, 1);
    imap.uidNext = 2;
    const fresh = post();
    imap.dropAll();
    await isAccepted(fresh);
    await accountIs(test, id, ({ notice }) => notice?.includes('renumbered') ?? false);
  });
});

describe('a mail that cannot be had', () => {
  it('because the connection broke once is read after all, and the others with it', async () => {
    start();
    fails(/BODY\.PEEK/, 'break', 1);
    const subjects = [post(), post(), post()];
    const { id } = await newAccount(test, imap);
    for (const subject of subjects) await isAccepted(subject);
    expect(await reportsOf(test, id)).toEqual([]);
  });

  it('because the connection breaks over it each time is put aside, and the following ones are read', async () => {
    start();
    const before = post();
    const broken = post();
    const after = post();
    fails(/^UID FETCH (\d+,)*2(,\d+)* \(.*BODY\.PEEK/, 'break');
    const { id } = await newAccount(test, imap);
    for (const subject of [before, after]) await isAccepted(subject);
    await accountIs(test, id, ({ position }) => position?.last_uid === 3);
    expect(await reportsOf(test, id)).toMatchObject([
      { key: '1000/2', mode: 'live', rehearsal: { outcome: 'unknown' } },
    ]);
    expect(await timesAccepted(broken)).toBe(0);
    imap.fault = () => undefined;
    await comeBackNow(id);
    await isAccepted(broken);
    await until(async () => ((await reportsOf(test, id)).length === 0 ? true : undefined));
  });

  it('because the server refuses it does not cost the connection', async () => {
    start();
    const refused = post();
    const after = post();
    fails(/^UID FETCH (\d+,)*1(,\d+)* \(.*BODY\.PEEK/, 'refuse');
    const { id } = await newAccount(test, imap);
    await isAccepted(after);
    await accountIs(test, id, ({ position }) => position?.last_uid === 2);
    expect(imap.connections).toBe(1);
    expect(await timesAccepted(refused)).toBe(0);
    expect(await reportsOf(test, id)).toMatchObject([{ key: '1000/1' }]);
    // Renumbered, it is among what is read again, and what was said of it is not true any more.
    imap.fault = () => undefined;
    imap.renumber();
    await isAccepted(refused);
    expect(await reportsOf(test, id)).toEqual([]);
  });

  it('because it would not end is cut off at the size of a mail', async () => {
    start();
    post();
    const after = post();
    const text = `* 1 FETCH (UID 1 BODY[] {${2 ** 30}}\r\n${'x'.repeat(1000)}`;
    fails(/^UID FETCH (\d+,)*1(,\d+)* \(.*BODY\.PEEK/, { text });
    const { id } = await newAccount(test, imap);
    await isAccepted(after);
    await accountIs(test, id, ({ position }) => position?.last_uid === 2);
    expect(await reportsOf(test, id)).toMatchObject([{ key: '1000/1' }]);
  });

  it('is given up after a day of tries, and that is told', async () => {
    start();
    post();
    fails(/BODY\.PEEK/, 'refuse');
    const { id } = await newAccount(test, imap);
    await until(async () => ((await reportsOf(test, id)).length === 1 ? true : undefined));
    await comeBackNow(id, { tries: 9, first_at: Date.now() - 2 * 86_400_000 });
    await until(async () => {
      const [report] = await reportsOf(test, id);
      return report?.rehearsal.outcome === 'rejected' ? true : undefined;
    });
    await accountIs(test, id, ({ counts }) => counts.received === 1 && counts.refused === 1);
  });

  /** Makes what was put aside due, as if time had passed. */
  async function comeBackNow(id: string, change: object = {}): Promise<void> {
    await door.stop();
    await test.db.withTenant(test.ours.scope, async (tx) => {
      const [row] = await tx.sql('mail_cursors').where({ account_id: id }).select('aside');
      const aside = (row as { aside: object[] }).aside.map((one) => ({ ...one, next_at: 0, ...change }));
      await tx
        .sql('mail_cursors')
        .where({ account_id: id })
        .update({ aside: JSON.stringify(aside) });
    });
    start();
  }
});
