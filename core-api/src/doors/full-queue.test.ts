import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rawMail } from '../../test/mails.ts';
import { createTestCore, type TestCore } from '../../test/test-core.ts';
import { until } from '../../test/until.ts';
import { deliver, newSource } from '../features/sources/testing/webhook.ts';
import { acceptedSubjects, accountNow, imapDoor, newAccount, NORTH } from './imap/testing/imap-fixture.ts';
import { ScriptedImap } from './imap/testing/scripted-imap.ts';
import { RawSmtp } from './smtp/testing/raw-smtp.ts';
import { sendMail, startTestSmtp } from './smtp/testing/smtp-fixture.ts';

/** So many unfinished mails fill the queue. Nobody works on them here. */
const ROOM = 2;

let test: TestCore;

beforeAll(async () => {
  const perMinute = { tenant: 100_000, key: 100_000 };
  test = await createTestCore({ limits: { unfinished: ROOM, perMinute } });
  const source = await newSource(test, {}, 'ours');
  for (let count = 0; count < ROOM; count += 1) expect((await deliver(test, source)).status).toBe(202);
});
afterAll(() => test.close());

function makeRoom(): Promise<unknown> {
  return test.db.withTenant(test.ours.scope, (tx) => tx.sql('inbound_emails').update({ state: 'ignored' }));
}

it('when the queue is full every door asks to come later, and takes the mail when there is room', async () => {
  const source = await newSource(test);
  const late = await deliver(test, source, { id: 'late' });
  expect(late).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
  expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);

  const smtp = await startTestSmtp(test);
  const client = await RawSmtp.connect(smtp.port);
  await client.send('EHLO client.example');
  await client.send('MAIL FROM:<ada@buyer.example>');
  expect(await client.send(`RCPT TO:<${NORTH}>`)).toMatch(/^451/);
  client.close();

  const imap = await ScriptedImap.listen();
  const subject = `Subject ${randomUUID()}`;
  imap.append(rawMail({ subject }));
  const door = imapDoor(test);
  door.start();
  const { id } = await newAccount(test, imap);
  await until(async () => (imap.commands.some((line) => line.includes('BODY.PEEK')) ? true : undefined));
  expect(await acceptedSubjects(test)).toEqual([]);

  await makeRoom();
  await until(async () => ((await acceptedSubjects(test)).includes(subject) ? true : undefined));
  expect((await accountNow(test, id)).last_error).toBeNull();
  await until(() =>
    sendMail(smtp.port, rawMail(), { to: NORTH }).catch(() => makeRoom().then(() => undefined)),
  );
  await until(async () => {
    await makeRoom();
    const again = await deliver(test, source, { id: 'late' });
    return again.status === 202 ? true : undefined;
  });
  await door.stop();
  await imap.close();
  await smtp.close();
});
