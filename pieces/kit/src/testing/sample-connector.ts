import { InputError } from '../errors.ts';
import { apiKeyAuth, type Auth } from '../auth.ts';
import { defineConnector, type Connector } from '../connector.ts';
import { text, type Fields } from '../field.ts';
import type { Http } from '../http.ts';
import { jsonHttp, type JsonHttp } from '../json-http.ts';
import { operation } from '../operation.ts';
import type { PollTrigger, WebhookTrigger } from '../trigger.ts';

/** Parts of a good connector that a test of the suite may spoil. */
export interface Spoil {
  auth?: Auth;
  fields?: Fields;
  label?: string;
  run?: (send: JsonHttp, input: Record<string, unknown>, http: Http) => Promise<unknown>;
  items?: WebhookTrigger['items'];
  poll?: PollTrigger<Client>['poll'];
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
