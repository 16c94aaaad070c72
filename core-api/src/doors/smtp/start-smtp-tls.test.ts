import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { selfSigned } from '@pebble/kit/twin/self-signed';
import { RawSmtp } from './testing/raw-smtp.ts';
import { sendMail, startTestSmtp } from './testing/smtp-fixture.ts';

const TO = { to: 'sales@north.ours.example' };
const HOST = 'mail.ours.example';

let test: TestCore;
let folder: string;
let files: { cert: string; key: string };
let ca: string;

beforeAll(async () => {
  test = await createTestCore();
  folder = await mkdtemp(join(tmpdir(), 'pebble-test-'));
  const pair = selfSigned(HOST);
  ca = pair.cert;
  files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  await Promise.all([writeFile(files.cert, pair.cert), writeFile(files.key, pair.key)]);
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

const trusting = () => ({ ignoreTLS: false, tls: { ca, servername: HOST } });

describe('with a certificate', () => {
  it('STARTTLS is offered, and mail may come with and without it', async () => {
    const door = await startTestSmtp(test, { tls: 'starttls', certificate: files });
    await sendMail(door.port, rawMail(), TO, { ...trusting(), requireTLS: true });
    await sendMail(door.port, rawMail(), TO);
    await door.close();
  });

  it('that is required, no mail comes in the clear', async () => {
    const door = await startTestSmtp(test, { tls: 'required', certificate: files });
    await expect(sendMail(door.port, rawMail(), TO)).rejects.toMatchObject({ responseCode: 530 });
    await sendMail(door.port, rawMail(), TO, trusting());
    await door.close();
  });

  it('TLS may be spoken from the first byte', async () => {
    const door = await startTestSmtp(test, { tls: 'implicit', certificate: files });
    expect(door.url).toMatch(/^smtps:/);
    await sendMail(door.port, rawMail(), TO, { ...trusting(), secure: true });
    await door.close();
  });

  it('no TLS older than 1.2 is spoken', async () => {
    const door = await startTestSmtp(test, { tls: 'implicit', certificate: files });
    const socket = connectTls({
      ...{ port: door.port, ca, servername: HOST, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' },
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toMatch(/protocol/i);
    await door.close();
  });

  it('commands that were slipped in before TLS are not run inside it', async () => {
    const door = await startTestSmtp(test, { tls: 'starttls', certificate: files });
    const client = await RawSmtp.connect(door.port);
    await client.send('EHLO client.example');
    client.socket.write('STARTTLS\r\nMAIL FROM:<evil@buyer.example>\r\n');
    expect(await client.reply()).toMatch(/^220/);
    const secure = connectTls({ socket: client.socket, ca, servername: HOST });
    await once(secure, 'secureConnect');
    secure.write('EHLO client.example\r\n');
    const [greeting] = (await once(secure, 'data')) as [Buffer];
    expect(greeting.toString()).toMatch(/^250-/);
    secure.destroy();
    await door.close();
  });
});

describe('with users', () => {
  const credentials = new Map([['relay', 'correct horse']]);
  const as = (user: string, pass: string) => ({ ...trusting(), auth: { user, pass } });

  it('only they may send, and only over TLS', async () => {
    const door = await startTestSmtp(test, { tls: 'starttls', certificate: files, credentials });
    await sendMail(door.port, rawMail(), TO, as('relay', 'correct horse'));
    await expect(sendMail(door.port, rawMail(), TO, trusting())).rejects.toMatchObject({ responseCode: 530 });
    for (const [user, pass] of [
      ['relay', 'wrong'],
      ['nobody', 'correct horse'],
      ['relay', ''],
      ['', ''],
    ] as const) {
      const attempt = sendMail(door.port, rawMail(), TO, as(user, pass));
      await expect(attempt, `${user}:${pass}`).rejects.toThrow();
    }
    const client = await RawSmtp.connect(door.port);
    await client.send('EHLO client.example');
    const login = Buffer.from('\0relay\0correct horse').toString('base64');
    expect(await client.send(`AUTH PLAIN ${login}`)).toMatch(/^538/);
    client.close();
    await door.close();
  });

  it('guessing is slowed down like sending', async () => {
    const door = await startTestSmtp(test, {
      ...{ tls: 'starttls', certificate: files, credentials, mailsPerMinute: 2 },
    });
    const guess = () => sendMail(door.port, rawMail(), TO, as('relay', 'wrong'));
    await expect(guess()).rejects.toMatchObject({ responseCode: 535 });
    await expect(guess()).rejects.toMatchObject({ responseCode: 535 });
    await expect(guess()).rejects.toMatchObject({ responseCode: 451 });
    await door.close();
  });
});

it('a certificate that cannot be read stops the start, and says which', async () => {
  const certificate = { ...files, cert: `${files.cert}.missing` };
  await expect(startTestSmtp(test, { tls: 'starttls', certificate })).rejects.toThrow(/SMTP_TLS_CERT/);
});
