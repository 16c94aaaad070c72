import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestMail } from '../../../test/mails.ts';
import { seedTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { threadIndex } from '../../../test/thread-index.ts';
import { threadLab, type ThreadLab } from '../../../test/threads.ts';

let test: TestDatabase;
let lab: ThreadLab;
let turn = 0;

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 16 });
  lab = threadLab(test.db, await seedTenant(test.db, 'ours'));
});
afterAll(() => test.close());

const ADA = 'Ada Byron <ada@buyer.example>';
const BOB = 'bob@buyer.example';
const EVE = 'eve@elsewhere.example';
const SALES = 'sales@north.ours.example';
const on = (n: number) => new Date(Date.UTC(2026, 10, n, 9)).toUTCString();
const at = (n: number) => new Date(Date.UTC(2026, 10, n, 9));
const TOPIC = '40 ball valves for Ulm';

/** Which of the mails share a card: a letter for each, in the order of arrival. `#` in a field is another number each time. */
async function groups(mails: readonly TestMail[]): Promise<string> {
  turn += 1;
  const own = (mail: TestMail): TestMail =>
    JSON.parse(JSON.stringify(mail).replaceAll('#', String(turn)), (_, value: unknown) => value) as TestMail;
  const cards: string[] = [];
  for (const mail of mails) cards.push(await lab.receive(own({ subject: `${TOPIC} #`, ...mail })));
  const distinct = [...new Set(cards)];
  return cards.map((card) => String.fromCharCode(65 + distinct.indexOf(card))).join('');
}

const begun = at(2);
const index = (answers: Date[] = [], writer: 'outlook' | 'exchange' = 'outlook') => ({
  threadIndex: threadIndex({ conversation: `c${turn + 1}`, begun, answers, writer }),
});
const subject = (text: string) => ({ subject: `${text} #` });

/** What real mail programs send, and what belongs together. */
const CASES: [string, string, () => TestMail[]][] = [
  // Identifiers
  [
    'Gmail answers with References and In-Reply-To',
    'AAA',
    () => [
      { messageId: 'g1#@x' },
      { messageId: 'g2#@x', ...subject(`Re: ${TOPIC}`), inReplyTo: 'g1#@x', references: ['g1#@x'] },
      { ...subject(`Re: ${TOPIC}`), inReplyTo: 'ours#@x', references: ['g1#@x', 'g2#@x', 'ours#@x'] },
    ],
  ],
  [
    'Apple Mail answers under another subject',
    'AA',
    () => [
      { messageId: 'm#@x' },
      { ...subject('Re: Delivery to Ulm'), inReplyTo: 'm#@x', references: ['m#@x'] },
    ],
  ],
  // Thread-Index
  [
    'Outlook answers without References',
    'AAA',
    () => [
      { ...index(), date: on(2) },
      { ...index([at(4)]), ...subject(`RE: ${TOPIC}`), date: on(4) },
      { ...index([at(4), at(9)]), ...subject(`RE: ${TOPIC}`), date: on(9), from: BOB },
    ],
  ],
  [
    'Exchange, the answer before the first mail',
    'AA',
    () => [
      { ...index([at(4)], 'exchange'), ...subject(`AW: ${TOPIC}`), date: on(4), inReplyTo: 'unseen#@x' },
      { ...index([], 'exchange'), date: on(2) },
    ],
  ],
  [
    'Outlook answers months later, through a gateway that marks the subject',
    'AA',
    () => [
      { ...index(), date: on(2) },
      { ...index([at(190)]), ...subject(`[EXTERNAL] RE: ${TOPIC}`), date: on(190) },
    ],
  ],
  [
    'an order from a template, month after month, with the Thread-Index of the template',
    'ABC',
    () => [2, 32, 62].map((n) => ({ ...index(), ...subject('Standing order Ulm'), date: on(n) })),
  ],
  [
    'Outlook forwards to us what somebody else had sent to us',
    'AB',
    () => [
      { ...index(), messageId: 'o#@x', date: on(2) },
      {
        ...index([at(3)]),
        ...subject(`FW: ${TOPIC}`),
        from: EVE,
        date: on(3),
        inReplyTo: 'o#@x',
        references: ['o#@x'],
      },
    ],
  ],
  // Forwards
  [
    'three customers forward one circular',
    'ABC',
    () =>
      [ADA, BOB, EVE].map((from) => ({
        ...subject('Fwd: Tender notice 31 water supply'),
        from,
        references: ['circular#@x'],
      })),
  ],
  [
    'somebody forwards an own mail as a reminder',
    'AA',
    () => [{ messageId: 'p#@x' }, { ...subject(`Fwd: ${TOPIC}`), inReplyTo: 'p#@x', references: ['p#@x'] }],
  ],
  [
    'an answer to a forward stays with the forward, also over a mail of ours that is not here',
    'ABB',
    () => [
      { messageId: 'q#@x' },
      { messageId: 'f#@x', ...subject(`Fwd: ${TOPIC}`), from: EVE, references: ['q#@x'] },
      { ...subject(`Re: Fwd: ${TOPIC}`), from: EVE, inReplyTo: 'o#@x', references: ['q#@x', 'f#@x', 'o#@x'] },
    ],
  ],
  [
    'an answer to a forward before the forward',
    'ABB',
    () => [
      { messageId: 'q#@x' },
      { ...subject(`Re: Fwd: ${TOPIC}`), from: EVE, inReplyTo: 'o#@x', references: ['q#@x', 'f#@x', 'o#@x'] },
      { messageId: 'f#@x', ...subject(`Fwd: ${TOPIC}`), from: EVE, references: ['q#@x'] },
    ],
  ],
  [
    'somebody whom the one who forwarded has brought in answers, with that one in copy',
    'AA',
    () => [
      { messageId: 'f#@x', ...subject(`Fwd: ${TOPIC}`), from: EVE, references: ['q#@x'] },
      {
        ...{ ...subject(`Re: Fwd: ${TOPIC}`), from: BOB, cc: EVE },
        ...{ inReplyTo: 'o#@x', references: ['q#@x', 'f#@x', 'o#@x'] },
      },
    ],
  ],
  // The subject alone
  ...[
    `Re: ${TOPIC}`,
    `AW: ${TOPIC}`,
    `[EXT] Antw: ${TOPIC}`,
    `SV: Re: ${TOPIC.toUpperCase()}`,
    `Re[2]: ${TOPIC}`,
  ].map((text): [string, string, () => TestMail[]] => [
    `a phone that drops all headers answers: ${text}`,
    'AA',
    () => [{ date: on(2) }, { ...subject(text), date: on(5) }],
  ]),
  [
    'a phone answers in French',
    'AA',
    () => [subject('Demande de vannes pour Lyon'), subject('Re : Demande de vannes pour Lyon')],
  ],
  [
    'a phone answers in Arabic',
    'AA',
    () => [subject('صمامات كروية لمصنع دبي'), subject('\u200fرد: صمامات كروية لمصنع دبي')],
  ],
  [
    'a phone answers in Hindi',
    'AA',
    () => [subject('चेन्नई के लिए बॉल वाल्व'), subject('उत्तर: चेन्नई के लिए बॉल वाल्व')],
  ],
  ['somebody who was in copy answers', 'AA', () => [{ cc: BOB }, { ...subject(`Re: ${TOPIC}`), from: BOB }]],
  [
    'a copy of what we answered comes in',
    'AA',
    () => [{}, { ...subject(`Re: ${TOPIC}`), from: `Sales <${SALES}>`, to: `${ADA}, ${SALES}` }],
  ],
  ['a stranger answers', 'AB', () => [{}, { ...subject(`Re: ${TOPIC}`), from: EVE }]],
  [
    'an answer comes after two weeks',
    'AB',
    () => [{ date: on(2) }, { ...subject(`Re: ${TOPIC}`), date: on(17) }],
  ],
  [
    'an answer names a mail that is not here',
    'AB',
    () => [{}, { ...subject(`Re: ${TOPIC}`), inReplyTo: 'no#@x' }],
  ],
  ['an answer to one of two with that subject', 'ABC', () => [{}, {}, subject(`Re: ${TOPIC}`)]],
  ['a subject that every mail has', 'AB', () => [{ subject: 'Invoice' }, { subject: 'Re: Invoice' }]],
  ['no subject', 'AB', () => [{ subject: '' }, { subject: 'Re:' }]],
  ['the same order every month', 'ABC', () => [2, 32, 62].map((n) => ({ date: on(n) }))],
  ['the same order every day', 'ABC', () => [2, 3, 4].map((n) => ({ date: on(n) }))],
  ['a forward without headers', 'AB', () => [{}, subject(`Fwd: ${TOPIC}`)]],
  [
    'an answer for another entity',
    'AB',
    () => [{}, { ...subject(`Re: ${TOPIC}`), to: 'sales@south.ours.example' }],
  ],
  // The answered mail comes later, as when a folder is imported
  [
    'an answer without headers before what it answers',
    'AA',
    () => [{ ...subject(`Re: ${TOPIC}`), date: on(5) }, { date: on(2) }],
  ],
  [
    'an answer without headers, and then the next order',
    'AB',
    () => [{ ...subject(`Re: ${TOPIC}`), date: on(5) }, { date: on(6) }],
  ],
  [
    'an answer without headers before two that it could answer: the second begins its own',
    'AAB',
    () => [{ ...subject(`Re: ${TOPIC}`), date: on(5) }, { date: on(3) }, { date: on(2), from: EVE }],
  ],
];

describe('the mails', () => {
  it.each(CASES)('%s: %s', async (_, expected, mails) => {
    expect(await groups(mails())).toBe(expected);
  });
});

describe('an answer without headers and the mail that it answers', () => {
  it('in the same instant end on one card, time after time', async () => {
    for (let time = 0; time < 15; time += 1) {
      const topic = { subject: `Instant ${time} of valve ${time}${time}` };
      const ids = await Promise.all([
        lab.arrive({ ...topic, date: on(2), messageId: `first${time}@x` }),
        lab.arrive({ subject: `Re: ${topic.subject}`, date: on(3), messageId: `answer${time}@x` }),
      ]);
      await Promise.all(ids.map((id) => lab.place(id)));
      const cards = await lab.cardsOf([`first${time}@x`, `answer${time}@x`]);
      expect(new Set(cards).size, `time ${time}`).toBe(1);
    }
  });

  it('find each other among the newest only when few share the subject', async () => {
    const crowd = { subject: 'Campaign 4711 on gate valves' };
    for (let n = 0; n < 21; n += 1) await lab.receive({ ...crowd, from: `buyer${n}@x.example` });
    const before = await lab.count('cards', { title: crowd.subject });
    await lab.receive({ subject: `Re: ${crowd.subject}`, from: 'buyer20@x.example' });
    expect(before).toBe(21);
    expect(await lab.count('cards', { title: `Re: ${crowd.subject}` })).toBe(1);
  });
});
