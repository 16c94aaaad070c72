import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../../test/mails.ts';
import { placeForTest } from '../../../test/placed-card.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';

let test: TestCore;
let admin: string;
let agent: string;
let cardId: string;

beforeAll(async () => {
  test = await createTestCore();
  [admin, agent] = [await test.signIn('admin'), await test.signIn('agent')];
});
beforeEach(async () => {
  ({ cardId } = await placeForTest(test));
});
afterAll(() => test.close());

const move = (id: string, body: unknown, token = admin) =>
  test.send({ method: 'POST', path: `/api/v1/cards/${id}/move/`, token, body });

interface Detail {
  column: string;
  version: number;
  reopened: boolean;
  mail_count: number;
  mails: { tracking_id: string }[];
  history: { type: string }[];
}
const read = async (id: string) =>
  (await test.send({ path: `/api/v1/cards/${id}/`, token: admin })).body as Detail;
const movesOf = (card: Detail) => card.history.filter((event) => event.type === 'card.moved').length;

async function counts(token: string): Promise<Record<string, number>> {
  const { body } = await test.send({ path: '/api/v1/boards/', token });
  const { items } = body as {
    items: { key: string; columns: { key: string; card_count: number }[] }[];
  };
  const columns = items.find((board) => board.key === 'crm')?.columns ?? [];
  return Object.fromEntries(columns.map((column) => [column.key, column.card_count]));
}

describe('many moves of one card at once', () => {
  it('without a version all take their turn, and each that is legal is in the history', async () => {
    const targets = Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? 'qualified' : 'new'));
    const replies = await Promise.all(targets.map((to) => move(cardId, { to })));
    const done = replies.filter((reply) => reply.status === 200).length;
    expect(replies.every((reply) => [200, 409].includes(reply.status))).toBe(true);
    const card = await read(cardId);
    expect(card.version).toBe(1 + done);
    expect(movesOf(card)).toBe(done);
  });

  it('with one version leave exactly one winner', async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => move(cardId, { to: 'qualified', version: 1 })),
    );
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    expect(movesOf(await read(cardId))).toBe(1);
  });

  it('while replies arrive lose neither a mail nor a move', async () => {
    const { cardId: thread } = await placeForTest(test, 'north', { messageId: 'busy@b.example' });
    const [moved, ...placed] = await Promise.all([
      move(thread, { to: 'qualified' }),
      ...Array.from({ length: 5 }, () => placeForTest(test, 'north', { inReplyTo: 'busy@b.example' })),
    ]);
    expect(moved.status).toBe(200);
    expect(new Set(placed.map((one) => one.cardId))).toEqual(new Set([thread]));
    expect(await read(thread)).toMatchObject({ column: 'qualified', mail_count: 6, version: 7 });
  });
});

describe('a move', () => {
  it('by a role of another entity, or of nobody’s card, finds nothing', async () => {
    const south = await placeForTest(test, 'south');
    expect((await move(south.cardId, { to: 'qualified' }, agent)).status).toBe(404);
    expect((await move(test.ours.id, { to: 'qualified' })).status).toBe(404);
    expect(await read(south.cardId)).toMatchObject({ column: 'new', version: 1 });
  });

  it('takes the badge off a card that came back', async () => {
    const { cardId: thread } = await placeForTest(test, 'north', { messageId: 'back@b.example' });
    await move(thread, { to: 'lost' });
    await placeForTest(test, 'north', { inReplyTo: 'back@b.example' });
    expect(await read(thread)).toMatchObject({ column: 'triage', reopened: true });
    expect((await move(thread, { to: 'new' })).body).toMatchObject({ column: 'new', reopened: false });
  });

  it.each([{}, { to: '' }, { to: 7 }, { to: 'new', version: '1' }, { to: 'new', version: 1.5 }])(
    'asked for with %j is refused before anything is touched',
    async (body) => {
      expect((await move(cardId, body)).status).toBe(422);
      expect((await read(cardId)).version).toBe(1);
    },
  );
});

describe('the counts of a board', () => {
  it('are of the caller’s entities, and follow every move', async () => {
    const [all, north] = [await counts(admin), await counts(agent)];
    await placeForTest(test, 'south');
    await placeForTest(test, 'north');
    await move(cardId, { to: 'qualified' });
    // One new card in each entity, and one of north has gone on.
    const [allLater, northLater] = [await counts(admin), await counts(agent)];
    expect(allLater['new']).toBe((all['new'] ?? 0) + 1);
    expect(northLater['new']).toBe(north['new']);
    for (const [later, before] of [
      [allLater, all],
      [northLater, north],
    ] as const)
      expect(later['qualified']).toBe((before['qualified'] ?? 0) + 1);
    expect(Object.values(await counts(await test.signIn('admin', 'theirs'))).every((n) => n === 0)).toBe(
      true,
    );
  });

  it('do not grow with a mail that has no card yet', async () => {
    const before = await counts(admin);
    await acceptRaw(test.db, test.ours, rawMail());
    expect(await counts(admin)).toEqual(before);
  });
});
