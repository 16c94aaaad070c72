import { InputError, RateLimitedError, UpstreamError } from '@pebble/kit/errors';
import type { HttpRequest } from '@pebble/kit/http';
import { toResponse, type Reply } from '@pebble/kit/testing/replay-http';
import { expect, test } from 'vitest';
import { appAuth, delegatedAuth } from './auth.ts';
import { chunksOf, readParts, runBatch } from './batch.ts';
import { graphClient, mailboxPath } from './client.ts';
import { readList } from './list.ts';
import { folderPath, messagePath } from './path.ts';
import { uploadAttachment, CHUNK } from './upload.ts';

/** A client whose other side gives these answers in turn. */
function graphWith(...replies: Reply[]) {
  const sent: HttpRequest[] = [];
  const graph = graphClient(async (request) => {
    sent.push(request);
    return toResponse(replies[sent.length - 1] ?? { status: 500 });
  });
  return { graph, sent };
}

const mailbox = 'Sales@a.example';

test('only what Graph says of a missing mailbox is told as one', async () => {
  const bad = (code: string): Reply => ({ status: 400, body: { error: { code, message: '' } } });
  const { graph } = graphWith(bad('ErrorInvalidUrlQueryFilter'), bad('ErrorServerBusy'), bad('BadRequest'));
  const own = () =>
    graph.ask({ mailbox: '', method: 'GET', path: '/messages' }).catch((error: unknown) => error);
  expect(String(await own())).toMatch(/ErrorInvalidUrlQueryFilter\) answered 400$/);
  expect(await own()).toBeInstanceOf(RateLimitedError);
  expect(await own()).toMatchObject({ field: 'mailbox' });
});

test('every request asks for immutable ids and stays in the lane of its mailbox', async () => {
  const { graph, sent } = graphWith(
    { status: 200, body: {} },
    { status: 200, body: {} },
    { status: 200, body: {} },
  );
  await graph.ask({ mailbox, method: 'GET', path: '/messages', prefer: ['odata.maxpagesize=5'] });
  await graph.ask({ mailbox: '', method: 'PATCH', path: '/messages/a', body: {}, effect: 'repeatable' });
  await graph.ask({ mailbox: null, method: 'GET', path: '/subscriptions' });
  expect(sent.map(({ headers }) => headers['prefer'])).toEqual([
    'IdType="ImmutableId", odata.maxpagesize=5',
    'IdType="ImmutableId"',
    'IdType="ImmutableId"',
  ]);
  expect(sent.map(({ lane }) => lane)).toEqual([
    { key: 'outlook:sales@a.example', concurrency: 4 },
    { key: 'outlook:me', concurrency: 4 },
    undefined,
  ]);
  expect(sent.map(({ url }) => url)).toEqual([
    '/v1.0/users/Sales%40a.example/messages',
    '/v1.0/me/messages/a',
    '/v1.0/subscriptions',
  ]);
});

test('a refusal without a mailbox says what an app needs', async () => {
  const { graph } = graphWith({ status: 400, body: { error: { code: 'BadRequest', message: '' } } });
  const failure = await graph
    .ask({ mailbox: '', method: 'GET', path: '/messages' })
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(InputError);
  expect(failure).toMatchObject({ field: 'mailbox' });
});

test('signing in goes to the cloud that the credential names', () => {
  const credential = {
    ...{ tenant_id: 'a/b', client_id: 'c', client_secret: 's&t', refresh_token: 'r' },
    ...{ base_url: 'https://graph.microsoft.us/', login_url: 'https://login.microsoftonline.us/' },
  };
  const app = appAuth.session?.request(credential);
  expect(app?.url).toBe('https://login.microsoftonline.us/a%2Fb/oauth2/v2.0/token');
  expect(app?.body).toBe(
    'grant_type=client_credentials&client_id=c&client_secret=s%26t&scope=https%3A%2F%2Fgraph.microsoft.us%2F.default',
  );
  expect(delegatedAuth.session?.request(credential).body).toBe(
    'grant_type=refresh_token&client_id=c&client_secret=s%26t&refresh_token=r',
  );
  expect(delegatedAuth.consent?.scopes).toContain('offline_access');
});

test('a list stops as soon as it has enough', async () => {
  const page = (from: number, next: boolean): Reply => ({
    status: 200,
    body: {
      value: [{ id: `${from}` }, { id: `${from + 1}` }],
      ...(next
        ? { '@odata.nextLink': `https://graph.microsoft.com/v1.0/me/messages?$skip=${from + 2}` }
        : {}),
    },
  });
  const first = { mailbox: '', method: 'GET', path: '/messages' } as const;
  const { graph, sent } = graphWith(page(0, true), page(2, true));
  expect(await readList(graph, first, { limit: 3, page: undefined })).toEqual({
    entries: [{ id: '0' }, { id: '1' }, { id: '2' }],
    next: '1:/v1.0/me/messages?$skip=2',
  });
  expect(sent).toHaveLength(2);
  const later = graphWith(page(2, true));
  expect(await readList(later.graph, first, { limit: 1, page: '1:/v1.0/me/messages?$skip=2' })).toEqual({
    entries: [{ id: '3' }],
    next: '0:/v1.0/me/messages?$skip=4',
  });
  for (const page of ['', '1', 'x:/a', '1:https://a.example', '1:/v1.0/../x']) {
    await expect(readList(later.graph, first, { limit: 1, page })).rejects.toThrow(InputError);
  }
});

test('a batch holds twenty at most, and four of a mailbox', () => {
  const part = (mailbox: string, at: number) => ({
    id: `${at}`,
    mailbox,
    method: 'GET' as const,
    path: '/a',
    depends_on: [],
  });
  const one = Array.from({ length: 9 }, (_, at) => part(at % 2 ? 'A@a.example' : 'a@a.example', at));
  expect(chunksOf(one).map(({ length }) => length)).toEqual([4, 4, 1]);
  const many = Array.from({ length: 45 }, (_, at) => part(`box${at % 15}`, at));
  expect(chunksOf(many).map(({ length }) => length)).toEqual([20, 20, 5]);
  expect(chunksOf([])).toEqual([]);
});

test('the effect of a batch is that of its most dangerous part', async () => {
  const reply = (id: string): Reply => ({ status: 200, body: { responses: [{ id, status: 200 }] } });
  for (const [method, effect] of [
    ['GET', 'read'],
    ['DELETE', 'repeatable'],
    ['POST', 'once'],
  ] as const) {
    const { graph, sent } = graphWith(reply('1'));
    await runBatch(graph, readParts([{ method, path: '/a' }], mailbox));
    expect(sent[0]?.effect).toBe(effect);
  }
});

test('a batch without an answer to each part is no answer', async () => {
  const { graph } = graphWith({ status: 200, body: { responses: [] } });
  await expect(runBatch(graph, readParts([{ path: '/a' }], mailbox))).rejects.toThrow(UpstreamError);
});

test('parts that wait for a failed one of another batch are not sent', async () => {
  const responses = ['1', '2', '3', '4'].map((id) => ({ id, status: id === '1' ? 404 : 200 }));
  const { graph, sent } = graphWith({ status: 200, body: { responses } });
  const parts = [...responses.map(() => ({ path: '/a' })), { path: '/b', depends_on: ['1'] }];
  const answers = await runBatch(graph, readParts(parts, mailbox));
  expect(answers.map(({ status }) => status)).toEqual([404, 200, 200, 200, 424]);
  expect(sent).toHaveLength(1);
});

test.each(['.', '..'])('%s is no id and no address', (dots) => {
  for (const path of [messagePath, folderPath, mailboxPath]) expect(() => path(dots)).toThrow(InputError);
  expect(messagePath('...')).toBe('/messages/...');
});

test.each([
  '/v1.0/users/b@a.example/messages',
  '/..',
  '/../b/messages',
  '/%2e%2E/b',
  '/a/..?x=1',
  'messages',
])('the path %s of a part leads out of its mailbox and is refused', (path) =>
  expect(() => readParts([{ path }], mailbox)).toThrow('needs a path below the mailbox'),
);

test('an upload goes on where the vendor says, without the credential, and never for ever', async () => {
  const file = { name: 'a.bin', content_type: 'application/x-test', bytes: new Uint8Array(2 * CHUNK + 5) };
  const opened: Reply = { status: 201, body: { uploadUrl: 'https://upload.example/x?token=1' } };
  const next = (range: string): Reply => ({ status: 200, body: { nextExpectedRanges: [range] } });
  const location = "https://a.example/v1.0/users('u')/messages('m')/attachments('AAk%3D')";
  const { graph, sent } = graphWith(opened, next('0-'), next(`${CHUNK}-`), next(`${2 * CHUNK}-`), {
    ...{ status: 201, headers: { location } },
  });
  expect(await uploadAttachment(graph, mailbox, '/messages/m/attachments', file)).toBe('AAk=');
  const puts = sent.slice(1);
  expect(puts.map(({ headers }) => headers['content-range'])).toEqual(
    [0, 0, CHUNK, 2 * CHUNK].map(
      (at) => `bytes ${at}-${Math.min(at + CHUNK, file.bytes.length) - 1}/${file.bytes.length}`,
    ),
  );
  expect(puts.every(({ bare }) => bare)).toBe(true);
  expect(CHUNK % (320 * 1024)).toBe(0);
  // A session that has everything may answer once more with nothing to wait for, as to a piece that was sent twice.
  const whole = graphWith(opened, { status: 200, body: { nextExpectedRanges: [] } });
  const small = { ...file, bytes: new Uint8Array(10) };
  expect(await uploadAttachment(whole.graph, mailbox, '/a', small)).toBeNull();
  expect(whole.sent).toHaveLength(2);
  const stuck = graphWith(opened, ...Array.from({ length: 50 }, () => next('0-')));
  await expect(uploadAttachment(stuck.graph, mailbox, '/a', file)).rejects.toThrow(UpstreamError);
});
