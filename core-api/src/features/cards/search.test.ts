import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeForTest } from '../../../test/placed-card.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { searchWords } from './search-words.ts';

let test: TestCore;
let admin: string;

beforeAll(async () => {
  test = await createTestCore();
  admin = await test.signIn('admin');
});
afterAll(() => test.close());

async function search(text: string, token = admin): Promise<string[]> {
  const reply = await test.send({ path: `/api/v1/cards/?text=${encodeURIComponent(text)}`, token });
  expect(reply.status, text).toBe(200);
  return (reply.body as { items: { id: string }[] }).items.map((card) => card.id);
}

/** Words that no other mail has, as a log or a price list is full of. */
const uniqueWords = (seed: string, count: number) =>
  Array.from({ length: count }, (_, n) => `${seed}${n.toString(36)}`).join(' ');

describe('words', () => {
  it.each([
    ['PO-4711/12', ['PO', '4711', '12']],
    ['ada.b_c@delta-forge.example', ['ada', 'b', 'c', 'delta', 'forge', 'example']],
    ['पंप, कोटेशन!', ['पंप', 'कोटेशन']],
    ['Cafe\u0301', ['Café']],
    [' .,- ', []],
  ])('of %j are %j', (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });
});

describe('the text filter', () => {
  it('finds numbers behind a hyphen, addresses, and letters written in two ways', async () => {
    const { cardId } = await placeForTest(test, 'north', {
      from: 'Jose\u0301 <jose.maria@delta-forge.example>',
      subject: 'Re: PO-4711/A7 (-99.5%)',
      body: 'See https://files.example/quote_v2?id=31337 and café.',
    });
    for (const text of [
      ...['PO-4711', '4711', 'a7', 'po 47', '99', '31337', 'quote v2', 'files.example'],
      ...['jose.maria@delta-forge.example', 'José', 'Jose\u0301', 'cafe\u0301', 'CAFÉ', 'forge'],
    ])
      expect(await search(text), text).toEqual([cardId]);
    expect(await search('4712')).toEqual([]);
  });

  it('takes a mail of 100 kB, and finds its title, sender and beginning', async () => {
    const { cardId } = await placeForTest(test, 'north', {
      from: 'Quentin <quentin@long.example>',
      subject: 'Voluminous',
      body: `opening ${uniqueWords('lang', 15_000)}`,
    });
    for (const text of ['voluminous', 'quentin', 'opening', 'lang1'])
      expect(await search(text)).toEqual([cardId]);
  });

  it('does not lose a mail to a thread that has more words than an index can hold', async () => {
    const first = await placeForTest(test, 'north', {
      messageId: 'growing@long.example',
      subject: 'Growing',
    });
    for (let n = 0; n < 30; n += 1) {
      const body = uniqueWords(`m${n}w`, 9_000);
      const { cardId } = await placeForTest(test, 'north', { inReplyTo: 'growing@long.example', body });
      expect(cardId).toBe(first.cardId);
    }
    expect(await search('growing')).toEqual([first.cardId]);
    expect(await search('m0w1')).toEqual([first.cardId]);
  });

  it('shows an entity role the cards of its entity only', async () => {
    const south = await placeForTest(test, 'south', { subject: 'Zirconium' });
    const north = await placeForTest(test, 'north', { subject: 'Zirconium' });
    expect(await search('zirconium', await test.signIn('agent'))).toEqual([north.cardId]);
    expect((await search('zirconium')).sort()).toEqual([north.cardId, south.cardId].sort());
    expect(await search('zirconium', await test.signIn('admin', 'theirs'))).toEqual([]);
  });
});

describe('a filter or a cursor that no column can hold', () => {
  it.each(['board', 'column', 'text'])('is refused by its field: %s', async (field) => {
    const reply = await test.send({ path: `/api/v1/cards/?${field}=a%00b`, token: admin });
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path: `query.${field}` }] } });
  });

  it('is refused also when it is shaped like one of ours', async () => {
    const forged = Buffer.from(JSON.stringify(['2026-13-01 00:00:00+00', test.ours.id])).toString(
      'base64url',
    );
    for (const path of ['/api/v1/cards/', '/api/v1/sync-errors/', '/api/v1/flow-runs/'])
      expect(await test.send({ path: `${path}?cursor=${forged}`, token: admin })).toMatchObject({
        status: 422,
      });
  });
});
