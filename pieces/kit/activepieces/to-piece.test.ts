import { afterEach, describe, expect, test } from 'vitest';
import { startTwinServer, type TwinReply, type TwinRequest } from '../twin/twin-server.ts';
import { acmeWith, apiKey, app, bearer, person } from './testing/acme.ts';
import { MemoryStore, pieceContext } from './testing/piece-context.ts';
import { toPiece } from './to-piece.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function acmeServer(handle: (request: TwinRequest) => TwinReply) {
  const twin = await startTwinServer({ handle });
  ends.push(twin.close);
  return twin;
}
const connection = (url: string, token = 't0ken') => ({
  type: 'CUSTOM_AUTH',
  props: { base_url: url, token },
});

describe('what is shown', () => {
  test('a piece that the engine recognises, with its icon and the oldest server that it is for', () => {
    const piece = toPiece(acmeWith(bearer), { icon: '<svg/>' });
    expect(piece.constructor.name).toBe('Piece');
    const metadata = piece.metadata();
    expect(metadata).toMatchObject({
      ...{ displayName: 'Acme', description: 'Tasks.', minimumSupportedRelease: '0.82.0' },
      logoUrl: 'data:image/svg+xml;base64,PHN2Zy8+',
    });
    expect(Object.keys(metadata.actions)).toEqual(['echo']);
    expect(Object.keys(metadata.triggers)).toEqual(['task_changed', 'task_changed_instant', 'task_posted']);
  });
  test('each kind of field as the property that fits it, with label, help and default', () => {
    const { props } = toPiece(acmeWith(bearer)).getAction('echo') ?? {};
    const kinds = Object.fromEntries(
      Object.entries(props as Record<string, { type: string }>).map(([name, { type }]) => [name, type]),
    );
    expect(kinds).toEqual({
      ...{ word: 'SHORT_TEXT', story: 'LONG_TEXT', size: 'NUMBER', sure: 'CHECKBOX', board: 'SHORT_TEXT' },
      ...{ colour: 'STATIC_DROPDOWN', list_id: 'DROPDOWN', extra: 'JSON', due: 'DATE_TIME' },
      ...{ tags: 'ARRAY', offer: 'FILE' },
    });
    expect(props).toMatchObject({
      word: { displayName: 'Word', description: 'Help.', required: true },
      size: { defaultValue: 3, required: false },
      colour: {
        defaultValue: 'blue',
        options: { options: [{ value: 'red', label: 'Red' }, { value: 'blue' }] },
      },
      list_id: { refreshers: ['auth', 'word', 'board'], refreshOnSearch: true },
    });
  });
  test('triggers with their strategy, their sample and their handshake', () => {
    const { triggers } = toPiece(acmeWith(bearer)).metadata();
    expect(triggers).toMatchObject({
      task_changed: { type: 'POLLING', sampleData: { id: 1, at: 10 }, requireAuth: true },
      task_changed_instant: {
        ...{ type: 'WEBHOOK', displayName: 'Task changed (instant)' },
        handshakeConfiguration: { strategy: 'QUERY_PRESENT', paramName: 'challenge' },
        renewConfiguration: { strategy: 'CRON' },
      },
      task_posted: {
        ...{ type: 'WEBHOOK', sampleData: { id: 7 } },
        ...{ handshakeConfiguration: { strategy: 'NONE' }, renewConfiguration: { strategy: 'NONE' } },
      },
    });
  });
});

describe('an action', () => {
  test('sends what the step says, with its file, and gives its output and a file back', async () => {
    const twin = await acmeServer(({ json, headers }) => ({
      status: 200,
      body: { ...(json as object), by: headers['authorization'] },
    }));
    const context = pieceContext({
      auth: connection(twin.url),
      props: {
        ...{ word: 'hello', size: '4', undeclared: 'x' },
        offer: { filename: 'offer.pdf', data: Buffer.from('%PDF'), extension: 'pdf' },
      },
    });
    expect(await toPiece(acmeWith(bearer)).getAction('echo')?.run(context)).toEqual({
      said: {
        word: 'hello',
        size: 4,
        colour: 'blue',
        offer: 'offer.pdf application/pdf 4',
        by: 'Bearer t0ken',
      },
      copy: 'https://activepieces.example/files/1',
    });
    const { written } = context as { written: { fileName: string; data: Buffer }[] };
    expect(written[0]).toMatchObject({ fileName: 'copy of offer.pdf' });
  });

  test.each<[string, TwinReply, Record<string, unknown>, Record<string, unknown>]>([
    ['input', { status: 200 }, {}, { error: 'InputError', field: 'word', retryable: false }],
    ['a file that is none', { status: 200 }, { word: 'a', offer: 'text' }, { error: 'InputError' }],
    [
      'the credential',
      { status: 401, body: 't0ken' },
      { word: 'a' },
      { error: 'AuthError', message: 'Acme answered 401' },
    ],
    [
      'too many calls',
      { status: 429, headers: { 'retry-after': '99' } },
      { word: 'a' },
      { error: 'RateLimitedError', retryable: true, retryAfter: 99 },
    ],
    [
      'the vendor',
      { status: 500, body: 't0ken' },
      { word: 'a' },
      { error: 'UpstreamError', retryable: true },
    ],
  ])('that fails for %s shows its class as JSON, and nothing else', async (_, reply, props, failure) => {
    const twin = await acmeServer(() => reply);
    const run = toPiece(acmeWith(bearer))
      .getAction('echo')
      ?.run(pieceContext({ auth: connection(twin.url), props }));
    const error = (await run?.catch((caught: unknown) => caught)) as Error;
    expect(JSON.parse(error.message)).toMatchObject(failure);
    expect(error.message).not.toContain('t0ken');
  });

  test('a step without a connection says so', async () => {
    const run = toPiece(acmeWith(bearer))
      .getAction('echo')
      ?.run(pieceContext({ props: { word: 'a' } }));
    await expect(run).rejects.toThrow('There is no connection of this piece');
  });
  test('a defect keeps its words to itself', async () => {
    const transport = () => Promise.resolve({ status: 200, headers: {}, body: '{}' });
    const connector = acmeWith(bearer);
    const broken = {
      ...connector,
      operations: connector.operations.map((one) => ({
        ...one,
        run: async () => {
          throw new TypeError('secret words');
        },
      })),
    };
    const run = toPiece(broken, { transport })
      .getAction('echo')
      ?.run(pieceContext({ auth: connection('https://a.example') }));
    await expect(run).rejects.toThrow('"error":"Defect"');
    await expect(run).rejects.not.toThrow('secret words');
  });
});

describe('a lookup', () => {
  type Options = (
    input: object,
    context: object,
  ) => Promise<{ disabled: boolean; options: unknown[]; placeholder?: string }>;
  const options = () =>
    (toPiece(acmeWith(bearer)).getAction('echo')?.props as { list_id: { options: Options } }).list_id.options;

  test('offers what the vendor has for what is filled in and typed', async () => {
    const twin = await acmeServer(({ query }) => ({ status: 200, body: [`${query}`.replace(/\W/g, '-')] }));
    const filled = { auth: connection(twin.url), word: 'w', board: 'b1' };
    const found = await options()(filled, { searchValue: 'ro' });
    expect(found).toEqual({
      disabled: false,
      options: [{ value: 'q-ro-board-b1', label: 'Q-RO-BOARD-B1' }],
    });
  });
  test('says what is missing, and what went wrong', async () => {
    const twin = await acmeServer(() => ({ status: 403, body: 't0ken' }));
    expect(await options()({}, {})).toMatchObject({
      disabled: true,
      placeholder: 'Choose a connection first',
    });
    expect(await options()({ auth: connection(twin.url) }, {})).toMatchObject({
      placeholder: 'Fill in word first',
    });
    expect(await options()({ auth: connection(twin.url), word: 'w', board: 'b' }, {})).toEqual({
      ...{ disabled: true, placeholder: 'Acme answered 403', options: [] },
    });
  });
});

test('a lookup does not wait for a field that may stay empty', async () => {
  const twin = await acmeServer(() => ({ status: 200, body: ['inbox'] }));
  const { list_id } = toPiece(acmeWith(bearer)).getAction('echo')?.props as unknown as {
    list_id: { options: (input: object, context: object) => Promise<object> };
  };
  expect(await list_id.options({ auth: connection(twin.url), word: 'w', board: '' }, {})).toEqual({
    ...{ disabled: false, options: [{ value: 'inbox', label: 'INBOX' }] },
  });
});

describe('ways to sign in', () => {
  const authsOf = (...auths: Parameters<typeof acmeWith>) =>
    [toPiece(acmeWith(...auths)).auth ?? []].flat() as unknown as {
      type: string;
      props: Record<string, { type: string; required: boolean; description: string; options: unknown }>;
      validate(value: object): Promise<object>;
    }[];

  test('several without consent become one form in which a person chooses', () => {
    const [form, ...more] = authsOf(bearer, apiKey, app);
    expect(more).toEqual([]);
    expect(form).toMatchObject({
      type: 'CUSTOM_AUTH',
      props: {
        sign_in: { type: 'STATIC_DROPDOWN', required: true, defaultValue: 'token' },
        base_url: { required: true, description: expect.not.stringContaining('For ') as string },
        api_key: { type: 'SECRET_TEXT', required: false, description: 'For API key. Help.' },
        client_secret: { type: 'SECRET_TEXT', required: false },
      },
    });
  });
  test('consent becomes OAuth2 beside the form, with addresses that hold fields', () => {
    const [consent, form] = authsOf(app, person);
    expect(consent).toMatchObject({
      type: 'OAUTH2',
      authUrl: 'https://sign-in.example/{tenant}/authorize',
      tokenUrl: 'https://sign-in.example/{tenant}/token',
      scope: ['mail', 'offline_access'],
    });
    expect(Object.keys(consent?.props ?? {})).toEqual(['base_url', 'tenant']);
    expect(form?.type).toBe('CUSTOM_AUTH');
    expect(() => authsOf(person, { ...person, name: 'other' })).toThrow('two ways to consent');
  });
  test('a single secret is a secret text', () => {
    const { base_url: _, ...fields } = apiKey.fields;
    expect(authsOf({ ...apiKey, fields })).toMatchObject([{ type: 'SECRET_TEXT' }]);
  });

  test('a connection is tried before it is kept, whichever way it is for', async () => {
    const twin = await acmeServer(({ path, headers }) => {
      if (path === '/token') return { status: 200, body: { access_token: 'app-token' } };
      const by = `${headers['x-key'] ?? ''}${headers['authorization'] ?? ''}`;
      return { status: ['k', 'Bearer app-token', 'Bearer given'].includes(by) ? 200 : 401 };
    });
    const [form] = authsOf(bearer, apiKey, app);
    const auth = { base_url: twin.url };
    expect(await form?.validate({ auth: { ...auth, sign_in: 'api_key', api_key: 'k' } })).toEqual({
      valid: true,
    });
    const byApp = { ...auth, sign_in: 'app', client_id: 'a', client_secret: 'b' };
    expect(await form?.validate({ auth: byApp })).toEqual({ valid: true });
    expect(await form?.validate({ auth: { ...auth, sign_in: 'api_key', api_key: 'wrong' } })).toEqual({
      ...{ valid: false, error: 'Acme answered 401' },
    });
    expect(await form?.validate({ auth: { ...auth, sign_in: 'api_key' } })).toEqual({
      ...{ valid: false, error: 'Credential: Field "api_key" is required' },
    });
    const [consent] = authsOf(person);
    const given = { type: 'OAUTH2', access_token: 'given', props: { base_url: twin.url, tenant: 't' } };
    expect(await consent?.validate({ auth: given })).toEqual({ valid: true });
  });
});

describe('a session', () => {
  const signedIn = async () => {
    let tokens = 0;
    const twin = await acmeServer(({ path, headers }) => {
      if (path === '/token')
        return { status: 200, body: { access_token: `session-${(tokens += 1)}`, expires_in: 3600 } };
      return headers['authorization'] === `Bearer session-${tokens}`
        ? { status: 200, body: {} }
        : { status: 401 };
    });
    const auth = {
      type: 'CUSTOM_AUTH',
      props: { base_url: twin.url, client_id: 'id', client_secret: 'hidden word' },
    };
    const signIns = () => twin.requests.filter(({ path }) => path === '/token').length;
    return { auth, signIns, forget: () => (tokens += 1) };
  };

  test('is asked for once for many runs of many flows, and can be read in no store', async () => {
    const { auth, signIns } = await signedIn();
    const stores = [new MemoryStore(), new MemoryStore()];
    const action = toPiece(acmeWith(app)).getAction('echo');
    for (const store of [...stores, ...stores]) {
      await action?.run(pieceContext({ auth, store, props: { word: 'a' } }));
    }
    expect(signIns()).toBe(1);
    const readable = stores.map((store) => store.readable).join();
    expect(readable).toContain('COLLECTION:pebble-session-');
    expect(readable).not.toMatch(/session-1"|hidden|client/);
  });
  test('that the vendor forgets is asked for anew', async () => {
    const { auth, signIns, forget } = await signedIn();
    const action = toPiece(acmeWith(app)).getAction('echo');
    const run = () => action?.run(pieceContext({ auth, props: { word: 'a' } }));
    await run();
    forget();
    await run();
    expect(signIns()).toBe(2);
  });
});
