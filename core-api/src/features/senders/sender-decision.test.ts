import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { asOwner } from '../../db/owner.ts';
import { eventsOf, offer, senderApi } from './testing/sender-api.ts';

let test: TestCore;
let admin: string;

beforeAll(async () => {
  test = await createTestCore();
  admin = await test.signIn('admin');
  const blacklist = senderApi(test, admin, 'blacklist');
  const authorised = senderApi(test, admin, 'authorised-senders');
  await blacklist.addLines('spam.example\nboth.example\nodd@partner.example\nbücher.example');
  await authorised.addLines(
    'ada@spam.example\nmail.spam.example\nboth.example\npartner.example\nboss@everywhere.example',
  );
  await asOwner(test.owner, (client) =>
    client.query(
      `INSERT INTO global_blacklist (pattern, note) VALUES ('everywhere.example', 'reported'), ('spam.example', '')`,
    ),
  );
});
afterAll(() => test.close());

interface Decision {
  outcome: string;
  explanation: string;
  matches: { list: string; pattern: string; note: string }[];
}
const decide = async (address: string, token = admin) =>
  (await test.send({ path: `/api/v1/senders/decision/?address=${encodeURIComponent(address)}`, token })) as {
    status: number;
    body: Decision;
  };

/** What is told must be what happens: each row is asked of the tool and tried at the door. */
describe('the most specific entry decides', () => {
  it.each([
    ['x@spam.example', 'refused', 'blacklist', 'spam.example'],
    ['x@deep.spam.example', 'refused', 'blacklist', 'spam.example'],
    ['ada@spam.example', 'authorised', 'authorised_senders', 'ada@spam.example'],
    ['x@mail.spam.example', 'authorised', 'authorised_senders', 'mail.spam.example'],
    ['x@both.example', 'refused', 'blacklist', 'both.example'],
    ['x@partner.example', 'authorised', 'authorised_senders', 'partner.example'],
    ['odd@partner.example', 'refused', 'blacklist', 'odd@partner.example'],
    ['x@everywhere.example', 'refused', 'global_blacklist', 'everywhere.example'],
    ['boss@everywhere.example', 'authorised', 'authorised_senders', 'boss@everywhere.example'],
    ['x@bücher.example', 'refused', 'blacklist', 'xn--bcher-kva.example'],
    ['x@xn--bcher-kva.example', 'refused', 'blacklist', 'xn--bcher-kva.example'],
  ])('%s is %s by %s %s', async (address, outcome, list, pattern) => {
    const { body } = await decide(address);
    expect(body.outcome).toBe(outcome);
    expect(body.matches[0]).toMatchObject({ list, pattern });
    expect(body.explanation).toContain(pattern);
    expect(await offer(test, admin, { from: address })).toBe(outcome === 'refused' ? 403 : 202);
  });

  it('and nothing decides about a sender whom no list names', async () => {
    const { body } = await decide('ada@notspam.example');
    expect(body).toMatchObject({ outcome: 'ordinary', matches: [] });
    expect(await offer(test, admin, { from: 'ada@notspam.example' })).toBe(202);
  });

  it('and the others that fit are told behind it', async () => {
    const { body } = await decide('ada@spam.example');
    expect(body.matches.map(({ list, pattern }) => [list, pattern])).toEqual([
      ['authorised_senders', 'ada@spam.example'],
      ['blacklist', 'spam.example'],
      ['global_blacklist', 'spam.example'],
    ]);
  });
});

it('what is no address is refused by its field', async () => {
  expect(await decide('spam.example')).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'query.address' }] },
  });
});

it('one tenant cannot find out what another has on its lists', async () => {
  const theirs = await test.signIn('ops', 'theirs');
  expect((await decide('odd@partner.example', theirs)).body).toMatchObject({
    outcome: 'ordinary',
    matches: [],
  });
});

describe('refused mail', () => {
  const refused = async (query: string, token = admin) =>
    (await test.send({ path: `/api/v1/refused-senders/?${query}`, token })).body as {
      items: { sender: string; pattern: string; scope: string; mails: number; last_at: string }[];
      next_cursor: string | null;
    };

  it('is counted for each sender and entry, and leaves an event each time', async () => {
    for (let times = 0; times < 3; times++) await offer(test, admin, { from: 'flood@counted.spam.example' });
    const { items } = await refused('q=counted');
    expect(items).toMatchObject([
      { sender: 'flood@counted.spam.example', pattern: 'spam.example', scope: 'tenant', mails: 3 },
    ]);
    const told = await eventsOf(test, ['mail.rejected']);
    expect(
      told.filter(({ data }) => data['blacklist_entry'] === 'spam.example').length,
    ).toBeGreaterThanOrEqual(3);
    expect((await refused('q=everywhere')).items[0]).toMatchObject({ scope: 'global' });
  });

  it('is counted right when hundreds come at once', async () => {
    const before = await refused('q=at-once');
    expect(before.items).toEqual([]);
    const senders = ['a', 'b', 'c'].map((name) => `${name}@at-once.spam.example`);
    const statuses = await Promise.all(
      Array.from({ length: 150 }, (_, index) => offer(test, admin, { from: senders[index % 3] ?? '' })),
    );
    expect(new Set(statuses)).toEqual(new Set([403]));
    const { items } = await refused('q=at-once');
    expect(items.map(({ mails }) => mails)).toEqual([50, 50, 50]);
  });

  it('is listed page by page, the latest first, to its own tenant only', async () => {
    const first = await refused('limit=2');
    expect(first.items).toHaveLength(2);
    const second = await refused(`limit=200&cursor=${first.next_cursor}`);
    const dates = [...first.items, ...second.items].map(({ last_at }) => last_at);
    expect(dates).toEqual(dates.toSorted().reverse());
    expect((await refused('', await test.signIn('admin', 'theirs'))).items).toEqual([]);
  });

  it('of a sender that is a megabyte long is counted like any other', async () => {
    const from = `${'x'.repeat(200_000)}@long.spam.example`;
    expect(await offer(test, admin, { from })).toBe(403);
    expect((await refused('q=xxxxx')).items[0]?.sender).toHaveLength(320);
  });
});
