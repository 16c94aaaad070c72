import type { ReceivedMail } from '@pebble/contract/mails';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeForTest } from '../../../test/placed-card.ts';
import { rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { eventsOf, offer, senderApi } from '../senders/testing/sender-api.ts';
import { findMails } from './find-mails.ts';
import { mailLab } from './testing/mail-lab.ts';

let test: TestCore;
let admin: string;
let manager: string;
let lab: ReturnType<typeof mailLab>;

beforeAll(async () => {
  test = await createTestCore();
  [admin, manager] = [await test.signIn('admin'), await test.signIn('manager')];
  lab = mailLab(test, admin);
});
afterAll(() => test.close());

interface Page {
  items: ReceivedMail[];
  next_cursor: string | null;
  searched_back_to: string | null;
}
const list = async (query: Record<string, string>, token = admin) =>
  (await test.send({ path: `/api/v1/mails/?${new URLSearchParams(query)}`, token })).body as Page;
const subjects = async (query: Record<string, string>, token = admin) =>
  (await list(query, token)).items.map(({ subject }) => subject);
const SOUTH = 'sales@south.ours.example';
const OUT_OF_OFFICE = { headers: ['Auto-Submitted: auto-replied'] };

describe('the list of received mail', () => {
  it('shows what a mail was from the moment that it is accepted, and what became of it', async () => {
    const id = await lab.accept({
      from: 'Grace Hopper <grace@fresh.example>',
      subject: '=?utf-8?Q?V=C3=A1lvulas?=',
      to: SOUTH,
    });
    const expected = {
      tracking_id: id,
      entity_id: test.ours.entities['south'],
      mailbox: SOUTH,
      source_system: 'api',
      from_name: 'Grace Hopper',
      from_address: 'grace@fresh.example',
      subject: 'Válvulas',
      sent_at: '2026-11-02T03:30:00.000Z',
      state: 'accepted',
      noise_kind: null,
      opened: false,
    };
    expect((await list({ sender: 'grace@fresh.example' })).items).toEqual([
      expect.objectContaining(expected),
    ]);
    const done = await lab.work(id);
    expect((await list({ sender: 'grace@fresh.example' })).items[0]).toMatchObject({
      state: 'done',
      card_id: done.card_id,
    });
  });

  it('shows mail in JSON the same way', async () => {
    const body = {
      subject: 'From a form',
      from: 'Form <form@json.example>',
      body: 'x',
      received_at: '2026-11-03T00:00:00Z',
    };
    await test.send({ method: 'POST', path: '/api/v1/ingestion/email/', token: admin, body });
    expect((await list({ sender: 'json.example' })).items[0]).toMatchObject({
      subject: 'From a form',
      from_name: 'Form',
      sent_at: '2026-11-03T00:00:00.000Z',
    });
  });

  it('shows with a copy the card of the mail that it repeats', async () => {
    const twice = { from: 'twice@copies.example', messageId: 'twice@copies.example' };
    const first = await lab.take(twice);
    const copy = await lab.take(twice);
    expect(copy).toMatchObject({ state: 'duplicate', card_id: first.card_id });
    const shown = (await list({ sender: 'copies.example' })).items;
    expect(shown.map(({ card_id }) => card_id)).toEqual([first.card_id, first.card_id]);
    expect(Object.keys(shown[0] ?? {})).not.toContain('duplicate_of');
    expect(copy).toMatchObject({ copy_of: first.tracking_id });
    expect(first).toMatchObject({ copy_of: null });
  });

  it('is found by words in subject and sender, whole or in part, in any case', async () => {
    await lab.accept({ from: 'Linus <linus@words.example>', subject: 'Centrifugal pumps 100% steel_grade' });
    expect(await subjects({ q: 'PUMP linus' })).toEqual(['Centrifugal pumps 100% steel_grade']);
    expect(await subjects({ q: '0% l_gra' })).toEqual(['Centrifugal pumps 100% steel_grade']);
    expect(await subjects({ q: 'pump nobody' })).toEqual([]);
    expect(await subjects({ q: 'c%s' })).toEqual([]);
  });

  it('is found by sender: an address, or a domain with its subdomains and no other', async () => {
    for (const at of ['a@dom.example', 'b@sub.dom.example', 'c@notdom.example']) {
      await lab.accept({ from: at, subject: at });
    }
    expect(await subjects({ sender: 'Dom.example' })).toEqual(['b@sub.dom.example', 'a@dom.example']);
    expect(await subjects({ sender: 'a@dom.example' })).toEqual(['a@dom.example']);
  });

  it('is found by state, kind of noise, mailbox and time', async () => {
    const from = 'kinds@filters.example';
    const mine = { sender: from };
    await lab.take({ from, subject: 'a question' });
    const noise = await lab.take({ from, subject: 'thank you', ...OUT_OF_OFFICE, to: SOUTH });
    await lab.take({ from, subject: 'news', headers: ['Precedence: bulk'] });
    expect(await subjects({ ...mine, state: 'done' })).toEqual(['a question']);
    expect(await subjects({ ...mine, state: 'ignored' })).toEqual(['news', 'thank you']);
    expect(await subjects({ ...mine, noise_kind: 'bulk' })).toEqual(['news']);
    expect(await subjects({ ...mine, noise_kind: 'bulk', state: 'done' })).toEqual([]);
    expect(await subjects({ ...mine, mailbox: SOUTH.toUpperCase() })).toEqual(['thank you']);
    await lab.age([noise.tracking_id], 60);
    const halfAnHourAgo = new Date(Date.now() - 1_800_000).toISOString();
    expect(await subjects({ ...mine, to: halfAnHourAgo })).toEqual(['thank you']);
    expect(await subjects({ ...mine, from: halfAnHourAgo })).toEqual(['news', 'a question']);
  });

  it('comes page by page, newest first, each mail once', async () => {
    for (let index = 0; index < 7; index++)
      await lab.accept({ from: 'p@pages.example', subject: `page ${index}` });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = await list({
        sender: 'pages.example',
        limit: '3',
        ...(cursor === '' ? {} : { cursor }),
      });
      expect(page.searched_back_to).toBeNull();
      seen.push(...page.items.map(({ subject }) => subject));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `page ${index}`));
  });

  it('is narrowed to one entity', async () => {
    await lab.accept({ from: 'e@entities.example', subject: 'for north' });
    await lab.accept({ from: 'e@entities.example', subject: 'for south', to: SOUTH });
    const south = test.ours.entities['south'] ?? '';
    expect(await subjects({ sender: 'entities.example', entity_id: south })).toEqual(['for south']);
  });

  it('shows a manager the mail of his entity, and another tenant none', async () => {
    await lab.accept({ from: 'm@scope.example', subject: 'for north' });
    await lab.accept({ from: 'm@scope.example', subject: 'for south', to: SOUTH });
    expect(await subjects({ sender: 'scope.example' }, manager)).toEqual(['for north']);
    expect(await subjects({}, await test.signIn('admin', 'theirs'))).toEqual([]);
  });

  it.each([{ state: 'lost' }, { noise_kind: 'spam' }, { from: 'yesterday' }, { cursor: 'x' }])(
    'refuses a filter that it does not understand: %j',
    async (query) => {
      expect(
        (await test.send({ path: `/api/v1/mails/?${new URLSearchParams(query)}`, token: admin })).status,
      ).toBe(422);
    },
  );
});

describe('counts', () => {
  const counts = async (token = admin, query = '') =>
    (await test.send({ path: `/api/v1/mails/counts/${query}`, token })).body as {
      states: Record<string, number>;
      noise: Record<string, number>;
      refused: number | null;
      from: string;
      to: string;
    };

  it('tell every state and kind, also those that have none, and what was refused', async () => {
    const before = await counts();
    expect(Object.keys(before.states)).toHaveLength(6);
    expect(Object.keys(before.noise)).toHaveLength(10);
    await lab.take({ subject: 'x', ...OUT_OF_OFFICE });
    await senderApi(test, admin, 'blacklist').add('counted.example');
    await offer(test, admin, { from: 'a@counted.example' });
    const after = await counts();
    expect(after.states['ignored']).toBe((before.states['ignored'] ?? 0) + 1);
    expect(after.noise['auto_reply']).toBe((before.noise['auto_reply'] ?? 0) + 1);
    expect(after.refused).toBe((before.refused ?? 0) + 1);
    expect(Date.parse(after.to) - Date.parse(after.from)).toBe(7 * 86_400_000);
  });

  it('are those of one entity, to which refused mail does not belong yet', async () => {
    const south = `?entity_id=${test.ours.entities['south']}`;
    const before = await counts(admin, south);
    await lab.accept({ subject: 'x' });
    await lab.accept({ subject: 'y', to: SOUTH });
    const after = await counts(admin, south);
    expect(after.states['accepted']).toBe((before.states['accepted'] ?? 0) + 1);
    expect(after.refused).toBeNull();
  });

  it('are those of a time, and of the scope of who asks', async () => {
    const none = await counts(admin, '?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z');
    expect(Object.values(none.states).every((mails) => mails === 0)).toBe(true);
    expect(none.refused).toBe(0);
    const all = await counts();
    const north = await counts(manager);
    expect(north.states['done'] ?? 0).toBeLessThan((all.states['done'] ?? 0) + 1);
    expect(north.refused).toBeNull();
    const theirs = await counts(await test.signIn('admin', 'theirs'));
    expect(Object.values(theirs.states).every((mails) => mails === 0)).toBe(true);
  });
});

describe('one mail', () => {
  it('shows its text and its parts, to judge it by', async () => {
    const { trackingId } = await placeForTest(test, 'north', {
      subject: 'Look at me',
      body: 'x'.repeat(30_000),
    });
    const mail = await lab.get<{ text: string; to: string[]; size: number }>(`/api/v1/mails/${trackingId}/`);
    expect(mail.text).toHaveLength(20_000);
    expect(mail).toMatchObject({
      subject: 'Look at me',
      to: ['sales@north.ours.example'],
      attachments: [],
      dead_letter_id: null,
    });
    expect(mail.size).toBeGreaterThan(30_000);
  });

  it('that cannot be taken apart shows its header, and names its dead letter', async () => {
    const part = '--b\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\nx\r\n';
    const head =
      'From: d@dead.example\r\nTo: sales@north.ours.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
    const raw = Buffer.from(`${head}${part.repeat(1001)}--b--\r\n`);
    const dead = await lab.take({ raw });
    expect(dead.state).toBe('dead');
    const [letter] = await lab.rows('sync_errors', { inbound_id: dead.tracking_id });
    expect(await lab.get(`/api/v1/mails/${dead.tracking_id}/`)).toMatchObject({
      readable: false,
      to: ['sales@north.ours.example'],
      text: '',
      dead_letter_id: letter?.['id'],
    });
  });

  it('is handed out byte for byte, and who read it is written down', async () => {
    const { trackingId } = await placeForTest(test, 'south', { subject: 'Raw' });
    const path = `/api/v1/mails/${trackingId}/raw/`;
    const reply = await test.send({ method: 'POST', path, token: await test.signIn('ops') });
    const { format, content_base64 } = reply.body as { format: string; content_base64: string };
    expect(format).toBe('rfc822');
    expect(Buffer.from(content_base64, 'base64').toString()).toContain('Subject: Raw');
    expect((await eventsOf(test, ['mail.raw_read'])).at(-1)?.actor).toMatch(/^user:/);
    expect((await test.send({ method: 'POST', path, token: manager })).status).toBe(403);
  });

  it('of another entity or tenant is not there', async () => {
    const { trackingId } = await placeForTest(test, 'south', {});
    const theirs = await test.signIn('ops', 'theirs');
    for (const token of [manager, theirs]) {
      expect((await test.send({ path: `/api/v1/mails/${trackingId}/`, token })).status).toBe(404);
      const open = { method: 'POST', path: `/api/v1/mails/${trackingId}/open/`, token };
      expect((await test.send(open)).status).toBe(404);
    }
    const raw = { method: 'POST', path: `/api/v1/mails/${trackingId}/raw/`, token: theirs };
    expect((await test.send(raw)).status).toBe(404);
  });
});

describe('a list that is long', () => {
  it('is looked through in parts, and each part says how far it went', async () => {
    const needle = await lab.accept({ from: 'n@long.example', subject: 'needle' });
    await lab.age([needle], 10);
    for (let index = 0; index < 9; index++) await lab.accept({ from: 'h@long.example', subject: 'hay' });
    const parts = await test.db.withTenant(test.ours.scope, async (tx) => {
      const seen: { found: string[]; back: string | null }[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const query = { limit: 50, sender: 'n@long.example', ...(cursor === '' ? {} : { cursor }) };
        const page = await findMails(tx, query, 4);
        seen.push({ found: page.items.map(({ subject }) => subject), back: page.searched_back_to });
        cursor = page.next_cursor;
      }
      return seen;
    });
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.slice(0, 2).map(({ found }) => found)).toEqual([[], []]);
    expect(parts.flatMap(({ found }) => found)).toEqual(['needle']);
    expect(parts.slice(0, -1).every(({ back }) => back !== null)).toBe(true);
    expect(parts.at(-1)?.back).toBeNull();
    const backs = parts.flatMap(({ back }) => back ?? []);
    expect(backs).toEqual(backs.toSorted().reverse());
  });
});

it('a subject as long as a header block may be is cut in the list and whole in the mail', async () => {
  const id = await lab.accept({ from: 'l@endless.example', subject: 'x'.repeat(100_000) });
  expect((await list({ sender: 'endless.example' })).items[0]?.subject).toHaveLength(500);
  const [row] = await lab.rows('inbound_emails', { id });
  expect((row?.['raw'] as Buffer).byteLength).toBeGreaterThan(rawMail().byteLength + 99_000);
});
