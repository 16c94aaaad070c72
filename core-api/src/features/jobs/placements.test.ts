import { array, assert, asyncProperty, nat } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestMail } from '../../../test/mails.ts';
import { seedTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { threadLab, type ThreadLab } from '../../../test/threads.ts';

let test: TestDatabase;
let lab: ThreadLab;
let turn = 0;

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 16 });
  lab = threadLab(test.db, await seedTenant(test.db, 'ours'));
});
afterAll(() => test.close());

/** Message-IDs and subjects that no other round has. */
function round() {
  turn += 1;
  const now = turn;
  const id = (name: string) => `${name}.${now}@together.example`;
  return {
    id,
    mail: (name: string, ancestors: readonly string[] = []): TestMail => ({
      ...{ messageId: id(name), subject: `${ancestors.length > 0 ? 'Re: ' : ''}Round ${now} of valves` },
      ...(ancestors.length > 0
        ? { references: ancestors.map(id), inReplyTo: id(ancestors.at(-1) ?? '') }
        : {}),
    }),
    cards: async (names: readonly string[]) => [...new Set(await lab.cardsOf(names.map(id)))],
  };
}

const arriveAll = (mails: readonly TestMail[]) => Promise.all(mails.map((mail) => lab.arrive(mail)));

interface CardEvent {
  type: string;
  inbound_id: string;
  card_id: string;
  xid: string;
  correlation_id: string;
}

const eventsOf = (ids: readonly string[]) =>
  lab.hq((tx) =>
    tx
      .sql<CardEvent>('events')
      .whereIn('inbound_id', ids)
      .whereIn('type', ['card.created', 'card.mail_appended'])
      .select<CardEvent[]>('type', 'inbound_id', 'card_id', tx.sql.raw('xid::text'), 'correlation_id'),
  );

describe('mails that begin conversations in one instant', () => {
  it('get a card each, in fewer transactions than there are mails', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `m${n}`);
    const mails = names.map((name) => round().mail(name));
    const ids = await arriveAll(mails);
    const placed = await lab.placeTogether(ids);
    expect(placed.every(({ action }) => action === 'created')).toBe(true);
    expect(new Set(placed.map(({ card_id }) => card_id)).size).toBe(20);
    const told = await eventsOf(ids);
    expect(new Map(told.map((event) => [event.inbound_id, event.card_id]))).toEqual(
      new Map(ids.map((id, at) => [id, placed[at]?.card_id])),
    );
    // The first goes alone, the others gather behind it.
    expect(new Set(told.map(({ xid }) => xid)).size).toBe(2);
  });

  it('lie there under the correlation ids of their own calls', async () => {
    const ids = await arriveAll([round().mail('a'), round().mail('b'), round().mail('c')]);
    const placed = await lab.placeTogether(ids);
    const calls = new Set(ids.map((id) => `call-${id}`));
    expect(new Set((await eventsOf(ids)).map((event) => event.correlation_id))).toEqual(calls);
    const cards = placed.map(({ card_id }) => card_id);
    for (const [table, column] of [['cards', 'id'] as const, ['emails', 'card_id'] as const]) {
      const rows = await lab.hq((tx) =>
        tx.sql<Record<string, string>>(table).whereIn(column, cards).select('correlation_id'),
      );
      expect(new Set(rows.map((row) => row['correlation_id'])), table).toEqual(calls);
    }
  });

  it('may have the same subject, and are still not one', async () => {
    const { mail } = round();
    const ids = await arriveAll(['a', 'b', 'c', 'd'].map((name) => mail(name)));
    const placed = await lab.placeTogether(ids);
    expect(new Set(placed.map(({ card_id }) => card_id)).size).toBe(4);
  });

  it('keep their words, whatever these are made of', async () => {
    const { mail, id } = round();
    const odd = { ...mail('b'), subject: 'Quotes "\\u0000" {a,b} \\ ? $1 \u{1F600}' };
    const placed = await lab.placeTogether(await arriveAll([mail('a'), odd, mail('c')]));
    expect(placed.map(({ action }) => action)).toEqual(['created', 'created', 'created']);
    const [row] = await lab.hq((tx) =>
      tx
        .sql<{ subject: string; message_id: string }>('emails')
        .where({ message_id: `<${id('b')}>` })
        .select('subject'),
    );
    expect(row?.subject).toBe(odd.subject);
  });
});

describe('mails of one conversation in one instant', () => {
  it.each([1, 2, 3])('end on one card, with %i workers, whatever the conversation is', async (workers) => {
    await assert(
      asyncProperty(array(nat(), { minLength: 2, maxLength: 6 }), nat(5), async (answers, rotation) => {
        const { mail, cards } = round();
        const ancestors: string[][] = [];
        const mails = answers.map((answered, n) => {
          const parent = n === 0 ? -1 : answered % n;
          ancestors.push(parent < 0 ? [] : [...(ancestors[parent] ?? []), `m${parent}`]);
          return mail(`m${n}`, ancestors[n]);
        });
        // Between strangers, as on a busy day.
        const strangers = [round().mail('x'), round().mail('y')];
        const ids = await arriveAll([...mails.slice(rotation), ...strangers, ...mails.slice(0, rotation)]);
        await lab.placeTogether(ids, workers);
        const found = await cards(answers.map((_, n) => `m${n}`));
        expect(found).toHaveLength(1);
        expect(
          await lab.count('cards', { id: found[0], mail_count: answers.length, merged_into: null }),
        ).toBe(1);
      }),
      { numRuns: 12 },
    );
  });

  it('joins the card that is there already', async () => {
    const { mail } = round();
    const card = await lab.receive(mail('a'));
    const [answer] = await lab.placeTogether(await arriveAll([mail('b', ['a'])]));
    expect(answer).toMatchObject({ card_id: card, action: 'appended' });
  });

  it('finds the mail that a lost answer was sent to, by its subject', async () => {
    const { mail } = round();
    const people = { from: 'Ada <ada@buyer.example>', to: 'sales@north.ours.example' };
    const question = { ...mail('a'), ...people, date: 'Mon, 02 Nov 2026 09:00:00 +0000' };
    const { subject } = question;
    const answer = {
      ...mail('b'),
      ...people,
      subject: `Re: ${subject}`,
      date: 'Mon, 02 Nov 2026 10:00:00 +0000',
    };
    const [first] = await lab.placeTogether(await arriveAll([answer]));
    const [second] = await lab.placeTogether(await arriveAll([question]));
    expect(second?.card_id).toBe(first?.card_id);
  });

  it('is placed once, however often and together with whom it is tried', async () => {
    const ids = await arriveAll([round().mail('a'), round().mail('b')]);
    const first = await lab.placeTogether(ids);
    const again = await Promise.all([...ids, ...ids].map((id) => lab.place(id)));
    expect(again.map(({ card_id }) => card_id)).toEqual([...first, ...first].map(({ card_id }) => card_id));
    expect(await eventsOf(ids)).toHaveLength(2);
  });
});

describe('a key that somebody takes in this moment', () => {
  it('is waited for, and the mail goes where it leads', async () => {
    const { mail, id } = round();
    const [asked] = await arriveAll([mail('a')]);
    const [answer] = await arriveAll([mail('b', ['a'])]);
    const held = Promise.withResolvers<void>();
    const placedAnswer = Promise.withResolvers<void>();
    // An answer that was placed, and takes along the key of the mail that it answers, but is not committed yet.
    const slow = lab.hq(async (tx) => {
      await lab.placeIn(tx, answer ?? '');
      placedAnswer.resolve();
      await held.promise;
    });
    await placedAnswer.promise;
    const together = lab.placeTogether([asked ?? '']);
    await lab.until(`SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'`);
    held.resolve();
    await slow;
    await together;
    expect(new Set(await lab.cardsOf([id('a'), id('b')])).size).toBe(1);
  });
});
