import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SentExchange } from '../../kit/twin/fetch-http.ts';
import { startTwinServer, type TwinServer } from '../../kit/twin/twin-server.ts';
import { readOpenApi, vendorFile, type Exchanged, type OpenApi } from '../../kit/twin/vendor-spec.ts';
import { startGraphTwin, type GraphTwin } from './graph-twin.ts';
import { run, SALES, triggerNamed, watch } from './run.ts';
import { hostOn, type TestHost } from './test-host.ts';

const file = vendorFile('msgraph-v1.0-mail.openapi.json');
if (!file)
  process.stderr.write(
    'Skipped: shared/vendors is not beside the project, nothing is checked against the spec of Graph\n',
  );

const mailbox = SALES;

describe.skipIf(!file)('the spec of Graph', () => {
  let twin: GraphTwin;
  let hook: TwinServer;
  let host: TestHost;
  let spec: OpenApi;
  const bodies: unknown[] = [];

  beforeAll(async () => {
    spec = readOpenApi(file ?? '');
    twin = await startGraphTwin({ mails: 'sample' });
    hook = await startTwinServer({
      handle: ({ query, json }) => {
        bodies.push(json);
        return {
          status: 200,
          headers: { 'content-type': 'text/plain' },
          body: query.get('validationToken') ?? '',
        };
      },
    });
    host = hostOn(twin);
    await everything();
  });
  afterAll(() => Promise.all([twin.close(), hook.close()]));

  /** One of each, and what goes wrong with it. */
  async function everything(): Promise<void> {
    const [message_id = ''] = twin.holds(SALES);
    const at = { mailbox, message_id };
    await run(host, 'get_message', { ...at, headers: true });
    await run(host, 'get_mime', at);
    await run(host, 'list_messages', { mailbox, limit: 2, unread_only: true });
    await run(host, 'search_messages', { mailbox, search: 'valves' });
    await run(host, 'mark_message', { ...at, mark: 'flagged' });
    await run(host, 'mark_message', { ...at, mark: 'importance_high' });
    await run(host, 'categorise_message', { ...at, categories: ['Blue'] });
    await run(host, 'list_folders', { mailbox });
    await run(host, 'create_folder', { mailbox, name: 'Orders', parent: 'inbox' });
    const bytes = Buffer.from('%PDF-');
    const draft = await run(host, 'create_draft', {
      mailbox,
      subject: 'Offer',
      to: ['Ada <ada@buyer.example>'],
      body: 'x',
    });
    const draft_id = String(draft['id']);
    await run(host, 'add_attachment', {
      mailbox,
      draft_id,
      file: { name: 'a.pdf', content_type: 'application/pdf', bytes },
    });
    await run(host, 'add_attachment', {
      ...{ mailbox, draft_id },
      file: { name: 'b.bin', content_type: 'application/x-test', bytes: new Uint8Array(3_100_000) },
    });
    const { attachments } = await run(host, 'list_attachments', { mailbox, message_id: draft_id });
    const [first] = attachments as { id: string }[];
    await run(host, 'get_attachment', { mailbox, message_id: draft_id, attachment_id: first?.id });
    await run(host, 'send_draft', { mailbox, draft_id });
    await run(host, 'reply', { ...at, body: 'Thank you' });
    await run(host, 'forward', {
      ...at,
      to: ['mara.ekholm@brightwater.example'],
      body: '<b>see</b>',
      body_type: 'html',
    });
    await run(host, 'batch', {
      mailbox,
      requests: [{ path: `/messages/${message_id}` }, { path: '/messages/none' }],
    });
    await run(host, 'move_message', { ...at, folder: 'archive' });
    await run(host, 'delete_message', at);
    await run(host, 'get_message', { mailbox, message_id: 'none' }).catch(() => undefined);
    await watchFor();
  }

  async function watchFor(): Promise<void> {
    const input = { mailbox, folder: 'inbox' };
    const inbox = watch(host, 'updated_mail', input, '2020-01-01T00:00:00Z');
    const fresh = watch(host, 'new_mail', input, '2020-01-01T00:00:00Z');
    await Promise.all([inbox.poll(), fresh.poll()]);
    const { subscription } = triggerNamed('new_mail').push ?? {};
    const request = { input, url: `${hook.url}/hook`, secret: 's'.repeat(40), now: new Date().toISOString() };
    const made = await subscription?.create(host, request);
    if (!subscription || !made) throw new Error('no subscription');
    const { id } = await twin.deliver(SALES, { from: 'ada@buyer.example', subject: 'one more', text: 'x' });
    twin.subscriptions.lifecycle(made.id, 'missed');
    await twin.notifications.idle();
    twin.delete(SALES, id);
    await Promise.all([inbox.poll(), fresh.poll()]);
    await subscription.check(host, made);
    await subscription.renew(host, made, request);
    await subscription.delete(host, made);
    twin.expireDeltaTokens();
    await inbox.poll();
  }

  test('holds for what the connector sends and for what the twin answers', () => {
    const known = host.exchanges.map(toExchanged).flatMap((one) => {
      const problems = spec.problems(one);
      return problems === null ? [] : [{ what: `${one.method} ${one.path} ${one.status}`, problems }];
    });
    expect(known.filter(({ problems }) => problems.length > 0)).toEqual([]);
    // Were the paths read wrongly, nothing would be known, and nothing wrong.
    expect(known.length).toBeGreaterThan(30);
  });

  test('knows nearly all that is sent', () => {
    const unknown = host.exchanges.map(toExchanged).filter((one) => spec.problems(one) === null);
    const shapes = new Set(
      unknown.map(
        ({ method, path }) => `${method} ${path.replace(/\/(users|messages|mailFolders)\/[^/]+/g, '/$1/…')}`,
      ),
    );
    // Parts of the vendor's API that the trimmed spec leaves out, and the token endpoint, which is another one's.
    const left = [
      'GET /users/…/mailFolders/…/childFolders',
      'POST /users/…/mailFolders/…/childFolders',
      'POST /users/…/messages/…/createForward',
    ];
    expect(
      [...shapes].filter((one) => !left.includes(one) && !/^(POST \/login|PUT \/upload)/.test(one)),
    ).toEqual([]);
  });

  test('a slip would be noticed', () => {
    const patch = { method: 'PATCH', path: '/users/a/messages/b', status: 200, reply: { id: 'b' } };
    expect(spec.problems({ ...patch, request: { isRead: true } })).toEqual([]);
    expect(spec.problems({ ...patch, request: { is_read: true } })).not.toEqual([]);
    expect(spec.problems({ ...patch, request: { isRead: 'yes' } })).not.toEqual([]);
    expect(spec.problems({ ...patch, reply: { id: 7 } })).not.toEqual([]);
    expect(spec.problems({ method: 'GET', path: '/nowhere', status: 200 })).toBeNull();
  });

  test('notifications are those of the vendor', () => {
    const posted = bodies.filter((body) => body !== undefined);
    expect(posted.length).toBeGreaterThan(0);
    for (const body of posted)
      expect(spec.schema('microsoft.graph.changeNotificationCollection', body)).toEqual([]);
  });
});

function toExchanged({ request, response }: SentExchange): Exchanged {
  const url = new URL(request.url);
  const path = decodeURIComponent(url.pathname)
    .replace(/^\/v1\.0/, '')
    .replace(/\('([^']*)'\)/g, '/$1');
  const json = response.headers['content-type']?.includes('json') && response.body !== '';
  return {
    ...{ method: request.method, path, status: response.status },
    ...(typeof request.body === 'string' && request.body.startsWith('{')
      ? { request: JSON.parse(request.body) as unknown }
      : {}),
    ...(json ? { reply: JSON.parse(response.body) as unknown } : {}),
  };
}
