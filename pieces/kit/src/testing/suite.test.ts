import { describe, expect, test } from 'vitest';
import type { Auth } from '../auth.ts';
import type { ConnectorPollTrigger, ConnectorWebhookTrigger } from '../connector.ts';
import { InputError, RateLimitedError, UpstreamError } from '../errors.ts';
import { text } from '../field.ts';
import type { HttpRequest } from '../http.ts';
import { checkAuthorize, checkForeignLink, checkProbe } from './check-auth.ts';
import { checkDefinition } from './check-definition.ts';
import { checkFailures, checkRequiredFields } from './check-failures.ts';
import { checkRepeat, outgoing } from './check-requests.ts';
import { checkPoll, checkWebhook } from './check-triggers.ts';
import type { OperationFixture } from './fixtures.ts';
import { toResponse } from './replay-http.ts';
import { pollFrom, sampleConnector, type Spoil } from './sample-connector.ts';

const help = 'help';
const good = sampleConnector();
const fixture: OperationFixture = { replies: [{ status: 200, body: { ok: true } }], output: { ok: true } };

function parts(spoil: Spoil, own: Partial<OperationFixture> = {}) {
  const connector = sampleConnector(spoil);
  const [operation] = connector.operations;
  if (!operation) throw new Error('no operation');
  return [connector, operation, { ...fixture, ...own }] as const;
}

function withAuth(spoilt: Partial<Auth>): Spoil {
  return { auth: { ...good.auth, ...spoilt } };
}

describe('the definition', () => {
  const spoilt: Record<string, Spoil> = {
    'an operation without a label': { label: ' ' },
    'a field without help': { fields: { key: text('Key', { help: '' }) } },
    'a required field after an optional one': {
      fields: { note: text('Note', { help }), key: text('Key', { help, required: true }) },
    },
    'a field in camel case': { fields: { externalKey: text('Key', { help }) } },
    'a field that hosts keep for the connection': { fields: { auth: text('Auth', { help }) } },
  };
  test.each(Object.entries(spoilt))('%s does not pass', (_, spoil) => {
    expect(() => checkDefinition(sampleConnector(spoil))).toThrow();
  });
  test('two parts of one name do not pass', () => {
    expect(() =>
      checkDefinition({ ...good, operations: [...good.operations, ...good.operations] }),
    ).toThrow();
  });
});

describe('authorize', () => {
  const { authorize } = good.auth;
  let calls = 0;
  test('a secret in the URL does not pass', () => {
    const inUrl = withAuth({
      authorize: (request, values) => ({
        ...authorize(request, values),
        url: `/me?key=${values['api_key']}`,
      }),
    });
    expect(() => checkAuthorize(sampleConnector(inUrl))).toThrow();
  });
  test('another result for the same request does not pass', () => {
    const counting = withAuth({
      authorize: (request, values) => {
        calls += 1;
        return authorize({ ...request, headers: { 'x-call': `${calls}` } }, values);
      },
    });
    expect(() => checkAuthorize(sampleConnector(counting))).toThrow();
  });
  test('writing into the request does not pass', () => {
    const writing = withAuth({
      authorize: (request, values) => Object.assign(request, authorize(request, values)),
    });
    expect(() => checkAuthorize(sampleConnector(writing))).toThrow();
  });
  test('sending the credential anywhere does not pass', () => {
    const trusting = withAuth({
      authorize: (request, { api_key = '' }) => ({ ...request, headers: { 'x-api-key': api_key } }),
    });
    expect(() => checkForeignLink(sampleConnector(trusting))).toThrow();
  });
  test('a probe that is content with anything does not pass', async () => {
    await expect(checkProbe({ ...good, probe: async () => {} })).rejects.toThrow();
  });
});

describe('failures', () => {
  const spoilt: Record<string, Spoil['run']> = {
    'a swallowed failure': (send) => send('GET', '/notes').catch(() => ({ ok: true })),
    'a plain Error': (send) =>
      send('GET', '/notes').catch(() => {
        throw new Error('failed');
      }),
    'one class for everything': (send) =>
      send('GET', '/notes').catch(() => {
        throw new UpstreamError('failed');
      }),
    'a message with input': async (send, input) => {
      try {
        return await send('GET', '/notes');
      } catch (error) {
        throw Object.assign(error as Error, { message: `failed for ${String(input['key'])}` });
      }
    },
    'a lost Retry-After': (send) =>
      send('GET', '/notes').catch((error: unknown) => {
        throw error instanceof RateLimitedError ? new RateLimitedError('limited') : error;
      }),
    'the words of the server': async (_send, _input, http) => {
      const response = await http({ method: 'GET', url: '/notes', headers: {} });
      if (response.status < 300) return JSON.parse(response.body) as unknown;
      throw new InputError(response.body);
    },
  };
  test.each(Object.entries(spoilt))('%s does not pass', async (_, run) => {
    await expect(checkFailures(...parts(run ? { run } : {}))).rejects.toThrow();
  });
  test("a vendor's own failure that has the wrong class does not pass", async () => {
    const failures = [{ what: 'an error in a success', reply: { status: 200, body: {} }, error: InputError }];
    await expect(checkFailures(...parts({}, { failures }))).rejects.toThrow('succeeded');
  });
  test('a required field that has a default is never missing', async () => {
    const fields = { key: text('Key', { help, required: true, default: 'roof' }) };
    await checkRequiredFields(...parts({ fields }));
  });
  test('a required field that is only noticed by the vendor does not pass', async () => {
    const [connector, operation, own] = parts({});
    const [key] = Object.values(operation.fields);
    if (!key) throw new Error('no field');
    const lax = { ...operation, fields: { other: key } };
    await expect(checkRequiredFields(connector, lax, own)).rejects.toThrow();
  });
});

describe('requests', () => {
  test('another output than recorded does not pass', async () => {
    await expect(outgoing(...parts({}, { output: { ok: false } }), 'all')).rejects.toThrow();
  });
  test('an output that is not plain JSON does not pass', async () => {
    const run: Spoil['run'] = async () => ({ at: new Date(0) });
    await expect(outgoing(...parts({ run }, { output: { at: new Date(0) } }), 'all')).rejects.toThrow();
  });
  test('the credential is masked in what a snapshot shows', async () => {
    const shown = JSON.stringify(await outgoing(...parts({}), 'all'));
    expect(shown).toContain('<api_key>');
    expect(shown).not.toContain('secret-');
  });
  test('required input leaves the other fields out', async () => {
    const [required] = await outgoing(...parts({}), 'required');
    expect(Object.keys(required?.body ?? {})).toEqual(['key']);
  });
});

describe('repeating', () => {
  test('a key drawn anew each time does not pass', async () => {
    let drawn = 0;
    const run: Spoil['run'] = (send) => {
      drawn += 1;
      return send('POST', '/notes', { drawn });
    };
    await expect(checkRepeat(...parts({ run }))).rejects.toThrow();
  });
  test('looking before writing passes with a model of the other side, and only if it looks', async () => {
    const twin = () => {
      const notes = new Set<string>();
      let writes = 0;
      return {
        http: async (request: HttpRequest) => {
          if (request.method === 'GET') return toResponse({ status: 200, body: [...notes] });
          writes += 1;
          notes.add(String(request.body));
          return toResponse({ status: 200, body: { ok: true } });
        },
        writes: () => writes,
      };
    };
    const looking: Spoil['run'] = async (send, input) => {
      const notes = (await send('GET', '/notes')) as string[];
      return notes.length > 0 ? { ok: true } : send('POST', '/notes', input);
    };
    await checkRepeat(...parts({ run: looking }, { twin }));
    await expect(
      checkRepeat(...parts({ run: (send) => send('POST', '/notes', {}) }, { twin })),
    ).rejects.toThrow();
  });
});

describe('triggers', () => {
  const hook = (spoil: Spoil) => sampleConnector(spoil).triggers[0] as ConnectorWebhookTrigger;
  const polled = (spoil: Spoil) => {
    const connector = sampleConnector(spoil);
    const serve = (records: readonly unknown[]) => async () => toResponse({ status: 200, body: records });
    return checkPoll(connector, connector.triggers[1] as ConnectorPollTrigger, { serve });
  };
  let calls = 0;
  const webhooks: Record<string, Spoil> = {
    'a sample that gives nothing': { items: () => [] },
    'a key drawn anew': { items: () => [{ dedupeKey: `${(calls += 1)}`, data: {} }] },
    'an empty key': { items: () => [{ dedupeKey: '', data: {} }] },
    'taking any payload': { items: () => [{ dedupeKey: 'a', data: {} }] },
  };
  test.each(Object.entries(webhooks))('a webhook with %s does not pass', (_, spoil) => {
    expect(() => checkWebhook(hook(spoil))).toThrow();
  });
  const polls: Record<string, Spoil> = {
    'a lost tie': { poll: pollFrom((changed_at, from) => changed_at > from) },
    'nothing but the first record': {
      poll: async (client, cursor, context) => {
        const all = await pollFrom(() => true)(client, cursor, context);
        return { ...all, items: all.items.slice(0, 1) };
      },
    },
    'a cursor that is written to': {
      poll: async (client, cursor, context) => {
        if (cursor) Object.assign(cursor, { changed_at: 'later' });
        return pollFrom(() => true)(client, cursor, context);
      },
    },
    'a swallowed failure': {
      poll: (client, cursor, context) =>
        pollFrom(() => true)(client, cursor, context).catch(() => ({ items: [], cursor })),
    },
  };
  test.each(Object.entries(polls))('a poll with %s does not pass', async (_, spoil) => {
    await expect(polled(spoil)).rejects.toThrow();
  });
  test('reading everything again passes: hosts drop what they have seen', async () => {
    await polled({ poll: pollFrom(() => true) });
  });
});
