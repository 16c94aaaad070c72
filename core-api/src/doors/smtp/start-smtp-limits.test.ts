import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import type { SmtpSettings } from '../../runtime/smtp-settings.ts';
import { RawSmtp } from './testing/raw-smtp.ts';
import { sendMail, startTestSmtp } from './testing/smtp-fixture.ts';
import type { SmtpDoor, SmtpLimits } from './start-smtp.ts';

const NORTH = 'sales@north.ours.example';

let test: TestCore;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  test = await createTestCore();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => test.close());

async function start(settings: Partial<SmtpSettings>, limits: Partial<SmtpLimits> = {}): Promise<SmtpDoor> {
  const door = await startTestSmtp(test, settings, { drainMs: 500, ...limits });
  closing.push(() => door.close());
  return door;
}

async function connect(door: SmtpDoor): Promise<RawSmtp> {
  const client = await RawSmtp.connect(door.port);
  closing.push(() => client.close());
  return client;
}

function keptFrom(from: string) {
  return test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql('inbound_emails').where({ from_address: from }).select('id'),
  );
}

describe('a client', () => {
  it('has so many connections at a time, and gets another when one has ended', async () => {
    const door = await start({}, { connectionsPerClient: 2 });
    const first = await connect(door);
    await connect(door);
    const third = await connect(door);
    await third.gone();
    first.close();
    await expect.poll(async () => (await connect(door)).send('EHLO client.example')).toMatch(/^250/);
  });

  it('sends so many mails a minute', async () => {
    const door = await start({ mailsPerMinute: 2 });
    const send = () => sendMail(door.port, rawMail(), { to: NORTH });
    await send();
    await send();
    await expect(send()).rejects.toMatchObject({ responseCode: 451 });
  });

  it('that says nothing is cut off', async () => {
    const client = await connect(await start({}, { idleMs: 400 }));
    expect(await client.reply()).toMatch(/^421/);
    await client.gone();
  });

  it('whose mail drips is cut off, however often it sends a byte', async () => {
    const from = `${randomUUID()}@buyer.example`;
    const client = await connect(await start({}, { dataMs: 200 }));
    await client.begin(NORTH);
    client.socket.write(Buffer.from(rawMail({ from })));
    const drip = setInterval(() => client.socket.write('x'), 10);
    await client.gone();
    clearInterval(drip);
    expect(await keptFrom(from)).toEqual([]);
  });

  it('does not stay for ever, however busy it looks', async () => {
    const client = await connect(await start({}, { sessionMs: 200 }));
    const chat = setInterval(() => client.socket.write('NOOP\r\n'), 10);
    await client.gone();
    clearInterval(chat);
  });
});

describe('the server', () => {
  it('takes so many connections in all', async () => {
    const door = await start({ maxConnections: 1 });
    await connect(door);
    const second = await connect(door);
    await second.gone();
  });

  it('holds so much mail in memory, and asks for the rest to come later', async () => {
    const door = await start({}, { maxBytes: 100_000, memoryBytes: 120_000 });
    const first = await connect(door);
    await first.begin(NORTH);
    first.socket.write(Buffer.from(rawMail({ body: `${'x'.repeat(900)}\r\n`.repeat(90) })));
    const big = rawMail({ body: 'y'.repeat(60_000) });
    // As soon as the first mail lies in memory, there is no room for the second.
    await expect
      .poll(() => sendMail(door.port, big, { to: NORTH }).catch((error) => error.responseCode as number))
      .toBe(452);
    expect(await first.send('.')).toMatch(/^250/);
    await sendMail(door.port, big, { to: NORTH });
  });

  it('answers the mail under way before it ends, and everybody else at once', async () => {
    const from = `${randomUUID()}@buyer.example`;
    const door = await startTestSmtp(test, {}, { drainMs: 20_000 });
    const [busy, idle] = [await connect(door), await connect(door)];
    await busy.begin(NORTH);
    busy.socket.write(Buffer.from(rawMail({ from })));
    const closed = door.close();
    expect(await idle.reply()).toMatch(/^421/);
    expect(await busy.send('.')).toMatch(/^250 2.6.0 Accepted/);
    expect(await busy.reply()).toMatch(/^421/);
    await closed;
    expect(await keptFrom(from)).toHaveLength(1);
    await expect(RawSmtp.connect(door.port)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('says so when its port is taken', async () => {
    const { port } = await start({});
    await expect(startTestSmtp(test, { port })).rejects.toThrow(/SMTP_PORT/);
  });
});
