import type { CardDetail } from '@pebble/contract/cards';
import type { InboundState } from '@pebble/contract/ingestion';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { threadLab, type ThreadLab } from '../../../test/threads.ts';
import { claim } from '../jobs/claim-mail.ts';
import { finishInbound, lockInbound } from '../jobs/inbound-mail.ts';

let test: TestCore;
let lab: ThreadLab;
let admin: string;
let manager: string;

const NORTH = 'sales@north.ours.example';
const ORDERS = 'orders@north.ours.example';
const SOUTH = 'sales@south.ours.example';

beforeAll(async () => {
  test = await createTestCore();
  lab = threadLab(test.db, test.ours);
  [admin, manager] = [await test.signIn('admin'), await test.signIn('manager')];
  await lab.hq((tx) =>
    tx.sql('mailboxes').insert({
      ...{ id: uuid(), tenant_id: test.ours.id, entity_id: test.ours.entities['north'], address: ORDERS },
    }),
  );
});
afterAll(() => test.close());

const read = async (id: string, token = admin) =>
  (await test.send({ path: `/api/v1/cards/${id}/`, token })).body as CardDetail;
const cardOf = async (trackingId: string) => (await lab.place(trackingId)).card_id;
const claimFor = (trackingId: string) =>
  lab.hq(async (tx) =>
    claim(tx, await lockInbound(tx, trackingId), await test.core.mails.load(tx, trackingId)),
  );
const setState = (trackingId: string, state: InboundState) =>
  lab.hq(async (tx) => finishInbound(tx, await lockInbound(tx, trackingId), { state }));
let turn = 0;
const copies = () => {
  turn += 1;
  const messageId = `copy${turn}@buyer.example`;
  return (to: string) => lab.arrive({ messageId, to });
};

describe('a mail to two mailboxes of one entity', () => {
  it('is one card that shows both, whichever copy was worked on first', async () => {
    const copy = copies();
    const card = await cardOf(await copy(NORTH));
    await lab.endAsCopy(await copy(ORDERS));
    expect((await read(card)).mailboxes).toEqual([ORDERS, NORTH]);
    expect((await read(card)).mails).toHaveLength(1);
  });

  it('shows both also when the copy had ended before there was a card', async () => {
    const copy = copies();
    const [first, second] = [await copy(ORDERS), await copy(NORTH)];
    await claimFor(first);
    await lab.endAsCopy(second);
    expect((await read(await cardOf(first))).mailboxes).toEqual([ORDERS, NORTH]);
  });

  it('shows both when both copies are worked on in the same instant', async () => {
    for (let time = 0; time < 10; time += 1) {
      const copy = copies();
      const ids = [await copy(NORTH), await copy(ORDERS)];
      const outcomes = await Promise.allSettled(ids.map((id) => lab.place(id)));
      const placed = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value.card_id] : []));
      expect(placed).toHaveLength(1);
      const late = ids[outcomes.findIndex((one) => one.status === 'rejected')] ?? '';
      await lab.endAsCopy(late);
      expect((await read(placed[0] ?? '')).mailboxes).toEqual([ORDERS, NORTH]);
    }
  });

  it('that a single copy names, is one card that shows both', async () => {
    const card = await lab.receive({ to: `${ORDERS}, somebody@elsewhere.example, ${NORTH}` });
    expect((await read(card)).mailboxes).toEqual([ORDERS, NORTH]);
  });

  it('shows all of them also when the first one died, and is brought back as a copy of its heir', async () => {
    const copy = copies();
    const [dead, ended, heir] = [await copy(NORTH), await copy(NORTH), await copy(ORDERS)];
    await claimFor(dead);
    await lab.endAsCopy(ended);
    await setState(dead, 'dead');
    const card = await cardOf(heir);
    await setState(dead, 'accepted');
    await lab.endAsCopy(dead);
    expect((await read(card)).mailboxes).toEqual([ORDERS, NORTH]);
  });

  it('gathers the mailboxes of a whole thread, and shows none for mail that named none', async () => {
    const card = await lab.receive({ messageId: 'gather@buyer.example', to: NORTH });
    await lab.receive({ inReplyTo: 'gather@buyer.example', to: ORDERS });
    expect((await read(card)).mailboxes).toEqual([ORDERS, NORTH]);
    expect((await read(await lab.receive({ to: 'x@elsewhere.example' }))).mailboxes).toEqual([]);
  });
});

describe('a mail to two entities', () => {
  const both = async () => {
    const copy = copies();
    const [north, south] = [await copy(NORTH), await copy(SOUTH)];
    return { north, south };
  };

  it('is one card each, placed with the rights of each entity in the same instant, and linked in both directions', async () => {
    for (let time = 0; time < 10; time += 1) {
      const ids = await both();
      const placed = await Promise.all([lab.place(ids.north, 'north'), lab.place(ids.south, 'south')]);
      const [north = '', south = ''] = placed.map((one) => one.card_id);
      expect((await read(north)).linked).toMatchObject([
        {
          card_id: south,
          entity_id: test.ours.entities['south'],
          why: 'same_mail',
          board: 'crm',
          column: 'new',
        },
      ]);
      expect((await read(south)).linked).toMatchObject([{ card_id: north, why: 'same_mail' }]);
    }
  });

  it('tells people of one entity that there is another, and nothing of it', async () => {
    const ids = await both();
    const [north, south] = [await cardOf(ids.north), await cardOf(ids.south)];
    const seen = await read(north, manager);
    expect(seen).toMatchObject({ linked: [], also_elsewhere: true });
    expect(JSON.stringify(seen)).not.toContain(south);
    expect(JSON.stringify(seen)).not.toContain(test.ours.entities['south']);
    expect((await test.send({ path: `/api/v1/cards/${south}/`, token: manager })).status).toBe(404);
    expect(await read(north)).toMatchObject({ also_elsewhere: false });
  });

  it('tells nothing while only one of them has a card', async () => {
    const ids = await both();
    const north = await cardOf(ids.north);
    expect(await read(north)).toMatchObject({ linked: [], also_elsewhere: false });
    expect(await read(north, manager)).toMatchObject({ linked: [], also_elsewhere: false });
    await setState(ids.south, 'ignored');
    expect(await read(north, manager)).toMatchObject({ also_elsewhere: false });
  });

  it('is linked to the card that took the other one over', async () => {
    const ids = await both();
    const north = await cardOf(ids.north);
    const elder = await lab.receive({ messageId: `elder${turn}@buyer.example`, to: SOUTH });
    const south = await cardOf(ids.south);
    const names = [`elder${turn}@buyer.example`, `copy${turn}@buyer.example`];
    await lab.receive({ references: names, to: SOUTH });
    expect(await read(south)).toMatchObject({ merged_into: expect.any(String) });
    expect((await read(north)).linked).toMatchObject([{ card_id: elder }]);
    expect((await read(elder)).linked).toMatchObject([{ card_id: north }]);
    expect(await read(north, manager)).toMatchObject({ linked: [], also_elsewhere: true });
  });

  it('handed over once is a mail for each, and one card each', async () => {
    const trackingId = await lab.arrive({ to: `${NORTH}, ${SOUTH}`, messageId: 'once@buyer.example' });
    const { also } = (await test.send({ path: `/api/v1/ingestion/${trackingId}/`, token: admin })).body as {
      also: string[];
    };
    expect(also).toHaveLength(1);
    const [north, south] = [await cardOf(trackingId), await cardOf(also[0] ?? '')];
    expect((await read(north)).linked).toMatchObject([{ card_id: south, why: 'same_mail' }]);
  });
});

describe('the door to other entities', () => {
  const asked = (card: string, scope = test.ours.entityScope('north')) =>
    test.db.withTenant(scope, async (tx) => {
      const { rows } = await tx.sql.raw<{ rows: { told: boolean }[] }>(
        'SELECT door_mail_elsewhere(?) AS told',
        [card],
      );
      return rows[0]?.told;
    });

  it('tells nothing of a card out of scope, nor of another tenant, nor without a scope', async () => {
    const copy = copies();
    const [north, south] = [await cardOf(await copy(NORTH)), await cardOf(await copy(SOUTH))];
    expect(await asked(north)).toBe(true);
    expect(await asked(south)).toBe(false);
    expect(await asked(uuid())).toBe(false);
    expect(await asked(north, test.theirs.entityScope('north'))).toBe(false);
    const { rows } = await test.db.pool.raw<{ rows: { told: boolean | null }[] }>(
      'SELECT door_mail_elsewhere(?) AS told',
      [north],
    );
    expect(rows[0]?.told).toBe(false);
  });
});
