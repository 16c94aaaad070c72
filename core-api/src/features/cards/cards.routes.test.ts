import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeForTest } from '../../../test/placed-card.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';

let test: TestCore;
let admin: string;

beforeAll(async () => {
  test = await createTestCore();
  admin = await test.signIn('admin');
});
afterAll(() => test.close());

interface Page {
  items: { id: string; title: string; column: string; entity_id: string; version: number }[];
  next_cursor: string | null;
}
const list = async (query: string, token = admin) =>
  (await test.send({ path: `/api/v1/cards/?${query}`, token })).body as Page;
const move = (id: string, body: unknown, token = admin) =>
  test.send({ method: 'POST', path: `/api/v1/cards/${id}/move/`, token, body });

describe('the list', () => {
  it('pages through all cards, newest mail first, each exactly once', async () => {
    const placed = new Set<string>();
    for (let n = 0; n < 7; n += 1)
      placed.add((await placeForTest(test, 'north', { subject: `paging ${n}` })).cardId);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await list(`limit=3&text=paging${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map((card) => card.id));
      cursor = page.next_cursor;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(placed);
  });

  it('filters by board key or id, stream, column and entity', async () => {
    const { cardId } = await placeForTest(test, 'south', { subject: 'filter me' });
    const boards = (await test.send({ path: '/api/v1/boards/', token: admin })).body as {
      items: { id: string; key: string }[];
    };
    const crm = boards.items.find((board) => board.key === 'crm')?.id;
    const south = test.ours.entities['south'];
    for (const query of ['board=crm', `board=${crm}`, 'stream=crm', 'column=new', `entity_id=${south}`]) {
      expect(
        (await list(`${query}&text=filter`)).items.map((card) => card.id),
        query,
      ).toEqual([cardId]);
    }
    for (const query of [
      'board=erp',
      'stream=tender',
      'column=won',
      `entity_id=${test.ours.entities['north']}`,
    ]) {
      expect((await list(`${query}&text=filter`)).items, query).toEqual([]);
    }
  });

  it('finds beginnings of words in title, sender and mail, in any script', async () => {
    const { cardId } = await placeForTest(test, 'north', {
      from: 'Zubeida Khan <zubeida@delta-forge.example>',
      subject: 'पंप कोटेशन',
      body: 'We need hydraulic excavators.',
    });
    for (const text of ['zubei', 'hydraul excav', 'पंप', 'delta']) {
      expect(
        (await list(`text=${encodeURIComponent(text)}`)).items.map((card) => card.id),
        text,
      ).toEqual([cardId]);
    }
    expect((await list('text=hydraulic+submarine')).items).toEqual([]);
  });

  it('takes operators of the search language for mere words', async () => {
    for (const text of ['!paging', "a' | 'b", 'x:* & <->', '\\', '((']) {
      expect(
        (await test.send({ path: `/api/v1/cards/?text=${encodeURIComponent(text)}`, token: admin })).status,
        text,
      ).toBe(200);
    }
  });

  it('refuses a cursor that it has not given out', async () => {
    const reply = await test.send({ path: '/api/v1/cards/?cursor=bm9wZQ', token: admin });
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path: 'query.cursor' }] } });
  });
});

describe('a board', () => {
  it('shows its columns in order, where cards may go, and counts what the caller may see', async () => {
    await placeForTest(test, 'south');
    const counts = async (token: string) => {
      const { items } = (await test.send({ path: '/api/v1/boards/', token })).body as {
        items: {
          key: string;
          columns: { key: string; moves_to: string[]; card_count: number; triage: boolean }[];
        }[];
      };
      expect(items.map((board) => board.key)).toEqual(['crm', 'erp', 'tender']);
      const crm = items[0]?.columns ?? [];
      expect(crm.map((column) => column.key)).toEqual([
        'triage',
        'new',
        'qualified',
        'proposal',
        'negotiation',
        'won',
        'lost',
      ]);
      expect(crm[1]?.moves_to).toEqual(['triage', 'qualified', 'lost']);
      return crm[1]?.card_count ?? 0;
    };
    expect(await counts(admin)).toBeGreaterThan(await counts(await test.signIn('agent')));
  });
});

describe('a move', () => {
  it('along a legal transition is done, counted and told in the history', async () => {
    const { cardId } = await placeForTest(test);
    expect(await move(cardId, { to: 'qualified', version: 1 })).toMatchObject({
      status: 200,
      body: { column: 'qualified', version: 2 },
    });
    const card = (await test.send({ path: `/api/v1/cards/${cardId}/`, token: admin })).body as {
      history: { type: string; data: unknown; actor_name: string }[];
    };
    expect(card.history[0]).toMatchObject({
      type: 'card.moved',
      data: { from: 'new', to: 'qualified', board: 'crm' },
      actor_name: 'admin of ours',
    });
  });

  it('that the board does not allow is refused and says what is allowed', async () => {
    const { cardId } = await placeForTest(test);
    const reply = await move(cardId, { to: 'won' });
    expect(reply).toMatchObject({
      status: 409,
      body: { code: 'illegal_transition', allowed: ['triage', 'qualified', 'lost'] },
    });
    expect((await list('column=won')).items.map((card) => card.id)).not.toContain(cardId);
    expect((await move(cardId, { to: 'no such column' })).status).toBe(409);
  });

  it('on a card that somebody has changed meanwhile is a conflict', async () => {
    const { cardId } = await placeForTest(test);
    const [first, second] = await Promise.all([
      move(cardId, { to: 'qualified', version: 1 }),
      move(cardId, { to: 'lost', version: 1 }),
    ]);
    expect([first.status, second.status].sort()).toEqual([200, 409]);
    const refused = first.status === 409 ? first : second;
    expect(refused.body).toMatchObject({ code: 'version_conflict' });
  });
});

describe('an attachment', () => {
  it('is fetched with its content by those who see its card, and by nobody else', async () => {
    const { trackingId, entityId } = await placeForTest(test, 'south');
    const id = '00000000-0000-7000-8000-00000000a77a';
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('attachments').insert({
        id,
        tenant_id: test.ours.id,
        entity_id: entityId,
        inbound_id: trackingId,
        position: 0,
        filename: 'po.pdf',
        content_type: 'application/pdf',
        size: 3,
        state: 'stored',
        content: Buffer.from('abc'),
      }),
    );
    const path = `/api/v1/attachments/${id}/`;
    expect((await test.send({ path, token: admin })).body).toEqual({
      filename: 'po.pdf',
      content_type: 'application/pdf',
      content_base64: 'YWJj',
    });
    expect((await test.send({ path, token: await test.signIn('agent') })).status).toBe(404);
    expect((await test.send({ path, token: await test.signIn('admin', 'theirs') })).status).toBe(404);
  });
});
