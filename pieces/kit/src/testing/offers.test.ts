import { describe, expect, test } from 'vitest';
import type { ConnectorTrigger } from '../connector.ts';
import { defineConnector } from '../connector.ts';
import { text } from '../field.ts';
import type { Http } from '../http.ts';
import { jsonHttp } from '../json-http.ts';
import type { MailSource } from '../mail-source.ts';
import { checkLookup, checkMail } from './check-lookups.ts';
import { checkCalls, checkHandshake, checkSubscription } from './check-subscription.ts';
import type { MailFixture, SubscriptionFixture, VendorCall } from './fixtures.ts';
import { hookKeeper, sampleConnector, type Client, type Spoil } from './sample-connector.ts';

const change: VendorCall = {
  what: 'a change',
  payload: ({ secret }) => ({ headers: { 'x-secret': secret }, query: {}, body: { key: 'a' } }),
  signal: 'poll',
};
const fixture: SubscriptionFixture = { serve: hookKeeper, calls: [change] };

function parts(spoil: Spoil, own: Partial<SubscriptionFixture> = {}) {
  const connector = sampleConnector(spoil);
  return [connector, connector.triggers[1] as ConnectorTrigger, { ...fixture, ...own }] as const;
}

describe('subscriptions', () => {
  const spoilt: Record<string, NonNullable<Spoil['subscription']>> = {
    'that nobody finds': { check: async () => false },
    'that never ends': { check: async () => true },
    'whose end throws the second time': {
      delete: async ({ send }, { id }) => {
        const hooks = (await send('GET', '/hooks')) as string[];
        if (!hooks.includes(id)) throw new Error('gone');
        await send('DELETE', `/hooks/${id}`);
      },
    },
    'that is over when it begins': {
      create: async ({ send }, { secret, url, now }) => {
        const { id } = (await send('POST', '/hooks', {})) as { id: string };
        return { id, secret, url, expires_at: now };
      },
    },
    'without an id': {
      create: async (_, { secret, url }) => ({ id: '', secret, url, expires_at: null }),
    },
    'whose failure repeats the secret': {
      create: ({ send }, { url, secret }) =>
        send('POST', '/hooks', {}).then(
          (made) => ({ ...(made as { id: string }), url, secret, expires_at: null }),
          (error: unknown) => {
            throw Object.assign(error as Error, { message: secret });
          },
        ),
    },
  };
  test.each(Object.entries(spoilt))('one %s does not pass', async (_, subscription) => {
    await expect(checkSubscription(...parts({ subscription }))).rejects.toThrow();
  });
  test('a good one passes', () => checkSubscription(...parts({})));
});

describe('calls', () => {
  test('a good one passes', () => checkCalls(...parts({})));
  test('believing anybody does not pass', async () => {
    await expect(checkCalls(...parts({ push: { read: () => 'poll' } }))).rejects.toThrow('succeeded');
  });
  test('another meaning does not pass', async () => {
    const calls = [{ ...change, signal: 'renew' as const }];
    await expect(checkCalls(...parts({}, { calls }))).rejects.toThrow('what a change means');
  });
  test('no call at all does not pass', async () => {
    await expect(checkCalls(...parts({}, { calls: [] }))).rejects.toThrow();
  });
});

describe('handshakes', () => {
  const asked = { headers: {}, query: { challenge: 'word' }, body: '' };
  const check = (handshake: SubscriptionFixture['handshake']) => {
    const [, trigger] = parts({});
    return () => checkHandshake(trigger, { ...fixture, ...(handshake ? { handshake } : {}) });
  };
  test('the answer that was recorded passes, and another does not', () => {
    expect(check({ payload: asked, reply: { body: 'word' } })).not.toThrow();
    expect(check({ payload: asked, reply: { body: 'another' } })).toThrow();
  });
  test('a payload that is no handshake does not pass, and no fixture neither', () => {
    expect(check({ payload: { ...asked, query: {} }, reply: {} })).toThrow();
    expect(check(undefined)).toThrow('has none');
  });
});

describe('lookups', () => {
  const replies = [{ status: 200, body: [{ key: 'a' }] }];
  const choices = [{ value: 'a', label: 'a' }];
  test('what was recorded passes, and anything else does not', async () => {
    await checkLookup(sampleConnector(), 'notes', { replies, choices });
    await expect(checkLookup(sampleConnector(), 'notes', { replies, choices: [] })).rejects.toThrow();
  });
  test('one value twice does not pass', async () => {
    const twice = [...choices, ...choices];
    const connector = sampleConnector({ lookup: async () => twice });
    await expect(checkLookup(connector, 'notes', { replies, choices: twice })).rejects.toThrow('each once');
  });
});

describe('mail', () => {
  const mail: MailSource<Client> = {
    trigger: 'new_mail',
    fetch: async ({ http }) => {
      const answer = await http({ method: 'GET', url: '/mime', headers: {}, expect: 'bytes' });
      if (answer.status === 200) return answer.bytes ?? new Uint8Array();
      return jsonHttp(async () => answer, 'Sample')('GET', '/mime') as Promise<never>;
    },
    list: async () => ({ mails: [], next: null }),
  };
  const connector = (spoilt: Partial<MailSource<Client>> = {}) =>
    defineConnector({
      ...{ name: 'post', label: 'Post', version: '1.0.0', auth: sampleConnector().auth, operations: [] },
      client: (http: Http): Client => ({ send: jsonHttp(http, 'Post'), http }),
      triggers: [
        {
          ...{ type: 'poll', name: 'new_mail', label: 'New mail', help: 'h', sample: {} },
          fields: { mailbox: text('Mailbox', { help: 'h' }), folder: text('Folder', { help: 'h' }) },
          poll: async () => ({ items: [], cursor: null }),
        },
      ],
      mail: { ...mail, ...spoilt },
    });
  const recorded: MailFixture = {
    fetch: {
      mail: { mailbox: 'a@x.example', id: '1' },
      replies: [{ status: 200, body: new Uint8Array([1, 255]) }],
      bytes: new Uint8Array([1, 255]),
    },
    list: {
      request: { mailbox: 'a@x.example', folder: 'inbox', from: 'a', to: 'b', page: null },
      replies: [],
      page: { mails: [], next: null },
    },
  };
  test('bytes as they are pass', () => checkMail(connector(), recorded));
  test.each<[string, Partial<MailSource<Client>>]>([
    ['bytes read as text', { fetch: async () => new Uint8Array([1, 63]) }],
    ['a mail for one that has gone', { fetch: async () => new Uint8Array([1, 255]) }],
    ['a trigger that is not there', { trigger: 'mail' }],
    ['another page', { list: async () => ({ mails: [], next: 'more' }) }],
  ])('%s does not pass', async (_, spoilt) => {
    await expect(checkMail(connector(spoilt), recorded)).rejects.toThrow();
  });
});
