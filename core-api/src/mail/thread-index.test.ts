import { array, assert, constantFrom, date, property, uint8Array } from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { threadIndex } from '../../test/thread-index.ts';
import { readThreadIndex, wasWrittenAt } from './thread-index.ts';

const at = (day: number, hour = 9) => new Date(Date.UTC(2026, 10, day, hour));
const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
const WRITERS = ['outlook', 'exchange', 'specification'] as const;

describe('a Thread-Index', () => {
  it.each([
    [
      'Outlook',
      'AdQc2DN7rLoS3hgnE/O76rpFzxN/EwAddF4A',
      'ba12de182713f3bbeaba45cf137f13',
      '2018-07-16T21:43:22Z',
    ],
    [
      'Outlook',
      'Ac52TvSLqL2n1+xFTLyFv0/vTSUlWgyF0E9Q',
      'bda7d7ec454cbc85bf4fef4d25255a',
      '2013-09-03T05:26:58Z',
    ],
    [
      'Exchange',
      'AQHWLRNo4NaOjvXU8EODe0ZotrA8B6itzaxf',
      'd68e8ef5d4f043837b4668b6b03c07',
      '2020-05-18T12:57:39Z',
    ],
  ])('that %s wrote is read: %s', (_, value, conversation, writtenAt) => {
    const index = readThreadIndex(value);
    expect(index?.conversation.toString('hex').slice(2)).toBe(conversation);
    expect(index && wasWrittenAt(index, new Date(writtenAt), 2 * SECOND_MS)).toBe(true);
  });

  it('of seven answers, which Exchange wrote, tells when the last was written', () => {
    const bytes = Buffer.from(
      '0101DA71727C814696A637E92446A36574D21F90B594B12E05C500800003D0808000007900800001968080000' +
        '1D50080043BDF008000043980',
      'hex',
    );
    const index = readThreadIndex(bytes.toString('base64'));
    expect(index && wasWrittenAt(index, new Date('2024-03-11T17:00:00Z'), 2 * DAY_MS)).toBe(true);
    expect(index && wasWrittenAt(index, new Date('2024-04-11T17:00:00Z'), 2 * DAY_MS)).toBe(false);
  });

  it.each(WRITERS)(
    'by %s names one conversation through all its answers, and the time of the last',
    (writer) => {
      const begun = at(2);
      const root = readThreadIndex(threadIndex({ conversation: 'c', begun, writer }));
      expect(root && wasWrittenAt(root, begun, 3 * SECOND_MS)).toBe(true);
      const answers = [at(3), at(5), at(9)];
      const index = readThreadIndex(threadIndex({ conversation: 'c', begun, answers, writer }));
      expect(index?.conversation).toEqual(root?.conversation);
      expect(index && wasWrittenAt(index, at(9), 3 * SECOND_MS)).toBe(true);
      expect(index && wasWrittenAt(index, at(30), 14 * DAY_MS)).toBe(false);
    },
  );

  it('may be folded over lines', () => {
    const text = threadIndex({ conversation: 'c', begun: at(2), answers: [at(3), at(4)] });
    expect(readThreadIndex(`${text.slice(0, 20)}\r\n ${text.slice(20)}`)).toEqual(readThreadIndex(text));
  });
});

const changed = (change: (bytes: Buffer) => void) => {
  const bytes = Buffer.from(threadIndex({ conversation: 'c', begun: at(2) }), 'base64');
  change(bytes);
  return bytes.toString('base64');
};

test.each([
  ['nothing', ''],
  ['no base64', 'Re: valves!'],
  ['a shorter one', changed(() => undefined).slice(0, 12)],
  ['one that ends within an answer', Buffer.alloc(24, 1).toString('base64')],
  ['one whose conversation is zero', changed((bytes) => bytes.fill(0, 6))],
  ['one whose conversation is a single byte', changed((bytes) => bytes.fill(255, 6))],
  ['one of another kind', changed((bytes) => bytes.fill(9, 0, 1))],
  ['one from before there was Outlook', changed((bytes) => bytes.fill(0, 1, 6))],
  ['one of a thousand and one answers', Buffer.alloc(22 + 5005, 1).toString('base64')],
])('%s is none', (_, value) => {
  expect(readThreadIndex(value)).toBeNull();
});

test('no bytes and no text make it fail', () => {
  assert(
    property(uint8Array({ maxLength: 60 }), (bytes) => {
      const index = readThreadIndex(Buffer.from(bytes).toString('base64'));
      expect(index === null || index.conversation.length === 16).toBe(true);
    }),
  );
  assert(
    property(array(constantFrom('A', '=', '+', ' ', '\n', '%', 'é'), { maxLength: 60 }), (letters) => {
      readThreadIndex(letters.join(''));
    }),
  );
});

test('what a program writes is what is read, for any time and any number of answers', () => {
  const day = date({ min: new Date('2000-01-01'), max: new Date('2050-01-01'), noInvalidDate: true });
  assert(
    property(constantFrom(...WRITERS), array(day, { minLength: 1, maxLength: 6 }), (writer, days) => {
      const [begun = at(1), ...answers] = days.toSorted((a, b) => a.getTime() - b.getTime());
      const index = readThreadIndex(threadIndex({ conversation: 'c', begun, answers, writer }));
      // The field counts in 26 ms, or in 0.8 s when years have passed; Exchange's header in 1.7 s.
      expect(index && wasWrittenAt(index, answers.at(-1) ?? begun, 3 * SECOND_MS)).toBe(true);
    }),
  );
});
