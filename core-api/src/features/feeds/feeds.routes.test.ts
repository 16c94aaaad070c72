import { UpstreamError } from '@pebble/kit/errors';
import type { MailFeed } from '@pebble/contract/mail-feeds';
import { defineConnector } from '@pebble/kit/connector';
import { apiKeyAuth } from '@pebble/kit/auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore } from '../../../test/test-core.ts';
import { startToyFeedTest, type ToyFeedTest } from '../../doors/feeds/testing/toy-feed.ts';
import { pollFeed } from '../../doors/feeds/poll-feed.ts';

let test: ToyFeedTest;
const NOBODY = '00000000-0000-7000-8000-000000000000';

beforeAll(async () => {
  test = await startToyFeedTest();
});
afterAll(() => test.close());

const cursors = (feedId: string) =>
  test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql('feed_cursors').where({ feed_id: feedId }).pluck('mode'),
  );
const patch = (id: string, body: object) => test.api<MailFeed>('PATCH', `/mail-feeds/${id}/`, body);

describe('a mail feed', () => {
  it('has what is usual where nothing is said', async () => {
    const feed = await test.newFeed();
    expect(feed).toMatchObject({
      ...{
        remote_mailbox: 'sales@north.ours.example',
        folder: 'inbox',
        mode: 'live',
        enabled: true,
        push: true,
      },
      ...{ connection: 'toy', state: 'waiting', last_error: null, last_poll_at: null, proved_until: null },
      ...{ backlog: { waiting: 0, put_aside: 0, oldest_at: null }, counts: { received: 0 } },
      push_state: { state: 'off', detail: expect.stringMatching(/Toy mail cannot wake us/) as string },
    });
  });

  it.each([
    ['a connection that is not there', { connection_id: NOBODY }, 'body.connection_id'],
    ['a mailbox of nobody', { mailbox: 'nobody@else.example' }, 'body.mailbox'],
    ['a folder of two lines', { folder: 'inbox\r\nx' }, 'body.folder'],
    ['a start that is no instant', { start_from: 'beginning' }, 'body.start_from'],
  ])('refuses %s, and names it', async (_what, change, path) => {
    const usual = { name: 'Refused', connection_id: test.connectionId, mailbox: 'sales@north.ours.example' };
    const { status, body } = await test.api('POST', '/mail-feeds/', { ...usual, ...change });
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ path }] });
  });

  it('refuses a connection of a system without mail', async () => {
    const auth = apiKeyAuth({ header: 'x', probe: '/me', help: 'Any.' });
    const dumb = defineConnector({
      ...{ name: 'dumb', label: 'Dumb', version: '1.0.0', auth, client: (http) => http },
      ...{ operations: [], triggers: [] },
    });
    const http = async () => ({ status: 200, headers: {}, body: '' });
    const other = await createTestCore({ outside: { connectors: [dumb], http, publicUrl: null } });
    const token = await other.signIn('admin');
    const send = (path: string, body: object) =>
      other.send({ method: 'POST', path: `/api/v1${path}`, token, body });
    const values = { base_url: 'https://x.example', api_key: 'k' };
    const made = await send('/connections/', { name: 'dumb', connector: 'dumb', values });
    const { id } = made.body as { id: string };
    const { body } = await send('/mail-feeds/', {
      name: 'X',
      connection_id: id,
      mailbox: 'sales@north.ours.example',
    });
    expect(body).toMatchObject({
      errors: [{ path: 'body.connection_id', message: expect.stringMatching(/no mail/) as string }],
    });
    await other.close();
  });

  it('has its name once, and keeps its connection from being deleted', async () => {
    const feed = await test.newFeed({ name: 'Once' });
    expect((await test.newFeed({ name: 'Once' })) as unknown).toMatchObject({ code: 'already_exists' });
    const gone = await test.api('DELETE', `/connections/${test.connectionId}/`);
    expect(gone).toMatchObject({
      status: 409,
      body: { code: 'connection_in_use', detail: expect.stringContaining(feed.name) as string },
    });
  });

  it('reads another folder from its beginning, and the same one on where it was', async () => {
    const feed = await test.newFeed();
    await pollFeed(await test.context(feed.id));
    expect(await cursors(feed.id)).toEqual(['live']);
    await patch(feed.id, { name: 'Another name' });
    expect(await cursors(feed.id)).toEqual(['live']);
    await patch(feed.id, { folder: 'archive' });
    expect(await cursors(feed.id)).toEqual([]);
  });

  it('says which change was made, and none when nothing changed', async () => {
    const feed = await test.newFeed();
    await patch(feed.id, { enabled: true });
    await patch(feed.id, { enabled: false });
    const events = await test.db.withTenant(test.ours.scope, (tx) =>
      tx
        .sql('events')
        .whereRaw(`type = 'mail_feed.changed' AND data ->> 'feed_id' = ?`, [feed.id])
        .pluck('data'),
    );
    expect(events).toMatchObject([
      { before: { enabled: true }, after: { enabled: false }, reads_again: false },
    ]);
    expect((await patch(feed.id, { enabled: true })).body.state).toBe('waiting');
  });

  it('is tried out: what the folder got in a day, or what is wrong', async () => {
    const feed = await test.newFeed();
    test.toy.deliver(new Date(Date.now() - 60_000));
    const look = () => test.api<{ ok: boolean; detail: string }>('POST', `/mail-feeds/${feed.id}/test/`);
    expect((await look()).body).toMatchObject({
      ok: true,
      detail: expect.stringMatching(/in the last 24 hours it got 1 mails/) as string,
    });
    test.toy.failWith = () => new UpstreamError('Toy mail answered 503');
    expect((await look()).body).toMatchObject({
      ok: false,
      detail: 'Toy mail answered 503. It is tried again by itself.',
    });
    test.toy.failWith = null;
  });

  it('can be deleted, and leaves its receipts behind', async () => {
    const feed = await test.newFeed();
    const window = { from: '2026-11-02T09:00:00Z', to: '2026-11-02T10:00:00Z' };
    const receipt = await test.api<{ id: string }>('POST', `/mail-feeds/${feed.id}/check/`, window);
    expect(receipt.status).toBe(201);
    expect((await test.api('DELETE', `/mail-feeds/${feed.id}/`)).status).toBe(204);
    expect((await test.api('DELETE', `/mail-feeds/${feed.id}/`)).status).toBe(404);
    expect((await test.api('GET', `/ingestion-receipts/${receipt.body.id}/`)).body).toMatchObject({
      feed: feed.name,
    });
  });

  it('belongs to its tenant', async () => {
    const feed = await test.newFeed();
    const token = await test.signIn('admin', 'theirs');
    for (const [method, path] of [
      ['PATCH', `/mail-feeds/${feed.id}/`],
      ['DELETE', `/mail-feeds/${feed.id}/`],
      ['POST', `/mail-feeds/${feed.id}/test/`],
      ['GET', `/mail-feeds/${feed.id}/backfills/`],
      ['GET', `/mail-feeds/${feed.id}/reports/`],
    ] as const) {
      const body = method === 'PATCH' ? { enabled: false } : undefined;
      expect((await test.send({ method, path: `/api/v1${path}`, token, body })).status, path).toBe(404);
    }
  });
});

describe('what `now` means', () => {
  const started = async (id: string) => {
    const [row] = await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('mail_feeds').where({ id }).select<{ start_said_at: Date }[]>('start_said_at'),
    );
    return row?.start_said_at.getTime() ?? 0;
  };

  it('stays when a feed that has begun is switched off and on: what came meanwhile is its business', async () => {
    const feed = await test.newFeed({ start_from: 'now' });
    await pollFeed(await test.context(feed.id));
    const before = await started(feed.id);
    await patch(feed.id, { enabled: false });
    await patch(feed.id, { enabled: true });
    expect(await started(feed.id)).toBe(before);
    await patch(feed.id, { start_from: 'now' });
    expect(await started(feed.id)).toBeGreaterThan(before);
  });

  it('moves as long as nothing was read', async () => {
    const feed = await test.newFeed({ start_from: 'now', enabled: false });
    const before = await started(feed.id);
    await patch(feed.id, { enabled: true });
    expect(await started(feed.id)).toBeGreaterThan(before);
  });
});
