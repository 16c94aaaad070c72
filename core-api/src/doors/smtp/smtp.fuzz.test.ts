import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runs, within } from '../../../test/fuzz.ts';
import { rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import type { SmtpDoor } from './start-smtp.ts';
import { idsOf, sendMail, startTestSmtp } from './testing/smtp-fixture.ts';

const NORTH = 'sales@north.ours.example';

let test: TestCore;
let smtp: SmtpDoor;

beforeAll(async () => {
  test = await createTestCore();
  smtp = await startTestSmtp(test, {}, { maxBytes: 50_000, connectionsPerClient: 50 });
});
afterAll(async () => {
  await smtp.close();
  await test.close();
});

const piece = fc.oneof(
  fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom(
      ...[
        'EHLO x\r\n',
        'HELO\r\n',
        'MAIL FROM:<a@b.example>\r\n',
        'MAIL FROM:<>\r\n',
        `RCPT TO:<${NORTH}>\r\n`,
      ],
      ...[
        'RCPT TO:<x@y.example>\r\n',
        'DATA\r\n',
        'RSET\r\n',
        'NOOP\r\n',
        'QUIT\r\n',
        'STARTTLS\r\n',
        'AUTH PLAIN\r\n',
      ],
      ...[
        'MAIL FROM:<"a b"@c> SIZE=1 BODY=8BITMIME SMTPUTF8\r\n',
        'MAIL FROM:<a> SIZE=-1\r\n',
        'BDAT 5 LAST\r\n',
      ],
      ...[
        'From: a@b.example\r\n',
        'Subject: x\r\n\r\n',
        '.\r\n',
        '\r\n.\r\n',
        '\n.\n',
        '\r.\r',
        '..\r\n',
        '\0',
        '\r\n',
      ],
    )
    .map((line) => Buffer.from(line)),
);

/** Says it all at once, or piece by piece, and then good-bye; resolves to what the server has said until it hung up. */
async function say(pieces: readonly Buffer[], atOnce: boolean): Promise<string> {
  const socket = connect(smtp.port, '127.0.0.1');
  let said = '';
  socket.on('data', (bytes) => (said += bytes.toString('latin1'))).on('error', () => undefined);
  // A client that talks before it is greeted gets no further.
  await once(socket, 'data');
  const closed = once(socket, 'close');
  for (const bytes of atOnce ? [Buffer.concat(pieces)] : pieces) socket.write(bytes);
  // Ends a mail, if one has begun, and the session.
  socket.write('\r\n.\r\nQUIT\r\n');
  await closed;
  return said;
}

it('whatever a client says, it gets replies, and the next one is served', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), fc.boolean(), async (pieces, atOnce) => {
      const said = await within(() => say(pieces, atOnce));
      expect(said).toMatch(/^220 /);
      for (const line of said.split('\r\n').slice(0, -1)) expect(line).toMatch(/^[2345]\d\d[ -]/);
    }),
    runs(40),
  );
  const raw = rawMail({ from: `${randomUUID()}@buyer.example` });
  expect(idsOf((await sendMail(smtp.port, raw, { to: NORTH })).response)).toHaveLength(1);
});
