// Generated from pieces/outlook/src/triggers/push.ts by `npm run nodes:generate`: change it there.
import { passOn } from '../../../kit/host/pass-on';
import { AuthError, ConnectorError, InputError } from '../../../kit/errors';
import type { Registration } from '../../../kit/registration';
import { sameSecret } from '../../../kit/same-secret';
import type { Push, PushSignal, SubscribeRequest, WebhookPayload } from '../../../kit/trigger';
import { decode, mailboxPath, type Graph, type GraphRequest } from '../client';
import { codeOf } from '../graph-failure';
import { readList } from '../list';
import { quoted } from '../path';
import { asRecord, instantOf, needText, textOf, type Json } from '../read';
import { placeOf } from './fields';

/** A little under the seven days that the vendor grants; a tenant may grant less, and says so. */
const LIFE_MINUTES = 10_000;
/** What every tenant grants. */
const SHORT_LIFE_MINUTES = 4_200;
const MINUTE_MS = 60_000;

/** Change notifications of a folder. They carry nothing but that something has happened; what it was is read by delta. */
export function pushOf(changeType: string): Push<Graph> {
  return {
    handshake: {
      by: { query: 'validationToken' },
      // As plain text, so that nobody's browser takes it for a page.
      reply: ({ query }) => ({
        status: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: query['validationToken'] ?? '',
      }),
    },
    subscription: {
      async create(graph, request) {
        await forgetOthers(graph, request.url);
        const answer = await within(request, (expirationDateTime) =>
          asked(graph, {
            method: 'POST',
            path: '/subscriptions',
            body: draft(request, changeType, expirationDateTime),
          }),
        );
        return toRegistration(asRecord(answer), request);
      },
      async check(graph, { id, url }) {
        const request = subscriptionRequest('GET', id);
        const response = await graph.answer(request);
        if (response.status === 404) return false;
        return textOf(asRecord(decode(response, request)), 'notificationUrl') === url;
      },
      async renew(graph, registration, request) {
        const path = subscriptionRequest('PATCH', registration.id).path;
        const answer = await within(request, (expirationDateTime) =>
          asked(graph, { method: 'PATCH', path, body: { expirationDateTime }, effect: 'repeatable' }),
        );
        return toRegistration(asRecord(answer), {
          ...request,
          secret: registration.secret,
          url: registration.url,
        });
      },
      async delete(graph, { id }) {
        const request = subscriptionRequest('DELETE', id);
        const response = await graph.answer(request);
        if (response.status !== 404) decode(response, request);
      },
    },
    read: (payload, { registration }) => signalOf(payload, registration),
  };
}

function draft(
  { input, url, secret }: SubscribeRequest,
  changeType: string,
  expirationDateTime: string,
): Json {
  const { mailbox, folder } = placeOf(input);
  return {
    changeType,
    notificationUrl: url,
    // Cannot be added later. Without it nobody tells that notifications were lost.
    lifecycleNotificationUrl: url,
    resource: `${ownerOf(mailbox)}/mailFolders(${quoted(folder)})/messages`,
    expirationDateTime,
    clientState: secret.slice(0, 128),
  };
}

// No URL, though it looks like one: the address stays readable.
function ownerOf(mailbox: string): string {
  return mailboxPath(mailbox).slice(1).replace('%40', '@');
}

/**
 * Subscriptions that were made for this address and forgotten, as when the answer was lost: they would wake us twice. Done as far as
 * it goes: waking twice harms nobody, and this list of Graph is not always to be had.
 */
async function forgetOthers(graph: Graph, url: string): Promise<void> {
  try {
    const first = { mailbox: null, method: 'GET', path: '/subscriptions' } as const;
    const { entries } = await readList(graph, first, { limit: 1000, page: undefined });
    for (const one of entries.filter((each) => textOf(each, 'notificationUrl') === url)) {
      await graph.ask(subscriptionRequest('DELETE', needText(one, 'id')));
    }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw passOn(error);
  }
}

/** Asks for the usual life, and once more for a shorter one when the tenant does not grant it. */
async function within(
  { now }: SubscribeRequest,
  ask: (expirationDateTime: string) => Promise<{ answer: unknown } | { refused: string }>,
): Promise<unknown> {
  const at = (minutes: number) => new Date(Date.parse(now) + minutes * MINUTE_MS).toISOString();
  const first = await ask(at(LIFE_MINUTES));
  if ('answer' in first) return first.answer;
  // The ceiling stands in the message only; nothing hangs on reading it.
  const ceiling = Number(/(\d{2,5}) minutes/.exec(first.refused)?.[1] ?? SHORT_LIFE_MINUTES);
  const second = await ask(at(Math.min(LIFE_MINUTES, Math.max(45, ceiling - 10))));
  if ('answer' in second) return second.answer;
  throw new InputError('Microsoft Graph grants no time to a subscription');
}

/** What a tenant says to a life that is too long. */
const TOO_LONG = new Set(['ExtensionError', 'ErrorInvalidParameter']);

async function asked(
  graph: Graph,
  part: Pick<GraphRequest, 'method' | 'path' | 'body' | 'effect'>,
): Promise<{ answer: unknown } | { refused: string }> {
  const request = { ...part, mailbox: null };
  const response = await graph.answer(request);
  if (response.status === 400 && TOO_LONG.has(codeOf(response))) return { refused: response.body };
  return { answer: decode(response, request) };
}

function subscriptionRequest(method: 'GET' | 'PATCH' | 'DELETE', id: string): GraphRequest {
  return { mailbox: null, method, path: `/subscriptions/${encodeURIComponent(id)}` };
}

function toRegistration(made: Json, { secret, url }: SubscribeRequest): Registration {
  return { id: needText(made, 'id'), expires_at: instantOf(made, 'expirationDateTime'), secret, url };
}

const URGENCY: readonly PushSignal[] = ['poll', 'renew', 'recreate'];

/** The most urgent of what a call says. Entries of somebody who does not know the secret count for nothing. */
function signalOf({ body }: WebhookPayload, registration: Registration | null): PushSignal {
  const entries: unknown = typeof body === 'object' && body !== null ? (body as Json)['value'] : undefined;
  if (!Array.isArray(entries)) throw new InputError('The call is no notification of Microsoft Graph');
  const secret = registration?.secret.slice(0, 128) ?? '';
  const ours = (entries as unknown[]).filter(
    (one): one is Json =>
      typeof one === 'object' && one !== null && sameSecret(textOf(one as Json, 'clientState'), secret),
  );
  if (ours.length === 0) throw new AuthError('The notification does not know the secret of its subscription');
  return ours.map(meaningOf).reduce((a, b) => (URGENCY.indexOf(b) > URGENCY.indexOf(a) ? b : a));
}

function meaningOf(entry: Json): PushSignal {
  const event = textOf(entry, 'lifecycleEvent');
  if (event === 'subscriptionRemoved') return 'recreate';
  return event === 'reauthorizationRequired' ? 'renew' : 'poll';
}
