import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { startTestWorker, type TestWorker } from '../../../test/test-worker.ts';
import { RawSmtp } from './testing/raw-smtp.ts';
import { idsOf, sendMail, startTestSmtp } from './testing/smtp-fixture.ts';
import type { SmtpDoor } from './start-smtp.ts';

const NORTH = 'sales@north.ours.example';
const SOUTH = 'sales@south.ours.example';
const THEIRS = 'sales@north.theirs.example';

let test: TestCore;
let worker: TestWorker;
let smtp: SmtpDoor;
const clients: RawSmtp[] = [];

beforeAll(async () => {
  test = await createTestCore();
  worker = await startTestWorker(test);
  smtp = await startTestSmtp(test, {}, { maxBytes: 200_000, unknownRecipients: 10 });
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(async () => {
  await smtp.close();
  await worker.stop();
  await test.close();
});

async function connect(port = smtp.port): Promise<RawSmtp> {
  const client = await RawSmtp.connect(port);
  clients.push(client);
  return client;
}

interface Kept {
  id: string;
  mailbox: string;
  raw: Buffer;
  source_system: string;
  entity_id: string;
}
function kept(tenant: 'ours' | 'theirs', from: string): Promise<Kept[]> {
  return test.db.withTenant(test[tenant].scope, (tx) =>
    tx.sql('inbound_emails').where({ from_address: from }).orderBy('mailbox').select<Kept[]>('*'),
  );
}

/** What we wrote in front of a mail, and the mail. */
function cutTrace(row: Kept | undefined): { trace: string; mail: string } {
  const text = row?.raw.toString() ?? '';
  const trace = /^Return-Path: .*\r\nReceived: .*\r\n(?:\t.*\r\n)+/.exec(text)?.[0] ?? '';
  return { trace, mail: text.slice(trace.length) };
}
const sender = () => `${randomUUID()}@buyer.example`;

describe('a mail by SMTP', () => {
  it('becomes a card, byte for byte as it was sent, behind the trace of its last stage', async () => {
    const from = sender();
    const raw = rawMail({ from, body: 'One.\r\n.\r\n..two dots\r\n.three\r\n' });
    const { response } = await sendMail(smtp.port, raw, { to: NORTH });
    const [id = ''] = idsOf(response);
    expect(await worker.outcome(id)).toMatchObject({ state: 'done', card_id: expect.any(String) });
    const [row] = await kept('ours', from);
    expect(row).toMatchObject({ id, mailbox: NORTH, source_system: 'smtp' });
    const { trace, mail } = cutTrace(row);
    expect(mail).toBe(Buffer.from(raw).toString());
    expect(trace).toMatch(
      /^Return-Path: <ada@buyer\.example>\r\nReceived: from \S+ \(\[127\.0\.0\.1\]\)\r\n/,
    );
    expect(trace).toContain(` with ESMTP id ${id}\r\n\tfor <${NORTH}>;`);
  });

  it('goes by its envelope, not by what its header says', async () => {
    const from = sender();
    await sendMail(smtp.port, rawMail({ from, to: 'undisclosed@elsewhere.example' }), {
      to: SOUTH.toUpperCase(),
    });
    expect(await kept('ours', from)).toMatchObject([
      { mailbox: SOUTH, entity_id: test.ours.entities['south'] },
    ]);
  });

  it('for several mailboxes is there for each entity and organisation before the answer', async () => {
    const from = sender();
    const { response } = await sendMail(smtp.port, rawMail({ from }), { to: [NORTH, SOUTH, THEIRS] });
    const [ourId, theirId] = idsOf(response);
    const [ours, theirs] = [await kept('ours', from), await kept('theirs', from)];
    expect(ours.map((row) => row.mailbox)).toEqual([NORTH, SOUTH]);
    expect(theirs.map((row) => row.mailbox)).toEqual([THEIRS]);
    // Nobody reads in the trace who else was sent it, or that another organisation is here too.
    expect(cutTrace(ours[0]).trace).toMatch(new RegExp(` id ${ourId};`));
    expect(cutTrace(theirs[0]).trace).toMatch(new RegExp(` id ${theirId}\\r\\n\\tfor <${THEIRS}>;`));
  });

  it('without a sender in the envelope, as a bounce has none, is taken', async () => {
    const from = sender();
    const raw = rawMail({ from, subject: 'I am away' });
    const { response } = await sendMail(smtp.port, raw, { from: '', to: NORTH });
    // Only the envelope said that nobody shall answer: no card by default.
    expect(await worker.outcome(idsOf(response)[0] ?? '')).toMatchObject({ state: 'ignored', card_id: null });
    const [row] = await kept('ours', from);
    expect(cutTrace(row)).toEqual({
      trace: expect.stringMatching(/^Return-Path: <>\r\n/),
      mail: Buffer.from(raw).toString(),
    });
  });

  it('that claims to be a bounce, and has a sender in its envelope, is none', async () => {
    const raw = Buffer.concat([
      Buffer.from('Return-Path: <>\r\n'),
      rawMail({ from: sender(), subject: 'I am away' }),
    ]);
    const { response } = await sendMail(smtp.port, raw, { to: NORTH });
    expect(await worker.outcome(idsOf(response)[0] ?? '')).toMatchObject({ state: 'done' });
  });

  it('that the client repeats, because it has missed the answer, has one card', async () => {
    const raw = rawMail({ from: sender() });
    const first = idsOf((await sendMail(smtp.port, raw, { to: NORTH })).response);
    const again = idsOf((await sendMail(smtp.port, raw, { to: NORTH })).response);
    const one = await worker.outcome(first[0] ?? '');
    const two = await worker.outcome(again[0] ?? '');
    expect([one.state, two.state]).toEqual(['done', 'duplicate']);
  });

  it('that comes again without a Message-ID, by another client of another name, has one card', async () => {
    const raw = Buffer.from(
      Buffer.from(rawMail({ from: sender() }))
        .toString()
        .replace(/^Message-ID:.*\r\n/im, ''),
    );
    const outcomes = [];
    for (const name of ['one.relay.example', 'other.relay.example']) {
      const { response } = await sendMail(
        smtp.port,
        raw,
        { from: `${name}@buyer.example`, to: NORTH },
        { name },
      );
      outcomes.push((await worker.outcome(idsOf(response)[0] ?? '')).state);
    }
    expect(outcomes).toEqual(['done', 'duplicate']);
  });
});

describe('recipients', () => {
  it('that nobody here has are refused, and the others keep their mail', async () => {
    const from = sender();
    const { rejected } = await sendMail(smtp.port, rawMail({ from }), {
      to: ['ada@elsewhere.example', NORTH, 'nobody@north.ours.example'],
    });
    expect(rejected).toEqual(['ada@elsewhere.example', 'nobody@north.ours.example']);
    expect(await kept('ours', from)).toHaveLength(1);
    await expect(
      sendMail(smtp.port, rawMail({ from }), { to: 'ada@elsewhere.example' }),
    ).rejects.toMatchObject({ responseCode: 550 });
  });

  it('whom two organisations claim get nothing until that is settled, and the sender comes back', async () => {
    for (const tenant of [test.ours, test.theirs]) {
      await test.db.withTenant(tenant.scope, (tx) =>
        tx.sql('mailboxes').insert({
          ...{ id: randomUUID(), tenant_id: tenant.id, entity_id: tenant.entities['north'] },
          address: 'info@both.example',
        }),
      );
    }
    const client = await connect();
    await client.send('EHLO client.example');
    await client.send('MAIL FROM:<ada@buyer.example>');
    expect(await client.send('RCPT TO:<info@both.example>')).toMatch(/^451 .*operator/);
    expect(await client.send('DATA')).toMatch(/^503/);
  });

  it('may be written with an international domain in its own letters', async () => {
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('mailboxes').insert({
        ...{ id: randomUUID(), tenant_id: test.ours.id, entity_id: test.ours.entities['south'] },
        address: 'vertrieb@xn--grsse-jua.example',
      }),
    );
    const client = await connect();
    await client.send('EHLO client.example');
    await client.send('MAIL FROM:<ada@buyer.example> SMTPUTF8');
    expect(await client.send('RCPT TO:<Vertrieb@xn--grsse-jua.example>')).toMatch(/^250/);
  });

  it('cannot be searched for: after so many wrong ones the connection ends', async () => {
    const client = await connect();
    await client.send('EHLO client.example');
    await client.send('MAIL FROM:<ada@buyer.example>');
    for (let tries = 1; tries < 10; tries += 1) {
      expect(await client.send(`RCPT TO:<guess${tries}@north.ours.example>`)).toMatch(/^550/);
    }
    expect(await client.send('RCPT TO:<guess@north.ours.example>')).toMatch(/^421/);
    await client.gone();
  });

  it('are so many at most, and the client is told to send the rest in another mail', async () => {
    const few = await startTestSmtp(test, {}, { maxRecipients: 1 });
    const client = await connect(few.port);
    await client.send('EHLO client.example');
    await client.send('MAIL FROM:<ada@buyer.example>');
    expect(await client.send(`RCPT TO:<${NORTH}>`)).toMatch(/^250/);
    expect(await client.send(`RCPT TO:<${SOUTH}>`)).toMatch(/^452/);
    await few.close();
  });
});

describe('what is not taken', () => {
  it('a mail that is too large, whether it says so or not', async () => {
    const raw = rawMail({ body: 'x'.repeat(250_000) });
    await expect(sendMail(smtp.port, raw, { to: NORTH })).rejects.toMatchObject({ responseCode: 552 });
    const client = await connect();
    expect(await client.send('EHLO client.example')).toContain('SIZE 200000');
    expect(await client.send('MAIL FROM:<ada@buyer.example> SIZE=200001')).toMatch(/^552/);
    await client.begin(NORTH);
    const line = `${'x'.repeat(998)}\r\n`;
    for (let sent = 0; sent <= 250; sent += 1) client.socket.write(line);
    expect(await client.send('.')).toMatch(/^552/);
    expect(await client.send('NOOP')).toMatch(/^250/);
  });

  it('one that goes on for ever: the connection is cut', async () => {
    const client = await connect();
    await client.begin(NORTH);
    const line = `${'x'.repeat(998)}\r\n`;
    const flood = setInterval(() => {
      for (let sent = 0; sent < 50 && !client.closed; sent += 1) client.socket.write(line);
    }, 1);
    await client.gone();
    clearInterval(flood);
  });

  it('a mail without a sender, for good', async () => {
    const raw = Buffer.from('Subject: x\r\n\r\ny\r\n');
    await expect(sendMail(smtp.port, raw, { to: NORTH })).rejects.toMatchObject({ responseCode: 554 });
  });

  it('a blacklisted sender, for good; another organisation may still want it', async () => {
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('blacklist').insert({ id: randomUUID(), tenant_id: test.ours.id, pattern: 'spam.example' }),
    );
    const from = `${randomUUID()}@spam.example`;
    await expect(sendMail(smtp.port, rawMail({ from }), { to: NORTH })).rejects.toMatchObject({
      responseCode: 550,
    });
    const { response } = await sendMail(smtp.port, rawMail({ from }), { to: [NORTH, THEIRS] });
    expect(idsOf(response)).toHaveLength(1);
    expect(await kept('ours', from)).toEqual([]);
    expect(await kept('theirs', from)).toHaveLength(1);
  });

  it('anything of a client that leaves in the middle of its mail', async () => {
    const from = sender();
    const client = await connect();
    await client.begin(NORTH);
    client.socket.write(Buffer.from(rawMail({ from })));
    client.close();
    const whole = sender();
    await sendMail(smtp.port, rawMail({ from: whole }), { to: NORTH });
    expect(await kept('ours', whole)).toHaveLength(1);
    expect(await kept('ours', from)).toEqual([]);
  });

  it('commands that a mail server for the world should not know', async () => {
    const client = await connect();
    expect(await client.send('EHLO client.example')).not.toMatch(/AUTH|STARTTLS/);
    for (const command of ['VRFY ada', 'STARTTLS', 'AUTH PLAIN x', 'XCLIENT ADDR=1.2.3.4', 'WIZ x', 'HELP'])
      expect(await client.send(command), command).toMatch(/^500/);
  });
});
