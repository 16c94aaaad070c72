import { array, assert, asyncProperty, constantFrom, option, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawMail, type TestMail } from '../../test/mails.ts';
import { threadIndex } from '../../test/thread-index.ts';
import { threadKeys } from './mail-identity.ts';
import { parseMail } from './parse-mail.ts';
import { threadEvidence, type ThreadEvidence } from './thread-evidence.ts';

const read = async (mail: TestMail): Promise<ThreadEvidence> =>
  threadEvidence(await parseMail(rawMail(mail)));
const hex = (key: Buffer) => key.toString('hex');
/** The key of a Message-ID, as the mail that has it would be known by. */
const idKey = async (messageId: string) => {
  const [own] = threadKeys(await parseMail(rawMail({ messageId })));
  return own ? hex(own) : '';
};
const day = (n: number) => new Date(Date.UTC(2026, 10, n, 9));
const sent = (n: number) => day(n).toUTCString();
/** Keys that two mails have in common, with how far each trusts them. */
async function shared(first: TestMail, second: TestMail) {
  const [a, b] = [await read(first), await read(second)];
  return b.links.filter((link) => a.links.some((other) => other.key.equals(link.key)));
}

describe('identifiers', () => {
  it('are trusted and claimed, own first, then what is answered, then the thread from its end', async () => {
    const { links } = await read({ messageId: 'd@x', inReplyTo: 'c@x', references: ['a@x', 'b@x', 'c@x'] });
    expect(links.map((link) => hex(link.key))).toEqual(
      await Promise.all(['d@x', 'c@x', 'b@x', 'a@x'].map(idKey)),
    );
    expect(links.every((link) => link.claim && !link.guarded)).toBe(true);
  });

  it('in a forward are guarded, and not claimed', async () => {
    const { links } = await read({ messageId: 'f@x', subject: 'Fwd: Re: Valves', references: ['a@x'] });
    expect(links).toMatchObject([
      { guarded: false, claim: true },
      { guarded: true, claim: false },
    ]);
  });

  it('in an answer to a forward are trusted as to what it answers, and guarded beyond', async () => {
    const { links } = await read({
      subject: 'Re: Fwd: Valves',
      inReplyTo: 'f@x',
      references: ['a@x', 'f@x'],
    });
    expect(links.map((link) => link.guarded)).toEqual([false, false, true]);
    expect(links.every((link) => link.claim)).toBe(true);
  });
});

describe('a Thread-Index', () => {
  const begun = day(2);
  const root: TestMail = {
    subject: 'Ball valves for Ulm',
    date: sent(2),
    threadIndex: threadIndex({ conversation: 'ulm', begun }),
  };
  const answer = (n: number, change: TestMail = {}): TestMail => ({
    subject: 'RE: Ball valves for Ulm',
    date: sent(n),
    threadIndex: threadIndex({ conversation: 'ulm', begun, answers: [day(n)] }),
    ...change,
  });

  it('joins an answer to what it answers, months later too', async () => {
    expect(await shared(root, answer(5))).toMatchObject([{ guarded: false, claim: true }]);
    expect(await shared(root, answer(120))).toHaveLength(1);
    expect(await shared(root, answer(5, { subject: '[EXTERNAL] AW: RE: Ball valves for Ulm' }))).toHaveLength(
      1,
    );
  });

  it('joins an answer of a program that hands the index on as it is, within days', async () => {
    const copied = { threadIndex: root.threadIndex ?? '' };
    expect(await shared(root, answer(9, copied))).toHaveLength(1);
    expect(await shared(root, answer(30, copied))).toEqual([]);
  });

  it('does not join what was made from an older mail or a template', async () => {
    expect(await shared(root, { ...root, date: sent(9) })).toEqual([]);
    expect(await shared(root, { ...root, date: sent(32) })).toEqual([]);
    const answered = answer(3);
    expect(await shared(root, { ...answered, date: sent(33) })).toEqual([]);
  });

  it('does not join another subject, nor another conversation', async () => {
    expect(await shared(root, answer(5, { subject: 'RE: Gate valves for Ulm' }))).toEqual([]);
    const other = threadIndex({ conversation: 'other', begun, answers: [day(5)] });
    expect(await shared(root, answer(5, { threadIndex: other }))).toEqual([]);
  });

  it('is another one once it was forwarded, and guarded', async () => {
    const forward = answer(5, { subject: 'FW: Ball valves for Ulm' });
    expect(await shared(root, forward)).toEqual([]);
    expect(await shared(forward, answer(6, { subject: 'RE: FW: Ball valves for Ulm' }))).toMatchObject([
      { guarded: true, claim: true },
    ]);
  });

  it.each([
    ['garbage', 'not a thread index'],
    ['zero', Buffer.concat([Buffer.from([1, 0xdc]), Buffer.alloc(20)]).toString('base64')],
  ])('that is %s is nothing', async (_, value) => {
    expect((await read({ ...root, threadIndex: value })).links).toHaveLength(1);
  });

  it('in a mail without a date is nothing, since nobody could tell a copy', async () => {
    expect((await read({ ...root, date: 'never' })).links).toHaveLength(1);
  });
});

describe('a subject', () => {
  it.each<[string, TestMail, { lost: boolean; begins: boolean } | null]>([
    [
      'of an answer that names no mail',
      { subject: 'Re: Ball valves for Ulm' },
      { lost: true, begins: false },
    ],
    ['of the first mail', { subject: 'Ball valves for Ulm' }, { lost: false, begins: true }],
    [
      'of an answer that names a mail, known or not',
      { subject: 'Re: Ball valves for Ulm', inReplyTo: 'unknown@x' },
      { lost: false, begins: false },
    ],
    ['of a forward', { subject: 'Fwd: Ball valves for Ulm' }, { lost: false, begins: false }],
    ['that says nothing', { subject: 'Re: Your order' }, null],
    ['that is empty', { subject: 'Re:' }, null],
  ])('%s', async (_, mail, expected) => {
    const { subject } = await read(mail);
    expect(subject && { lost: subject.lost, begins: subject.begins }).toEqual(expected);
  });

  it('is one in all the ways in which it is answered', async () => {
    const ways = ['Ball valves for Ulm', 'RE: ball valves for  ulm', '[EXT] AW: WG: Ball Valves for Ulm'];
    const keys = await Promise.all(ways.map(async (subject) => (await read({ subject })).subject?.key));
    expect(new Set(keys.map((key) => key && hex(key))).size).toBe(1);
  });
});

it('whatever stands in the headers, begins with the own key, trusted, and has each key once', async () => {
  const id = constantFrom('a@x', 'b@x', 'B@X', '', '<>', 'not an id', 'c d@x', '\u0000@x');
  const mails = record({
    messageId: option(id),
    inReplyTo: id,
    references: array(id, { maxLength: 150 }),
    subject: string({ unit: 'grapheme', maxLength: 40 }),
    date: constantFrom('Mon, 02 Nov 2026 09:00:00 +0530', 'yesterday', ''),
    threadIndex: string({ maxLength: 60 }),
  });
  await assert(
    asyncProperty(mails, async (mail) => {
      const { links } = await read(mail);
      expect(links[0]).toMatchObject({ guarded: false, claim: true });
      expect(new Set(links.map((link) => hex(link.key))).size).toBe(links.length);
      expect(links.length).toBeLessThanOrEqual(112);
    }),
  );
});
