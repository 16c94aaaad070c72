import { afterAll, beforeAll, expect, test } from 'vitest';
import { InputError } from '../../kit/src/errors.ts';
import type { MailRef } from '../../kit/src/mail-source.ts';
import { outlook } from '../src/connector.ts';
import { startGraphTwin, type GraphTwin } from './graph-twin.ts';
import { run, SALES } from './run.ts';
import { hostOn, type TestHost } from './test-host.ts';

const mailbox = SALES;
const START = Date.UTC(2026, 2, 2, 9, 0);
let twin: GraphTwin;
let host: TestHost;

beforeAll(async () => {
  twin = await startGraphTwin({ now: () => START });
  host = hostOn(twin);
  for (let at = 0; at < 25; at += 1) {
    const mail = { from: `p${at % 5}@buyer.example`, subject: `Valve ${at}`, text: "It's on." };
    await twin.deliver(SALES, mail, {
      receivedAt: new Date(START + at * 60_000).toISOString(),
      isRead: at % 2 === 0,
    });
  }
});
afterAll(() => twin.close());

interface Found {
  messages: { id: string; subject: string }[];
  next: string | null;
}
const find = async (name: string, input: Record<string, unknown>) =>
  (await run(host, name, { mailbox, ...input })) as unknown as Found;
const subjects = ({ messages }: Found) => messages.map(({ subject }) => subject);

test('a list goes on where it stopped, and gives each mail once', async () => {
  const got: string[] = [];
  for (let page: string | null | undefined; page !== null;) {
    const found = await find('list_messages', { order: 'oldest', limit: 10, folder: 'inbox', page });
    expect(found.messages.length).toBeLessThanOrEqual(10);
    got.push(...subjects(found));
    page = found.next;
  }
  expect(got).toEqual(Array.from({ length: 25 }, (_, at) => `Valve ${at}`));
});

test('pages that are smaller than asked for are put together, and a larger one is cut', async () => {
  const first = await find('list_messages', { order: 'oldest', limit: 10 });
  expect(first.next).toMatch(/^0:\/v1\.0\//);
  const rest = await find('list_messages', { limit: 13, page: first.next });
  expect(subjects(rest)).toEqual(Array.from({ length: 13 }, (_, at) => `Valve ${at + 10}`));
  expect(subjects(await find('list_messages', { limit: 50, page: rest.next }))).toEqual([
    'Valve 23',
    'Valve 24',
  ]);
  await expect(find('list_messages', { page: 'https://elsewhere.example/' })).rejects.toThrow(InputError);
});

test('filters meet, and an "or" in a filter escapes none of them', async () => {
  const window = {
    ...{ received_from: '2026-03-02T09:10:00Z', received_before: '2026-03-02T09:20:00Z', order: 'oldest' },
    ...{ unread_only: true, filter: "from/emailAddress/address eq 'p1@buyer.example' or isRead eq false" },
  };
  const odd = ['Valve 11', 'Valve 13', 'Valve 15', 'Valve 17', 'Valve 19'];
  expect(subjects(await find('list_messages', window))).toEqual(odd);
  expect(
    subjects(await find('list_messages', { ...window, filter: undefined, from: 'p1@buyer.example' })),
  ).toEqual(['Valve 11']);
});

test('words are searched for, quotes and all', async () => {
  expect(subjects(await find('search_messages', { search: '"Valve 7"', limit: 5 }))).toContain('Valve 7');
  expect(subjects(await find('search_messages', { search: 'no such thing' }))).toEqual([]);
});

test('folders are found with their path, beyond the first page too', async () => {
  const orders = twin.addFolder(SALES, 'Orders', 'inbox');
  for (let at = 0; at < 130; at += 1) twin.addFolder(SALES, `Order ${at}`, orders);
  const { folders } = (await run(host, 'list_folders', { mailbox })) as {
    folders: { path: string; id: string }[];
  };
  expect(folders.filter(({ path }) => path.startsWith('Inbox/Orders/'))).toHaveLength(130);
  const choices = await outlook.lookups['folders']?.(host, 'order 129', { mailbox });
  expect(choices?.map(({ label }) => label)).toEqual(['Inbox/Orders/Order 129']);
  const made = await run(host, 'create_folder', { mailbox, name: 'Tenders', parent: orders });
  const again = await run(host, 'create_folder', { mailbox, name: 'Tenders', parent: orders });
  expect(again['id']).toBe(made['id']);
});

test('the mail source lists a window in order, page by page, and reads whole mails', async () => {
  const { mail } = outlook;
  const window = {
    mailbox,
    folder: 'inbox',
    from: '2026-03-02T09:05:00.000Z',
    to: '2026-03-02T09:10:00.000Z',
  };
  const page = await mail?.list(host, { ...window, page: null });
  expect(page?.mails.map(({ subject }) => subject)).toEqual([
    'Valve 5',
    'Valve 6',
    'Valve 7',
    'Valve 8',
    'Valve 9',
  ]);
  expect(page?.next).toBeNull();
  const bytes = await mail?.fetch(host, { mailbox, id: page?.mails[0]?.id ?? '' });
  expect(Buffer.from(bytes ?? []).toString()).toContain('Subject: Valve 5');
});

test('the mail source passes nothing over when mails leave between two pages, and gives each once', async () => {
  const { mail } = outlook;
  const folder = twin.addFolder(SALES, 'Busy');
  const ids: string[] = [];
  // 150 of one second, and others around them.
  for (let at = 0; at < 350; at += 1) {
    const second = at < 100 ? at : at < 250 ? 100 : at - 149;
    const receivedAt = new Date(START + 3_600_000 + second * 1000).toISOString();
    const { id } = await twin.deliver(
      SALES,
      { from: 'a@b.example', subject: 'x', text: 'y' },
      { folder, receivedAt },
    );
    ids.push(id);
  }
  const window = { mailbox, folder, from: '2026-03-02T10:00:00.000Z', to: '2026-03-02T11:00:00.000Z' };
  const got: string[] = [];
  for (let page: string | null = null, first = true; first || page !== null; first = false) {
    const read: { mails: readonly MailRef[]; next: string | null } | undefined = await mail?.list(host, {
      ...window,
      page,
    });
    got.push(...(read?.mails ?? []).map(({ id }) => id));
    page = read?.next ?? null;
    // Somebody files what was seen, but not within the second that the vendor's own link has to go through.
    if (got.length <= 100) twin.move(SALES, got[0] ?? '', 'archive');
  }
  expect(new Set(got)).toEqual(new Set(ids));
  expect(got).toHaveLength(ids.length);
  await expect(mail?.list(host, { ...window, page: 'of another list' })).rejects.toThrow(InputError);
});

test('a batch of many gives each part its own answer, in order, and throttled parts go again', async () => {
  const { messages } = await find('list_messages', { limit: 9, order: 'oldest' });
  twin.dials.batchThrottle = 0.4;
  const requests = messages.map(({ id }) => ({
    method: 'PATCH',
    path: `/messages/${id}`,
    body: { categories: ['Seen'] },
  }));
  const { responses } = (await run(host, 'batch', {
    mailbox,
    requests: [
      ...requests,
      { id: 'gone', path: '/messages/none' },
      { id: 'after', path: '/mailFolders/inbox', depends_on: ['gone'] },
    ],
  })) as { responses: { id: string; status: number }[] };
  twin.dials.batchThrottle = 0;
  expect(responses.map(({ status }) => status)).toEqual([...messages.map(() => 200), 404, 424]);
  expect(responses.map(({ id }) => id)).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '9',
    'gone',
    'after',
  ]);
});

test('a batch that cannot be meant so is refused before anything is sent', async () => {
  const before = host.exchanges.length;
  for (const requests of [
    [],
    [{ path: 'messages' }],
    [{ path: '/a', depends_on: ['9'] }],
    [
      { id: 'a', path: '/a' },
      { id: 'a', path: '/b' },
    ],
  ]) {
    await expect(run(host, 'batch', { mailbox, requests })).rejects.toThrow(InputError);
  }
  expect(host.exchanges.length).toBe(before);
});

test('a property that Graph does not have is refused, by the twin as by the vendor', async () => {
  const requests = ['subject,from', 'subjct'].map((names) => ({ path: `/messages?$top=1&$select=${names}` }));
  const { responses } = await run(host, 'batch', { mailbox, requests });
  expect(responses).toMatchObject([
    { status: 200 },
    { status: 400, body: { error: { code: 'BadRequest' } } },
  ]);
});
