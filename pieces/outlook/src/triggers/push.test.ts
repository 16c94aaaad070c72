import { AuthError, InputError, UpstreamError } from '@pebble/kit/errors';
import type { HttpRequest } from '@pebble/kit/http';
import { toResponse, type Reply } from '@pebble/kit/testing/replay-http';
import { expect, test } from 'vitest';
import { graphClient } from '../client.ts';
import { pushOf } from './push.ts';

const push = pushOf('created');
const SECRET = 'a-secret-of-more-than-thirty-two-letters';
const request = {
  input: { mailbox: 'Sales@a.example', folder: "it's" },
  ...{ url: 'https://host.example/hook', secret: SECRET, now: '2026-03-02T09:00:00.000Z' },
};
const registration = { id: 'sub/1', expires_at: null, secret: SECRET, url: request.url };
const made: Reply = { status: 201, body: { id: 'sub/1', expirationDateTime: '2026-03-09T07:40:00Z' } };
const none: Reply = { status: 200, body: { value: [] } };
const tooLong = (message: string): Reply => ({
  status: 400,
  body: { error: { code: 'ExtensionError', message } },
});

function graphWith(...replies: Reply[]) {
  const sent: HttpRequest[] = [];
  const graph = graphClient(async (one) => {
    sent.push(one);
    return toResponse(replies[sent.length - 1] ?? { status: 500 });
  });
  const bodies = () =>
    sent.map(({ body }) => (typeof body === 'string' ? (JSON.parse(body) as Record<string, unknown>) : null));
  return { graph, sent, bodies };
}

test('a subscription names the folder, both addresses, and the secret', async () => {
  const { graph, bodies } = graphWith(none, made);
  expect(await push.subscription.create(graph, request)).toEqual({
    ...{ id: 'sub/1', expires_at: '2026-03-09T07:40:00.000Z', secret: SECRET, url: request.url },
  });
  expect(bodies()[1]).toEqual({
    changeType: 'created',
    notificationUrl: request.url,
    lifecycleNotificationUrl: request.url,
    resource: "users/Sales@a.example/mailFolders('it''s')/messages",
    expirationDateTime: '2026-03-09T07:40:00.000Z',
    clientState: SECRET,
  });
});

test('the own mailbox of a person is "me"', async () => {
  const { graph, bodies } = graphWith(none, made);
  await push.subscription.create(graph, { ...request, input: { folder: 'inbox' } });
  expect(bodies()[1]?.['resource']).toBe("me/mailFolders('inbox')/messages");
});

test.each([
  ['Subscription expiration can only be 4230 minutes in the future.', '2026-03-05T07:20:00.000Z'],
  ['In words that nobody knows.', '2026-03-05T06:50:00.000Z'],
])('a life that is too long is shortened: %s', async (message, expected) => {
  const { graph, bodies } = graphWith(none, tooLong(message), made);
  await push.subscription.create(graph, request);
  expect(bodies()[2]?.['expirationDateTime']).toBe(expected);
});

test('a tenant that grants none at all is told about, and other refusals are no question of time', async () => {
  await expect(
    push.subscription.create(graphWith(none, tooLong(''), tooLong('')).graph, request),
  ).rejects.toThrow(InputError);
  const { graph, sent } = graphWith(none, {
    status: 400,
    body: { error: { code: 'ValidationError', message: '1 minutes' } },
  });
  await expect(push.subscription.create(graph, request)).rejects.toThrow('ValidationError');
  expect(sent).toHaveLength(2);
});

test('what was made for the same address before is deleted first, and what has gone is no failure', async () => {
  const others = {
    value: [
      { id: 'a', notificationUrl: request.url },
      { id: 'b', notificationUrl: 'https://elsewhere.example' },
    ],
  };
  const { graph, sent } = graphWith({ status: 200, body: others }, { status: 404 }, made);
  await push.subscription.create(graph, request);
  expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /v1.0/subscriptions',
    'DELETE /v1.0/subscriptions/a',
    'POST /v1.0/subscriptions',
  ]);
});

test('a list of subscriptions that is not to be had keeps nobody from making one', async () => {
  const { graph, sent } = graphWith({ status: 403 }, made);
  expect((await push.subscription.create(graph, request)).id).toBe('sub/1');
  expect(sent).toHaveLength(2);
});

test('one that calls another address is not ours any more, and one that cannot be asked for is not gone', async () => {
  const answer = (url: string): Reply => ({ status: 200, body: { id: 'sub/1', notificationUrl: url } });
  expect(await push.subscription.check(graphWith(answer(request.url)).graph, registration)).toBe(true);
  expect(
    await push.subscription.check(graphWith(answer('https://elsewhere.example')).graph, registration),
  ).toBe(false);
  expect(await push.subscription.check(graphWith({ status: 404 }).graph, registration)).toBe(false);
  await expect(push.subscription.check(graphWith({ status: 503 }).graph, registration)).rejects.toThrow(
    UpstreamError,
  );
  await expect(push.subscription.delete(graphWith({ status: 403 }).graph, registration)).rejects.toThrow(
    AuthError,
  );
});

const read = (value: unknown, known: typeof registration | null = registration) =>
  push.read({ headers: {}, query: {}, body: { value } }, { input: {}, credential: {}, registration: known });

test('the most urgent of a call counts, and entries without the secret count for nothing', () => {
  const entry = (lifecycleEvent?: string, clientState = SECRET) => ({
    clientState,
    ...(lifecycleEvent ? { lifecycleEvent } : {}),
  });
  expect(read([entry()])).toBe('poll');
  expect(read([entry('missed'), entry('subscriptionRemoved'), entry('reauthorizationRequired')])).toBe(
    'recreate',
  );
  expect(read([entry('reauthorizationRequired'), entry()])).toBe('renew');
  expect(read([entry('subscriptionRemoved', 'guess'), entry()])).toBe('poll');
  expect(() => read([entry('missed', 'guess')])).toThrow(AuthError);
  expect(() => read([null, 7, {}])).toThrow(AuthError);
});

test('without a registration nobody is believed, and what is no list is no notification', () => {
  expect(() => read([{ clientState: '' }], null)).toThrow(AuthError);
  expect(() => read([{ clientState: SECRET }], null)).toThrow(AuthError);
  expect(() => read('value')).toThrow(InputError);
});
