import { expect, test } from 'vitest';
import type { Evidence, InboundRow } from './evidence.ts';
import { judge } from './judge.ts';
import type { PlannedMail, Posting } from './plan.ts';

const mailbox = { tenant: 'acme', entity: 'north', address: 'sales@acme.example' };
const mail = (key: string, thread: string, kind: PlannedMail['kind'] = 'good'): PlannedMail => ({
  key,
  thread,
  kind,
  mailbox,
});
const posting = (one: PlannedMail): Posting => ({
  mail: one,
  bytes: Buffer.alloc(0),
  sha256: `sha of ${one.key}`,
  copy: false,
});

const [first, reply] = [mail('a', 't'), mail('b', 't')];
const [poison, noise] = [mail('p', 'p', 'poison'), mail('n', 'n', 'noise')];
const row = (id: string, of: PlannedMail, change: Partial<InboundRow>): InboundRow => ({
  id,
  ...{ tenant: 'acme', entity: 'north', state: 'done', card_id: 'card', reason: null, duplicate_of: null },
  sha256: `sha of ${of.key}`,
  ...change,
});
const told = (...types: string[]) => new Map(['mail.accepted', ...types].map((type) => [type, 1]));

/** A thread of two, a copy of its first, one that died, and an automatic reply. */
function sound(): { postings: Posting[]; answers: Map<string, PlannedMail>; evidence: Evidence } {
  return {
    postings: [first, reply, poison, noise].map(posting),
    answers: new Map([
      ['1', first],
      ['2', reply],
      ['4', poison],
    ]),
    evidence: {
      inbound: [
        row('1', first, {}),
        row('2', reply, {}),
        row('3', first, { state: 'duplicate', duplicate_of: '1' }),
        row('4', poison, { state: 'dead', card_id: null }),
        row('5', noise, { state: 'ignored', card_id: null, reason: 'automatic' }),
      ],
      emails: [
        { inbound_id: '1', card_id: 'card' },
        { inbound_id: '2', card_id: 'card' },
      ],
      cards: [{ id: 'card', mail_count: 2 }],
      merged: 0,
      syncErrors: new Map([['4', 1]]),
      events: new Map([
        ['1', told('card.created')],
        ['2', told('card.mail_appended', 'card.reopened')],
        ['3', told('mail.duplicate_ignored')],
        ['4', told('mail.dead')],
        ['5', told('mail.ignored')],
      ]),
      outbox: 0,
    },
  };
}

test('finds nothing wrong where nothing is', () => {
  expect(judge(sound())).toEqual({
    accepted: 3,
    unanswered: 2,
    unique: 4,
    cards: 1,
    merged: 0,
    appended: 1,
    duplicates_ignored: 1,
    ignored: 1,
    dead: 1,
    poison: 1,
    lost: 0,
    doubled: 0,
    findings: [],
  });
});

type Change = (evidence: Evidence, answers: Map<string, PlannedMail>) => void;
const set = (evidence: Evidence, id: string, change: Partial<InboundRow>) => {
  const at = evidence.inbound.findIndex((one) => one.id === id);
  Object.assign(evidence.inbound[at] ?? {}, change);
};

test.each<[string, Change]>([
  ['an answered mail that is not there', (_, answers) => void answers.set('9', first)],
  ['other bytes than were sent', (evidence) => set(evidence, '1', { sha256: 'sha of b' })],
  ['a mail with the wrong entity', (evidence) => set(evidence, '1', { entity: 'south' })],
  ['a mail without its effect', ({ emails }) => void emails.pop()],
  ['a mail that never ended', (evidence) => set(evidence, '2', { state: 'processing', card_id: null })],
  ['a good mail that died', (evidence) => set(evidence, '3', { state: 'dead' })],
  ['noise that opened a card', (evidence) => set(evidence, '5', { state: 'done', card_id: 'card' })],
  ['noise that was ignored without a reason', (evidence) => set(evidence, '5', { reason: null })],
  ['a good mail that was ignored', (evidence) => set(evidence, '2', { state: 'ignored' })],
  ['a copy of nothing', (evidence) => set(evidence, '3', { duplicate_of: null })],
  ['a copy of another mail', (evidence) => set(evidence, '3', { duplicate_of: '2' })],
  ['poison that did not die', (evidence) => set(evidence, '4', { state: 'ignored' })],
  ['a death without SyncError', ({ syncErrors }) => void syncErrors.clear()],
  ['a wrong count of mails', ({ cards }) => void Object.assign(cards[0] ?? {}, { mail_count: 3 })],
  ['a missing event', ({ events }) => void events.get('1')?.delete('mail.accepted')],
  ['a missing outcome event', ({ events }) => void events.get('3')?.delete('mail.duplicate_ignored')],
  ['a row in the outbox', (evidence) => void (evidence.outbox = 1)],
])('counts as lost: %s', (_, change) => {
  const { postings, answers, evidence } = sound();
  change(evidence, answers);
  const { lost, findings } = judge({ postings, answers, evidence });
  expect(lost).toBeGreaterThan(0);
  expect(findings).not.toEqual([]);
});

test.each<[string, Change]>([
  [
    'a mail that is twice on its card',
    ({ emails }) => void emails.push({ inbound_id: '2', card_id: 'card' }),
  ],
  ['a copy that has an effect too', ({ emails }) => void emails.push({ inbound_id: '3', card_id: 'card' })],
  [
    'a second card of the thread',
    ({ emails, cards }) => {
      Object.assign(emails[1] ?? {}, { card_id: 'other' });
      cards.push({ id: 'other', mail_count: 1 });
    },
  ],
  ['a card without mail', ({ cards }) => void cards.push({ id: 'empty', mail_count: 0 })],
  ['a second outcome event', ({ events }) => void events.get('1')?.set('mail.dead', 1)],
  ['the same event twice', ({ events }) => void events.get('2')?.set('card.mail_appended', 2)],
  ['two SyncErrors', ({ syncErrors }) => void syncErrors.set('4', 2)],
  ['a SyncError of a mail that lives', ({ syncErrors }) => void syncErrors.set('1', 1)],
  [
    'a mail that nobody sent',
    ({ inbound, events }) => {
      inbound.push(row('9', mail('stranger', 's'), {}));
      events.set('9', told('card.created'));
    },
  ],
])('counts as doubled: %s', (_, change) => {
  const { postings, answers, evidence } = sound();
  change(evidence, answers);
  const { doubled, findings } = judge({ postings, answers, evidence });
  expect(doubled).toBeGreaterThan(0);
  expect(findings).not.toEqual([]);
});

test('two threads on one card are a loss', () => {
  const { postings, answers, evidence } = sound();
  const stranger = mail('c', 'other thread');
  evidence.inbound.push(row('6', stranger, {}));
  evidence.events.set('6', told('card.mail_appended'));
  evidence.emails.push({ inbound_id: '6', card_id: 'card' });
  const { findings } = judge({ postings: [...postings, posting(stranger)], answers, evidence });
  expect(findings).toContainEqual(expect.stringContaining('is also that of t'));
});
