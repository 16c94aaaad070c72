import { AuthError, InputError } from '../errors.ts';
import { apiKeyAuth, type Auth } from '../auth.ts';
import { defineConnector, type Connector } from '../connector.ts';
import { text, type Fields } from '../field.ts';
import type { Http } from '../http.ts';
import { jsonHttp, type JsonHttp } from '../json-http.ts';
import type { Lookup } from '../lookup.ts';
import { operation } from '../operation.ts';
import { sameSecret } from '../same-secret.ts';
import { toResponse } from './replay-http.ts';
import type { PollTrigger, Push, WebhookTrigger } from '../trigger.ts';

/** Parts of a good connector that a test of the suite may spoil. */
export interface Spoil {
  auth?: Auth;
  fields?: Fields;
  label?: string;
  run?: (send: JsonHttp, input: Record<string, unknown>, http: Http) => Promise<unknown>;
  items?: WebhookTrigger['items'];
  poll?: PollTrigger<Client>['poll'];
  push?: Partial<Push<Client>>;
  subscription?: Partial<Push<Client>['subscription']>;
  lookup?: Lookup<Client>;
}

export interface Client {
  send: JsonHttp;
  http: Http;
}

const auth = apiKeyAuth({ header: 'x-api-key', probe: '/me', help: 'In the settings.' });
const fields = {
  key: text('Key', { help: 'Your name for it.', required: true }),
  note: text('Note', { help: 'Any.' }),
};

/** A connector that passes the suite, for the suite's own tests. */
export function sampleConnector(spoil: Spoil = {}): Connector {
  const put = operation({
    name: 'put_note',
    label: spoil.label ?? 'Put note',
    help: 'Writes a note.',
    idempotent: true,
    fields: spoil.fields ?? fields,
    run: async ({ send, http }: Client, input: Record<string, unknown>) =>
      spoil.run ? spoil.run(send, input, http) : send('PUT', `/notes/${String(input['key'])}`, input),
  });
  return defineConnector({
    name: 'sample',
    label: 'Sample',
    version: '1.0.0',
    auth: spoil.auth ?? auth,
    client: (http): Client => ({ send: jsonHttp(http, 'Sample'), http }),
    operations: [put],
    triggers: [webhook(spoil), poll(spoil)],
    lookups: {
      notes:
        spoil.lookup ??
        (async ({ send }) =>
          ((await send('GET', '/notes')) as { key: string }[]).map(({ key }) => ({
            value: key,
            label: key,
          }))),
    },
  });
}

function webhook(spoil: Spoil): WebhookTrigger {
  return {
    type: 'webhook',
    name: 'note_put',
    label: 'Note written',
    help: 'A note was written.',
    sample: { headers: {}, query: {}, body: { key: 'a' } },
    items: spoil.items ?? (({ body }) => [{ dedupeKey: keyOf(body), data: body }]),
  };
}

function poll(spoil: Spoil): PollTrigger<Client> {
  return {
    type: 'poll',
    name: 'note_changed',
    label: 'Note changed',
    help: 'A note was changed.',
    sample: { key: 'a', changed_at: '2026-01-05T10:00:00.000Z' },
    poll: spoil.poll ?? pollFrom((changed_at, from) => changed_at >= from),
    push: { ...push, subscription: { ...push.subscription, ...spoil.subscription }, ...spoil.push },
  };
}

const push: Push<Client> = {
  handshake: {
    by: { query: 'challenge' },
    reply: ({ query }) => ({ status: 200, headers: {}, body: query['challenge'] ?? '' }),
  },
  subscription: {
    create: async ({ send }, { url, secret, now }) => {
      const { id } = (await send('POST', '/hooks', { url, secret })) as { id: string };
      return { id, secret, url, expires_at: new Date(Date.parse(now) + 3_600_000).toISOString() };
    },
    check: async ({ send }, { id }) => ((await send('GET', '/hooks')) as string[]).includes(id),
    renew: async (_, registration, { now }) => ({
      ...registration,
      expires_at: new Date(Date.parse(now) + 7_200_000).toISOString(),
    }),
    delete: async ({ send }, { id }) => void (await send('DELETE', `/hooks/${id}`)),
  },
  read: ({ body, headers }, { registration }) => {
    if (!sameSecret(headers['x-secret'] ?? '', registration?.secret ?? ''))
      throw new AuthError('Not the vendor');
    keyOf(body);
    return 'poll';
  },
};

/** The other side of the sample's push: it holds hooks and forgets them. */
export function hookKeeper(): Http {
  const hooks = new Set<string>();
  return async ({ method, url }) => {
    if (method === 'POST') hooks.add(`hook-${hooks.size + 1}`);
    if (method === 'DELETE') hooks.delete(url.split('/').at(-1) ?? '');
    return toResponse({ status: 200, body: method === 'GET' ? [...hooks] : { id: [...hooks].at(-1) } });
  };
}

function keyOf(body: unknown): string {
  const key = typeof body === 'object' && body !== null && 'key' in body ? body.key : undefined;
  if (typeof key !== 'string') throw new InputError('The payload is not a note');
  return key;
}

/** A poll over `/notes` that asks for everything and keeps what `wanted` says of its instant and the cursor's. */
export function pollFrom(wanted: (changed_at: string, from: string) => boolean): PollTrigger<Client>['poll'] {
  return async ({ send }, cursor) => {
    const from = String(cursor?.['changed_at'] ?? '');
    const notes = (await send('GET', '/notes')) as { key: string; changed_at: string }[];
    const changed = notes.filter((note) => wanted(note.changed_at, from));
    return {
      items: changed.map((note) => ({ dedupeKey: `${note.key}@${note.changed_at}`, data: note })),
      cursor: { changed_at: notes.at(-1)?.changed_at ?? from },
    };
  };
}
