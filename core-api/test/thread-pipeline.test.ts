import type { CardDetail } from '@pebble/contract/cards';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY, sealAll } from '../src/features/audit/testing/sealed-tenant.ts';
import { verifyTenant } from '../src/features/audit/verify-tenant.ts';
import { rawMail, type TestMail } from './mails.ts';
import { createTestCore, type TestCore } from './test-core.ts';
import { startTestWorker, type TestWorker } from './test-worker.ts';

/** Threads from the door to the card: over the real queue, the real flow and its token of one entity. */
let test: TestCore;
let worker: TestWorker;
let admin: string;
let manager: string;

const NORTH = 'sales@north.ours.example';
const ORDERS = 'orders@north.ours.example';
const SOUTH = 'sales@south.ours.example';
const ENQUIRY = {
  subject: 'Request for quotation: 40 ball valves DN50',
  body: 'Dear Sir, please send us your best quotation and price for 40 ball valves DN50.',
};

beforeAll(async () => {
  test = await createTestCore();
  worker = await startTestWorker(test);
  [admin, manager] = [await test.signIn('admin'), await test.signIn('manager')];
  await test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql('mailboxes').insert({
      ...{ id: uuid(), tenant_id: test.ours.id, entity_id: test.ours.entities['north'], address: ORDERS },
    }),
  );
});
afterAll(async () => {
  await worker.stop();
  await test.close();
});

async function post(mail: TestMail, mailbox?: string): Promise<string> {
  const path = `/api/v1/ingestion/email/${mailbox ? `?mailbox=${mailbox}` : ''}`;
  const raw = { type: 'message/rfc822', bytes: rawMail({ ...ENQUIRY, ...mail }) };
  const reply = await test.send({ method: 'POST', path, token: admin, raw });
  expect(reply.status).toBe(202);
  return (reply.body as { tracking_id: string }).tracking_id;
}
const receive = async (mail: TestMail) => (await worker.outcome(await post(mail))).card_id ?? '';
const read = async (id: string | null, token = admin) =>
  (await test.send({ path: `/api/v1/cards/${id}/`, token })).body as CardDetail;
const move = (id: string, to: string) =>
  test.send({ method: 'POST', path: `/api/v1/cards/${id}/move/`, token: manager, body: { to } });

describe('a thread', () => {
  it('whose mails come at once and name only the one before is one card, time after time', async () => {
    for (let time = 0; time < 5; time += 1) {
      const id = (n: number) => `chain${n}.${time}@buyer.example`;
      const ids = await Promise.all(
        [4, 2, 0, 3, 1].map((n) =>
          post(n === 0 ? { messageId: id(0) } : { messageId: id(n), inReplyTo: id(n - 1) }),
        ),
      );
      for (const one of ids) expect((await worker.outcome(one)).state).toBe('done');
      // Asked again when all have ended: a merger may have come after the first answers.
      const cards = await Promise.all(ids.map(async (one) => (await worker.outcome(one)).card_id));
      expect(new Set(cards).size, `time ${time}`).toBe(1);
      expect((await read(cards[0] ?? '')).mails).toHaveLength(5);
    }
  });

  it('that was merged leaves the audit chain whole', async () => {
    const [a, c] = [
      await receive({ messageId: 'audit-a@buyer.example' }),
      await receive({ messageId: 'audit-c@buyer.example', inReplyTo: 'audit-b@buyer.example' }),
    ];
    const b = await receive({ messageId: 'audit-b@buyer.example', inReplyTo: 'audit-a@buyer.example' });
    expect([b, (await read(c)).merged_into]).toEqual([a, a]);
    await sealAll(test.db, test.ours.id);
    const report = await verifyTenant({ db: test.db, key: KEY }, test.ours, []);
    expect(report.findings).toEqual([]);
  });
});

describe('a reply to a closed card', () => {
  it('brings it back to triage with a badge that a person takes away, and the history names mail and flow', async () => {
    const card = await receive({ messageId: 'closed@buyer.example' });
    await move(card, 'lost');
    const reply = await post({ inReplyTo: 'closed@buyer.example', from: 'Grace <grace@buyer.example>' });
    expect((await worker.outcome(reply)).card_id).toBe(card);
    const reopened = await read(card);
    expect(reopened).toMatchObject({ column: 'triage', reopened: true });
    expect(reopened.history.find((event) => event.type === 'card.reopened')).toMatchObject({
      ...{ tracking_id: reply, actor: 'flow:email-triage' },
      data: { board: 'crm', from: 'lost', to: 'triage' },
    });
    const listed = await test.send({ path: '/api/v1/cards/?board=crm&column=triage', token: manager });
    expect((listed.body as { items: { id: string; reopened: boolean }[] }).items).toContainEqual(
      expect.objectContaining({ id: card, reopened: true }),
    );
    expect((await move(card, 'qualified')).body).toMatchObject({ column: 'qualified', reopened: false });
  });
});

describe('the same mail', () => {
  it('at two mailboxes of one entity is one card that shows both, time after time', async () => {
    for (let time = 0; time < 5; time += 1) {
      const mail = { messageId: `two-boxes${time}@buyer.example`, to: `${NORTH}, ${ORDERS}` };
      const ids = await Promise.all([post(mail, NORTH), post(mail, ORDERS)]);
      const outcomes = await Promise.all(ids.map((id) => worker.outcome(id)));
      expect(outcomes.map((one) => one.state).sort()).toEqual(['done', 'duplicate']);
      const done = outcomes.find((one) => one.state === 'done');
      expect((await read(done?.card_id ?? '')).mailboxes).toEqual([ORDERS, NORTH]);
    }
  });

  it('for two entities is one card each, linked, and each sees its own', async () => {
    for (let time = 0; time < 5; time += 1) {
      const id = await post({ to: `${NORTH}, ${SOUTH}` });
      const first = await worker.outcome(id);
      const { also } = (await test.send({ path: `/api/v1/ingestion/${id}/`, token: admin })).body as {
        also: string[];
      };
      const second = await worker.outcome(also[0] ?? '');
      expect([first.state, second.state]).toEqual(['done', 'done']);
      expect((await read(first.card_id)).linked).toMatchObject([
        { card_id: second.card_id, why: 'same_mail' },
      ]);
      expect((await read(second.card_id)).linked).toMatchObject([{ card_id: first.card_id }]);
      expect(await read(first.card_id, manager)).toMatchObject({ linked: [], also_elsewhere: true });
      expect((await test.send({ path: `/api/v1/cards/${second.card_id}/`, token: manager })).status).toBe(
        404,
      );
    }
  });

  it('posted once by each of two listeners is one card each too', async () => {
    const mail = { messageId: 'two-listeners@buyer.example', to: `${NORTH}, ${SOUTH}` };
    const ids = await Promise.all([post(mail, NORTH), post(mail, SOUTH)]);
    const [north, south] = await Promise.all(ids.map(async (id) => (await worker.outcome(id)).card_id));
    expect((await read(north ?? '')).linked).toMatchObject([{ card_id: south }]);
  });
});
