import { apiKeyAuth, bearerAuth, type Auth } from '../../src/auth.ts';
import { defineConnector } from '../../src/connector.ts';
import { AuthError } from '../../src/errors.ts';
import {
  boolean,
  choice,
  dateTime,
  file,
  json,
  list,
  longText,
  lookup,
  number,
  secret,
  text,
} from '../../src/field.ts';
import type { Http } from '../../src/http.ts';
import { jsonHttp } from '../../src/json-http.ts';
import { operation } from '../../src/operation.ts';
import { sameSecret } from '../../src/same-secret.ts';
import { clientCredentialsAuth, refreshTokenAuth } from '../../src/session-auth.ts';
import type { PollTrigger, WebhookTrigger } from '../../src/trigger.ts';

const help = 'Help.';
const baseUrl = text('Base URL', { help, required: true });

export const bearer = bearerAuth({ probe: '/me', help });
export const apiKey = apiKeyAuth({ probe: '/me', help, header: 'x-key' });
export const app: Auth = clientCredentialsAuth({
  ...{ name: 'app', label: 'App', vendor: 'Acme', probe: '/me' },
  fields: {
    base_url: baseUrl,
    client_id: text('Client id', { help, required: true }),
    client_secret: secret('Client secret', { help, required: true }),
  },
  tokenUrl: ({ base_url }) => `${base_url}/token`,
  parameters: ({ client_id, client_secret }) => ({ client_id, client_secret }),
});
export const person: Auth = refreshTokenAuth({
  ...{ name: 'person', label: 'Person', vendor: 'Acme', probe: '/me' },
  fields: {
    base_url: baseUrl,
    tenant: text('Tenant', { help, required: true }),
    client_id: text('Client id', { help, required: true }),
    client_secret: secret('Client secret', { help, required: true }),
    refresh_token: secret('Refresh token', { help, required: true }),
  },
  tokenUrl: ({ base_url }) => `${base_url}/token`,
  parameters: ({ refresh_token }) => ({ refresh_token }),
  consent: {
    authorizeUrl: 'https://sign-in.example/{tenant}/authorize',
    tokenUrl: 'https://sign-in.example/{tenant}/token',
    scopes: ['mail', 'offline_access'],
  },
});

function client(http: Http) {
  return { send: jsonHttp(http, 'Acme') };
}
type Client = ReturnType<typeof client>;

const everything = operation({
  ...{ name: 'echo', label: 'Echo', help, idempotent: true },
  fields: {
    word: text('Word', { help, required: true }),
    story: longText('Story', { help }),
    size: number('Size', { help, default: 3 }),
    sure: boolean('Sure', { help }),
    colour: choice('Colour', { help, choices: { red: 'Red', blue: 'Blue' }, default: 'blue' }),
    board: text('Board', { help }),
    list_id: lookup('List', { help, from: 'lists', needs: ['word', 'board'] }),
    extra: json('Extra', { help }),
    due: dateTime('Due', { help }),
    tags: list('Tags', { help }),
    offer: file('Offer', { help }),
  },
  run: async ({ send }: Client, { offer, ...input }, { writeFile }) => {
    const said = await send('POST', '/echo', {
      ...input,
      ...(offer ? { offer: `${offer.name} ${offer.content_type} ${offer.bytes.length}` } : {}),
    });
    return offer ? { said, copy: await writeFile({ ...offer, name: `copy of ${offer.name}` }) } : { said };
  },
});

const changed: PollTrigger<Client> = {
  ...{ type: 'poll', name: 'task_changed', label: 'Task changed', help, sample: { id: 1, at: 10 } },
  fields: { board: text('Board', { help, required: true }) },
  async poll({ send }, cursor, { input, since }) {
    const query = `board=${String(input['board'])}&from=${String(cursor?.['at'] ?? since)}`;
    const page = (await send('GET', `/tasks?${query}`)) as {
      tasks: { id: number }[];
      at: number;
      more: boolean;
    };
    return {
      items: page.tasks.map((task) => ({ dedupeKey: `task-${task.id}`, data: task })),
      cursor: { at: page.at },
      more: page.more,
    };
  },
  push: {
    handshake: {
      by: { query: 'challenge' },
      reply: ({ query }) => ({
        ...{ status: 200, headers: { 'content-type': 'text/plain' } },
        body: query['challenge'] ?? '',
      }),
    },
    subscription: {
      create: async ({ send }, { url, secret: word, now, input }) => {
        const { id } = (await send('POST', '/hooks', { url, word, board: input['board'] })) as { id: string };
        return { id, url, secret: word, expires_at: new Date(Date.parse(now) + 3_600_000).toISOString() };
      },
      check: async ({ send }, { id }) => ((await send('GET', '/hooks')) as string[]).includes(id),
      renew: async ({ send }, registration) => {
        await send('PUT', `/hooks/${registration.id}`, {});
        return registration;
      },
      delete: async ({ send }, { id }) => void (await send('DELETE', `/hooks/${id}`)),
    },
    read({ headers, body }, { registration }) {
      if (!sameSecret(headers['x-word'] ?? '', registration?.secret ?? '')) throw new AuthError('Not Acme');
      return (body as { signal: 'poll' }).signal;
    },
  },
};

const posted: WebhookTrigger<Client> = {
  ...{ type: 'webhook', name: 'task_posted', label: 'Task posted', help },
  sample: { headers: {}, query: {}, body: { id: 7 } },
  async verify({ raw }, { credential }) {
    if (raw !== undefined && !raw.includes(String(credential['token']))) throw new AuthError('Not signed');
  },
  items: ({ body }) => [{ dedupeKey: `task-${(body as { id: number }).id}`, data: body }],
};

/** A connector with one of everything, over the ways to sign in that a test is about. */
export function acmeWith(...auth: [Auth, ...Auth[]]) {
  return defineConnector({
    ...{ name: 'acme', label: 'Acme', version: '0.1.0', description: 'Tasks.', auth, client },
    operations: [everything],
    triggers: [changed, posted],
    lookups: {
      lists: async ({ send }, { search, input }) =>
        ((await send('GET', `/lists?q=${search}&board=${String(input['board'])}`)) as string[]).map((id) => ({
          ...{ value: id, label: id.toUpperCase() },
        })),
    },
  });
}
