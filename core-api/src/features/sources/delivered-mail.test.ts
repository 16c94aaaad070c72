import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../http/problem.ts';
import { deliveredMail } from './delivered-mail.ts';

const ID = '01890000-0000-7000-8000-000000000001';
const TRACKING = '01890000-0000-8000-8000-000000000002';
const MAIL = { subject: 'RFQ', from: 'Ada <ada@buyer.example>', body: 'Please quote.' };
const MAPPING = { from: 'email', subject: { text: 'Form' }, body: 'message' };

type Source = Parameters<typeof deliveredMail>[0];
function delivered(value: unknown, source: Partial<Source> = {}) {
  const bytes = Buffer.from(JSON.stringify(value));
  return deliveredMail({ id: ID, mailbox: null, mapping: null, ...source }, { value, bytes }, TRACKING);
}
function problemOf(work: () => unknown): ApiProblem {
  try {
    work();
  } catch (error) {
    if (error instanceof ApiProblem) return error;
  }
  throw new Error('nothing was refused');
}
const json = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;

describe('a payload that is a mail', () => {
  it('is kept byte for byte, also what nobody knows', () => {
    const mail = delivered({ ...MAIL, mailbox: 'Sales@us.example', campaign: 7 });
    expect(mail).toMatchObject({
      format: 'json',
      fromAddress: 'ada@buyer.example',
      mailbox: 'sales@us.example',
    });
    expect(json(mail.bytes)).toMatchObject({ campaign: 7 });
  });

  it('goes to the mailbox of the source, whatever it says', () => {
    const mailbox = 'tender@us.example';
    expect(delivered({ ...MAIL, mailbox: 'sales@us.example' }, { mailbox }).mailbox).toBe(mailbox);
    expect(delivered(MAIL, { mailbox }).mailbox).toBe(mailbox);
  });

  it('keeps its own Message-ID, and gets none: without one, copies are told by what they say', () => {
    expect(delivered({ ...MAIL, message_id: '<a@b.example>' }).envelope.messageId).toBe('<a@b.example>');
    expect(delivered(MAIL).envelope.messageId).toBeNull();
  });

  it.each([
    [null, 'body'],
    ['text', 'body'],
    [[], 'body'],
    [{}, 'body.subject'],
    [{ ...MAIL, from: 'nobody' }, 'body.from'],
    [{ ...MAIL, attachment_urls: ['file:///etc/passwd'] }, 'body.attachment_urls.0'],
  ])('that is %j is refused by its field', (value, path) => {
    const { code, extras } = problemOf(() => delivered(value));
    expect(code).toBe('invalid_request');
    expect(extras.errors?.map((error) => error.path.replace(/\.$/, ''))).toContain(path);
  });

  it('with a thousand wrong fields is told of a few', () => {
    const references = Array.from({ length: 400 }, () => 'a\nb');
    expect(problemOf(() => delivered({ ...MAIL, references })).extras.errors?.length).toBeLessThanOrEqual(20);
  });
});

describe('a payload that is mapped', () => {
  const FORM = { email: 'ada@buyer.example', message: 'Call me', extra: { deep: ['kept'] } };

  it('is kept beside the mail that it became', () => {
    const mail = delivered(FORM, { mapping: MAPPING });
    expect(json(mail.bytes)).toEqual({
      ...{ from: 'ada@buyer.example', subject: 'Form', body: 'Call me', to: [], cc: [] },
      ...{ message_id: `<${TRACKING}@${ID}>`, attachment_urls: [], original: FORM },
    });
    expect(mail.envelope).toMatchObject({ subject: 'Form', messageId: `<${TRACKING}@${ID}>` });
  });

  it('says no mailbox by itself: that is for the mapping and the source', () => {
    expect(delivered({ ...FORM, mailbox: 'sales@us.example' }, { mapping: MAPPING }).mailbox).toBeNull();
  });

  it('is refused by the place where the sender was looked for', () => {
    const { extras } = problemOf(() => delivered({ message: 'x' }, { mapping: MAPPING }));
    expect(extras.errors).toMatchObject([{ path: 'body.email' }]);
    const fixed = { ...MAPPING, from: { text: 'not an address' } };
    expect(problemOf(() => delivered(FORM, { mapping: fixed })).extras.errors).toMatchObject([
      { path: 'body.from' },
    ]);
  });
});
