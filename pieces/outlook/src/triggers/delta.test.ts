import { AuthError, InputError, NotFoundError, UpstreamError } from '@pebble/kit/errors';
import { toResponse, type Reply } from '@pebble/kit/testing/replay-http';
import { expect, test } from 'vitest';
import { graphClient } from '../client.ts';
import { readDelta, type DeltaOptions } from './delta.ts';

const BASE = "https://graph.microsoft.com/v1.0/users('u')/mailFolders('inbox')/messages/delta";
const options: DeltaOptions = {
  ...{ mailbox: 'a@a.example', folder: 'inbox', of: 'created' },
  since: '2026-03-02T09:00:00.700Z',
};

const mail = (id: string, receivedDateTime: string, more = {}) => ({
  id,
  receivedDateTime,
  ...{ changeKey: 'k', subject: '' },
  ...more,
});
const page = (value: unknown[], link: Record<string, string>): Reply => ({
  status: 200,
  body: { value, ...link },
});
const end = (token: string) => ({ '@odata.deltaLink': `${BASE}?$deltatoken=${token}` });
const next = (token: string) => ({ '@odata.nextLink': `${BASE}?$skiptoken=${token}` });
const lost = (status: number, code: string): Reply => ({ status, body: { error: { code, message: '' } } });

function graphWith(...replies: Reply[]) {
  const asked: string[] = [];
  const graph = graphClient(async ({ url }) => {
    asked.push(decodeURIComponent(url));
    return toResponse(replies[asked.length - 1] ?? { status: 500 });
  });
  return { graph, asked };
}

test('the first round begins with the second in which the trigger was switched on', async () => {
  const { graph, asked } = graphWith(page([], end('1')));
  const { cursor, more } = await readDelta(graph, null, options);
  expect(asked[0]).toMatch(
    /^\/v1\.0\/users\/a@a\.example\/mailFolders\/inbox\/messages\/delta\?changeType=created&\$filter=receivedDateTime ge 2026-03-02T09:00:00\.000Z&\$select=subject,/,
  );
  expect(more).toBe(false);
  expect(cursor).toMatchObject({
    link: "/v1.0/users('u')/mailFolders('inbox')/messages/delta?$deltatoken=1",
    count: null,
  });
});

test('an empty page with a next one is not the end, and mails come oldest first', async () => {
  const { graph, asked } = graphWith(
    page([mail('c', '2026-03-02T09:00:03Z'), mail('b', '2026-03-02T09:00:02Z')], next('1')),
    page([], next('2')),
    page([mail('a', '2026-03-02T09:00:01Z')], end('3')),
  );
  const { mails } = await readDelta(graph, null, options);
  expect(mails.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(asked.slice(1).every((url) => url.startsWith("/v1.0/users('u')/"))).toBe(true);
});

test('what was removed, drafts, and what is older than asked for are no mail', async () => {
  const { graph } = graphWith(
    page(
      [
        { id: 'gone', '@removed': { reason: 'deleted' } },
        mail('draft', '2026-03-02T10:00:00Z', { isDraft: true }),
        mail('old', '2026-03-02T08:59:59Z'),
        mail('same second', '2026-03-02T09:00:00Z'),
        { id: 'of an unknown time' },
      ],
      end('1'),
    ),
  );
  expect((await readDelta(graph, null, options)).mails.map(({ id }) => id)).toEqual([
    'of an unknown time',
    'same second',
  ]);
});

test('a long round is put down after some pages, and taken up where it was', async () => {
  const pages = Array.from({ length: 10 }, (_, at) =>
    page([mail(`${at}`, '2026-03-02T10:00:00Z')], next(`${at}`)),
  );
  const first = await readDelta(graphWith(...pages).graph, null, options);
  expect(first).toMatchObject({ more: true, cursor: { count: 10 } });
  expect(first.mails).toHaveLength(10);
  const { graph, asked } = graphWith(page([mail('last', '2026-03-02T10:00:00Z')], end('x')));
  expect(await readDelta(graph, first.cursor, options)).toMatchObject({ more: false });
  expect(asked).toEqual(["/v1.0/users('u')/mailFolders('inbox')/messages/delta?$skiptoken=9"]);
});

test.each([
  lost(410, 'syncStateNotFound'),
  lost(410, ''),
  lost(404, 'resyncRequired'),
  lost(400, 'syncStateInvalid'),
])('a token that is lost (%j) begins a day before the last mail', async (reply) => {
  const known = await readDelta(
    graphWith(page([mail('a', '2026-03-09T12:00:00Z')], end('1'))).graph,
    null,
    options,
  );
  const { graph, asked } = graphWith(reply, page([mail('b', '2026-03-09T13:00:00Z')], end('2')));
  const { mails } = await readDelta(graph, known.cursor, options);
  expect(mails.map(({ id }) => id)).toEqual(['b']);
  expect(asked[1]).toContain('receivedDateTime ge 2026-03-08T12:00:00.000Z');
});

test('a token that is lost before its round is at the end begins where that round began', async () => {
  const pages = Array.from({ length: 10 }, (_, at) =>
    page([mail(`${at}`, '2026-03-20T12:00:00Z')], next(`${at}`)),
  );
  const half = await readDelta(graphWith(...pages).graph, null, options);
  const { graph, asked } = graphWith(lost(410, ''), page([mail('old', '2026-03-03T00:00:00Z')], end('1')));
  const { mails } = await readDelta(graph, half.cursor, options);
  expect(half.cursor).toMatchObject({ seen: null, ahead: '2026-03-20T12:00:00.000Z' });
  expect(asked[1]).toContain('receivedDateTime ge 2026-03-02T09:00:00.000Z');
  expect(mails.map(({ id }) => id)).toEqual(['old']);
});

test('a mail from the future moves no beginning there', async () => {
  const reply = page([mail('a', '2036-01-01T00:00:00Z')], end('1'));
  const headers = { date: 'Mon, 09 Mar 2026 12:00:00 GMT' };
  const { cursor } = await readDelta(graphWith({ ...reply, headers }).graph, null, options);
  expect(cursor).toMatchObject({ seen: '2026-03-09T12:00:00.000Z' });
});

test('what was read before a failure that passes is kept, and one that stays is told', async () => {
  const first = page([mail('a', '2026-03-02T10:00:00Z')], next('1'));
  const { mails, cursor, more } = await readDelta(graphWith(first, { status: 503 }).graph, null, options);
  expect(mails.map(({ id }) => id)).toEqual(['a']);
  expect(more).toBe(true);
  await expect(readDelta(graphWith({ status: 503 }).graph, cursor, options)).rejects.toThrow(UpstreamError);
  await expect(
    readDelta(graphWith(first, lost(403, 'ErrorAccessDenied')).graph, null, options),
  ).rejects.toThrow(AuthError);
});

test('the rest of a round that is cut off goes on at the last instant that it has read', async () => {
  const full = Array.from({ length: 5000 }, (_, at) => mail(`m${at}`, '2026-03-05T00:00:00Z'));
  const { graph, asked } = graphWith(
    page(full, end('1')),
    page([mail('a', '2026-03-03T00:00:00Z'), mail('b', '2026-03-03T00:00:07Z')], next('skip')),
    page([mail('b', '2026-03-03T00:00:07Z'), mail('c', '2026-03-03T00:00:07Z')], next('same-second')),
    page([mail('d', '2026-03-03T00:00:07Z')], {}),
    page([], end('2')),
  );
  const { mails, more } = await readDelta(graph, null, options);
  expect(mails).toHaveLength(5004);
  expect(more).toBe(false);
  expect(asked[1]).toContain('receivedDateTime ge 2026-03-02T09:00:00.000Z&$orderby=receivedDateTime asc');
  expect(asked[2]).toContain('receivedDateTime ge 2026-03-03T00:00:07.000Z&');
  expect(asked.slice(3)).toEqual([
    "/v1.0/users('u')/mailFolders('inbox')/messages/delta?$skiptoken=same-second",
    "/v1.0/users('u')/mailFolders('inbox')/messages/delta?$deltatoken=1",
  ]);
});

test('a token that is lost early begins no earlier than the trigger', async () => {
  const known = await readDelta(graphWith(page([], end('1'))).graph, null, options);
  const { graph, asked } = graphWith(lost(410, ''), page([], end('2')));
  await readDelta(graph, known.cursor, options);
  expect(asked[1]).toContain('receivedDateTime ge 2026-03-02T09:00:00.000Z');
});

test('a folder that has gone is an error and no new beginning', async () => {
  const known = await readDelta(graphWith(page([], end('1'))).graph, null, options);
  const { graph, asked } = graphWith(lost(404, 'ErrorItemNotFound'));
  await expect(readDelta(graph, known.cursor, options)).rejects.toThrow(NotFoundError);
  expect(asked).toHaveLength(1);
});

test('a page that ends nowhere is unreadable', async () => {
  await expect(readDelta(graphWith(page([], {})).graph, null, options)).rejects.toThrow(UpstreamError);
});

test('changes are read without a filter, by the time of the change', async () => {
  const changed = { ...options, of: 'changed' as const };
  const old = { lastModifiedDateTime: '2026-03-02T09:00:00Z' };
  const { graph, asked } = graphWith(
    page(
      [
        mail('touched', '2020-01-01T00:00:00Z', old),
        mail('quiet', '2020-01-01T00:00:00Z', { lastModifiedDateTime: '2021-01-01T00:00:00Z' }),
      ],
      end('1'),
    ),
  );
  const { mails } = await readDelta(graph, null, changed);
  expect(mails.map(({ id }) => id)).toEqual(['touched']);
  expect(asked[0]).not.toMatch(/filter|changeType/);
});

test('a change that is told in part is read in full, each one a change of its own', async () => {
  const changed = { ...options, of: 'changed' as const };
  const full = mail('a', '2020-01-01T00:00:00Z', { lastModifiedDateTime: '2026-03-02T10:00:00Z' });
  const { graph, asked } = graphWith(
    page(
      [
        { id: 'a', isRead: true },
        { id: 'gone', isRead: true },
      ],
      end('1'),
    ),
    { status: 200, body: { ...full, subject: 'Bolts', changeKey: 'k2' } },
    lost(404, 'ErrorItemNotFound'),
  );
  const { mails } = await readDelta(graph, null, changed);
  expect(mails).toMatchObject([{ id: 'a', subject: 'Bolts', change_key: 'k2' }]);
  expect(mails).toHaveLength(1);
  expect(asked[1]).toMatch(/^\/v1\.0\/users\/a@a\.example\/messages\/a\?\$select=subject,/);
});

test('a change that cannot be read in full leaves the cursor where it was', async () => {
  const changed = { ...options, of: 'changed' as const };
  const { graph } = graphWith(page([{ id: 'a', isRead: true }], end('1')), { status: 503 });
  await expect(readDelta(graph, null, changed)).rejects.toThrow(UpstreamError);
});

test.each([{}, { link: 7 }, { link: null, from: 'x', count: 'y', seen: null, ahead: null, rest: null }])(
  '%j is no cursor of ours',
  async (cursor) => {
    await expect(readDelta(graphWith().graph, cursor, options)).rejects.toThrow(InputError);
  },
);
