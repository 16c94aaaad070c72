import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LONGEST_MS, runs, within } from '../../test/fuzz.ts';
import { spoiltMail } from '../../test/spoilt-mails.ts';
import { fromRawMail } from '../features/ingestion/incoming-mail.ts';
import { ApiProblem } from '../http/problem.ts';
import { unstorable } from '../http/unstorable.ts';
import { mailKey, threadKeys } from './mail-identity.ts';
import { loopKey } from './noise-loop.ts';
import { noiseOf } from './noise.ts';
import { reportedIds } from './noise-report.ts';
import { parseMail } from './parse-mail.ts';
import { InvalidMail, type ParsedMail } from './parsed-mail.ts';
import { threadEvidence } from './thread-evidence.ts';

/** Any bytes are a mail or are refused in words, and whatever is read of them can be stored and asked about. */

const RECIPIENT = { mailbox: 'sales@ours.example', domains: ['ours.example', 'buyer.example'] };

async function atTheDoor(raw: Buffer): Promise<'taken' | 'refused'> {
  try {
    const mail = await fromRawMail(raw, undefined);
    expect(mail.fromAddress).toContain('@');
    expect(unstorable({ ...mail.envelope, to: mail.recipients }, 'mail')).toEqual([]);
    loopKey(mail.envelope);
    return 'taken';
  } catch (error) {
    expect(error).toBeInstanceOf(ApiProblem);
    expect((error as ApiProblem).code).toBe('invalid_request');
    return 'refused';
  }
}

async function inTheWorker(raw: Buffer): Promise<ParsedMail | null> {
  const mail = await parseMail(raw).catch((error: unknown) => {
    expect(error).toBeInstanceOf(InvalidMail);
    return null;
  });
  if (!mail) return null;
  const { attachments, headers, ...rest } = mail;
  expect(unstorable({ ...rest, files: attachments.map(({ filename }) => filename) }, 'mail')).toEqual([]);
  expect(unstorable(Object.fromEntries([...headers].slice(0, 50)), 'headers')).toEqual([]);
  expect(mailKey(mail).hash).toHaveLength(32);
  expect(threadKeys(mail).length).toBeLessThan(200);
  threadEvidence(mail);
  reportedIds(mail);
  const noise = noiseOf(mail, RECIPIENT);
  expect(noise === null || noise.reason.length < 200).toBe(true);
  return mail;
}

it(`a damaged mail is read or refused within ${LONGEST_MS / 1000} s, by the door and by the worker alike`, async () => {
  await fc.assert(
    fc.asyncProperty(spoiltMail, async (raw) => {
      const door = await within(() => atTheDoor(raw));
      const mail = await within(() => inTheWorker(raw));
      // What was taken can be refused by the worker for its parts only, never for its sender; what was refused is not read.
      if (door === 'refused') expect(mail).toBeNull();
      else if (mail) expect(mail.fromAddress).toBe((await fromRawMail(raw, undefined)).fromAddress);
    }),
    runs(400),
  );
});

it('any bytes behind a sender are a mail', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
      const raw = Buffer.concat([Buffer.from('From: ada@buyer.example\r\n'), bytes]);
      expect(await within(() => atTheDoor(raw))).toBe('taken');
      expect(await within(() => inTheWorker(raw))).not.toBeNull();
    }),
    runs(300),
  );
});
