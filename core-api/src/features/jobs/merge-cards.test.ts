import type { CardDetail } from '@pebble/contract/cards';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { threadLab, type ThreadLab } from '../../../test/threads.ts';

let test: TestCore;
let lab: ThreadLab;
let admin: string;
let turn = 0;

beforeAll(async () => {
  test = await createTestCore();
  lab = threadLab(test.db, test.ours);
  admin = await test.signIn('admin');
});
afterAll(() => test.close());

const read = async (id: string, token = admin) =>
  (await test.send({ path: `/api/v1/cards/${id}/`, token })).body as CardDetail;
const move = (id: string, to: string) =>
  test.send({ method: 'POST', path: `/api/v1/cards/${id}/move/`, token: admin, body: { to } });
const listed = async (query: string) => {
  const reply = await test.send({ path: `/api/v1/cards/?${query}`, token: admin });
  return (reply.body as { items: { id: string }[] }).items.map((card) => card.id);
};
const types = (card: CardDetail) => card.history.map((event) => event.type);

/** Mails a and c, whose threads nobody can tell to be one before b comes: it answers a, and c answers it. */
function threeMails(change: Record<'a' | 'b' | 'c', TestMail> = { a: {}, b: {}, c: {} }) {
  turn += 1;
  const id = (name: string) => `${name}.${turn}@buyer.example`;
  return {
    a: { messageId: id('a'), subject: `Merger ${turn} alpha`, body: `alpha${turn}`, ...change.a },
    b: { messageId: id('b'), subject: `Re: Merger ${turn}`, inReplyTo: id('a'), ...change.b },
    c: {
      messageId: id('c'),
      subject: `Re: Merger ${turn} gamma`,
      inReplyTo: id('b'),
      body: `gamma${turn}`,
      ...change.c,
    },
    again: { messageId: id('d'), subject: `Re: Merger ${turn}`, references: [id('a'), id('b'), id('c')] },
  };
}

describe('two cards that turn out to be one', () => {
  it('become the older one, with all mails, words and history', async () => {
    const mails = threeMails();
    const [a, c] = [await lab.receive(mails.a), await lab.receive(mails.c)];
    expect(a).not.toBe(c);
    expect(await lab.receive(mails.b)).toBe(a);
    const card = await read(a);
    expect(card).toMatchObject({ title: mails.a.subject, mail_count: 3, merged_into: null, version: 3 });
    expect(card.mails.map((mail) => mail.message_id).sort()).toEqual(
      [mails.a, mails.b, mails.c].map((mail) => `<${mail.messageId}>`),
    );
    expect(types(card).filter((type) => type === 'card.created')).toHaveLength(2);
    expect(types(card).filter((type) => type === 'card.merged')).toHaveLength(1);
    expect(await listed(`text=gamma${turn}`)).toEqual([a]);
  });

  it('leave the other one behind as a way to it', async () => {
    const mails = threeMails();
    const [a, ofC] = [await lab.receive(mails.a), await lab.arrive(mails.c)];
    const c = (await lab.place(ofC)).card_id;
    const before = await counted();
    await lab.receive(mails.b);
    const merged = await read(c);
    expect(merged).toMatchObject({ id: c, merged_into: a, mails: [], mail_count: 0 });
    expect(merged.history[0]).toMatchObject({ type: 'card.merged', card_id: c, data: { into: a } });
    expect(await listed(`text=merger+${turn}`)).toEqual([a]);
    expect(await counted()).toBe(before - 1);
    expect(await move(c, 'qualified')).toMatchObject({
      status: 409,
      body: { code: 'card_merged', existing_id: a },
    });
    expect((await move(a, 'qualified')).status).toBe(200);
    const ingestion = await test.send({ path: `/api/v1/ingestion/${ofC}/`, token: admin });
    expect(ingestion.body).toMatchObject({ state: 'done', card_id: a });
  });

  it('become the one on which somebody has worked, also when it is younger', async () => {
    const mails = threeMails();
    const [a, c] = [await lab.receive(mails.a), await lab.receive(mails.c)];
    await move(c, 'qualified');
    expect(await lab.receive(mails.b)).toBe(c);
    expect(await read(c)).toMatchObject({ column: 'qualified', mail_count: 3 });
    expect(await read(a)).toMatchObject({ merged_into: c });
  });

  it('come back to triage when the one that was worked on is closed', async () => {
    const mails = threeMails();
    const [a] = [await lab.receive(mails.a), await lab.receive(mails.c)];
    await move(a, 'lost');
    expect(await lab.place(await lab.arrive(mails.b))).toMatchObject({ card_id: a, action: 'reopened' });
    expect(await read(a)).toMatchObject({ column: 'triage', reopened: true, mail_count: 3 });
  });

  it('stay two that point to each other when people have worked on both, and say so once', async () => {
    const mails = threeMails();
    const [a, c] = [await lab.receive(mails.a), await lab.receive(mails.c)];
    await move(a, 'qualified');
    await move(c, 'lost');
    // Its own key has led to c, whose mail has named it.
    expect(await lab.receive(mails.b)).toBe(c);
    await lab.receive(mails.again);
    for (const [id, other] of [
      [a, c],
      [c, a],
    ] as const) {
      const card = await read(id);
      expect(card).toMatchObject({ merged_into: null, linked: [{ card_id: other, why: 'same_thread' }] });
      expect(card.history.filter((event) => event.type === 'card.linked')).toMatchObject([
        { data: { with: other } },
      ]);
    }
    expect(await read(a)).toMatchObject({ column: 'qualified' });
  });

  it('stay two when the mail that names both shares nobody with one of them', async () => {
    const mails = threeMails({ a: {}, b: { from: 'c@c.example' }, c: { from: 'c@c.example' } });
    const [a, c] = [await lab.receive(mails.a), await lab.receive(mails.c)];
    expect(await lab.receive(mails.b)).toBe(c);
    expect(await read(a)).toMatchObject({ merged_into: null, linked: [{ card_id: c }] });
  });
});

const counted = async () => {
  const reply = await test.send({ path: '/api/v1/boards/', token: admin });
  const { items } = reply.body as { items: { columns: { card_count: number }[] }[] };
  return items.flatMap((board) => board.columns).reduce((sum, column) => sum + column.card_count, 0);
};

describe('cards that were merged', () => {
  it('lead to the last one over several mergers, and so do their links', async () => {
    const id = (name: string) => `${name}.chain@buyer.example`;
    const subject = 'A chain of five';
    const other = await lab.receive({ messageId: id('other'), subject });
    const [x, y, z] = [
      await lab.receive({ messageId: id('x'), subject }),
      await lab.receive({ messageId: id('y'), subject }),
      await lab.receive({ messageId: id('z'), subject }),
    ];
    await move(other, 'qualified');
    await move(y, 'qualified');
    // y is linked with the other card, x goes into y, then y and z meet on a mail that names z first.
    await lab.receive({ references: [id('other'), id('y')], subject });
    await lab.receive({ references: [id('x'), id('y')], subject });
    await lab.receive({ references: [id('z'), id('x')], subject });
    expect(await read(x)).toMatchObject({ merged_into: y });
    expect(await read(z)).toMatchObject({ merged_into: y });
    expect(await read(y)).toMatchObject({ mail_count: 6, linked: [{ card_id: other }] });
    expect(types(await read(y)).filter((type) => type === 'card.created')).toHaveLength(3);
    const [alive] = await lab.cardsOf([id('x')]);
    expect(alive).toBe(y);
    expect(await lab.receive({ inReplyTo: id('x'), subject })).toBe(y);
  });
});

describe('a merger and a person on the same card in the same instant', () => {
  it('never undo what the person did', async () => {
    for (let time = 0; time < 15; time += 1) {
      const mails = threeMails();
      const [a, c, b] = [await lab.receive(mails.a), await lab.receive(mails.c), await lab.arrive(mails.b)];
      const [moved] = await Promise.all([move(c, 'qualified'), lab.place(b)]);
      const [card, other] = [await read(c), await read(a)];
      if (moved.status === 200) expect(card).toMatchObject({ merged_into: null, column: 'qualified' });
      else expect(moved.body).toMatchObject({ code: 'card_merged', existing_id: a });
      expect([card.merged_into, other.merged_into].filter(Boolean), `time ${time}`).toHaveLength(1);
      expect(card.mail_count + other.mail_count).toBe(3);
    }
  });
});
