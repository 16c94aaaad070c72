import { array, assert, asyncProperty, constantFrom, infiniteStream, nat, record } from 'fast-check';
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
  const id = (name: string) => `${name}.${turn}@buyer.example`;
  const mail = (name: string, ancestors: readonly string[] = []): TestMail => ({
    ...{ messageId: id(name), subject: `${ancestors.length > 0 ? 'Re: ' : ''}Round` },
    ...(ancestors.length > 0 ? { references: ancestors.map(id), inReplyTo: id(ancestors.at(-1) ?? '') } : {}),
  });
  const cards = async (...names: string[]) => [...new Set(await lab.cardsOf(names.map(id)))];
  return { id, mail, cards };
}

/** A conversation of five: b answers a, c and d answer b, e answers d. */
const FAMILY: Record<string, string[]> = {
  a: [],
  b: ['a'],
  c: ['a', 'b'],
  d: ['a', 'b'],
  e: ['a', 'b', 'd'],
};
const NAMES = Object.keys(FAMILY);

function* permutations(names: readonly string[]): Generator<string[]> {
  if (names.length === 0) yield [];
  for (const name of names) {
    for (const rest of permutations(names.filter((other) => other !== name))) yield [name, ...rest];
  }
}

describe('the mails of a thread end on one card', () => {
  it('in whatever order they arrive', async () => {
    for (const order of permutations(['a', 'b', 'c', 'e'])) {
      const { mail, cards } = round();
      for (const name of order) await lab.receive(mail(name, FAMILY[name]));
      expect(await cards(...order), order.join(' ')).toHaveLength(1);
    }
  });

  it('in whatever order they arrive, when each names only the one that it answers', async () => {
    const answers: Record<string, string[]> = { a: [], b: ['a'], c: ['b'], d: ['c'] };
    for (const order of permutations(Object.keys(answers))) {
      const { mail, cards } = round();
      for (const name of order) await lab.receive(mail(name, answers[name]));
      expect(await cards('a', 'b', 'c', 'd'), order.join(' ')).toHaveLength(1);
    }
  });

  it('whatever conversation it is, however its programs name what they answer, and in any order', async () => {
    const mailOf = record({ answers: nat(), style: constantFrom('all', 'nearest', 'references') });
    await assert(
      asyncProperty(
        array(mailOf, { minLength: 2, maxLength: 6 }),
        infiniteStream(nat()),
        async (drafts, dice) => {
          const { mail, cards } = round();
          const ancestors: string[][] = [];
          const mails = drafts.map(({ answers, style }, n) => {
            const parent = n === 0 ? -1 : answers % n;
            ancestors.push(parent < 0 ? [] : [...(ancestors[parent] ?? []), `m${parent}`]);
            const known = ancestors[n] ?? [];
            const { inReplyTo, ...rest } = mail(`m${n}`, style === 'nearest' ? known.slice(-1) : known);
            return style === 'references' || inReplyTo === undefined ? rest : { ...rest, inReplyTo };
          });
          const shuffled = mails
            .map((one) => ({ one, at: dice.next().value as number }))
            .sort((a, b) => a.at - b.at);
          for (const { one } of shuffled) await lab.receive(one);
          expect(await cards(...drafts.map((_, n) => `m${n}`))).toHaveLength(1);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('when they are placed in the same instant, time after time', async () => {
    for (let time = 0; time < 15; time += 1) {
      const { mail, cards } = round();
      const ids = await Promise.all(NAMES.map((name) => lab.arrive(mail(name, FAMILY[name]))));
      await Promise.all(ids.map((one) => lab.place(one)));
      const [card, ...others] = await cards(...NAMES);
      expect(others, `time ${time}`).toEqual([]);
      expect(await lab.count('cards', { id: card, mail_count: NAMES.length, merged_into: null })).toBe(1);
    }
  });

  it('when those that link them come in the same instant, time after time', async () => {
    for (let time = 0; time < 15; time += 1) {
      const { mail, cards } = round();
      // Four threads, as far as anybody can tell.
      const first = [mail('a'), mail('c', ['b']), mail('e', ['d']), mail('g', ['f'])];
      for (const one of first) await lab.receive(one);
      const links = [mail('b', ['a']), mail('d', ['c']), mail('f', ['e'])];
      const ids = await Promise.all(links.map((one) => lab.arrive(one)));
      await Promise.all(ids.map((one) => lab.place(one)));
      expect(await cards('a', 'b', 'c', 'd', 'e', 'f', 'g'), `time ${time}`).toHaveLength(1);
    }
  });

  it('when the one that links two comes in the same instant as one of them, time after time', async () => {
    for (let time = 0; time < 15; time += 1) {
      const { mail, cards } = round();
      await lab.receive(mail('a'));
      const ids = await Promise.all([lab.arrive(mail('b', ['a'])), lab.arrive(mail('c', ['b']))]);
      await Promise.all(ids.map((one) => lab.place(one)));
      expect(await cards('a', 'b', 'c'), `time ${time}`).toHaveLength(1);
    }
  });

  it('when answers come to a card in the same instant in which it is merged, time after time', async () => {
    for (let time = 0; time < 15; time += 1) {
      const { mail, cards } = round();
      await lab.receive(mail('a'));
      await lab.receive(mail('c', ['b']));
      const answers = ['e', 'f', 'g', 'h'];
      const ids = [
        ...(await Promise.all(answers.map((name) => lab.arrive(mail(name, ['c']))))),
        await lab.arrive(mail('b', ['a'])),
      ];
      await Promise.all(ids.map((one) => lab.place(one)));
      const [card, ...others] = await cards('a', 'b', 'c', ...answers);
      expect(others, `time ${time}`).toEqual([]);
      expect(await lab.count('cards', { id: card, mail_count: 7, merged_into: null })).toBe(1);
    }
  });

  it('without a deadlock, also for a crowd that names each other in any order', async () => {
    for (let time = 0; time < 5; time += 1) {
      const { mail, cards } = round();
      const names = Array.from({ length: 60 }, (_, n) => `n${n}`);
      const crowd = names.filter((_, n) => n % 4 === 0);
      const turned = (at: number) => [...names.slice(at), ...names.slice(0, at)];
      const ids = await Promise.all(crowd.map((name, n) => lab.arrive(mail(name, turned(n * 7)))));
      await Promise.all(ids.map((one) => lab.place(one)));
      expect(await cards(...crowd)).toHaveLength(1);
    }
  });
});

describe('a thread', () => {
  it('never crosses entities', async () => {
    const { mail, cards } = round();
    await lab.receive(mail('a'));
    await lab.receive({ ...mail('b', ['a']), to: 'sales@south.ours.example' });
    expect(await cards('a', 'b')).toHaveLength(2);
  });

  it('that lost its race leaves nothing behind', async () => {
    const { mail } = round();
    const before = await lab.count('threads', {});
    const ids = await Promise.all(
      Array.from({ length: 10 }, (_, n) => lab.arrive(mail(`late${n}`, ['root']))),
    );
    await Promise.all(ids.map((one) => lab.place(one)));
    expect(await lab.count('threads', {})).toBe(before + 1);
  });
});
