import { describe, expect, test } from 'vitest';
import { get, type Auth, type Credential } from './auth.ts';
import { authorised } from './authorised.ts';
import { AuthError, UpstreamError } from './errors.ts';
import { secret, text } from './field.ts';
import type { Http, HttpMethod, HttpRequest } from './http.ts';
import { refreshTokenAuth } from './session-auth.ts';
import type { KeptSession, SessionSlot } from './session.ts';
import { pathOf, toResponse, type Reply } from './testing/replay-http.ts';

const help = 'help';
const auth = refreshTokenAuth({
  ...{ name: 'person', label: 'Person', vendor: 'Acme', probe: '/me' },
  fields: {
    base_url: text('Base URL', { help, required: true }),
    refresh_token: secret('Refresh token', { help, required: true }),
  },
  tokenUrl: () => 'https://sign-in.example/token',
  parameters: ({ refresh_token }) => ({ refresh_token }),
  consent: { authorizeUrl: 'https://sign-in.example', tokenUrl: 'https://sign-in.example', scopes: [] },
});
const credential: Credential = { base_url: 'https://api.example', refresh_token: 'refresh-0' };

function slotWith(session: KeptSession | null = null): SessionSlot & { kept: KeptSession | null } {
  const slot = {
    kept: session,
    get: async () => slot.kept,
    set: async (kept: KeptSession) => void (slot.kept = kept),
  };
  return slot;
}

/** A vendor that gives tokens by number, takes only those in `good`, and remembers what it was asked. */
function vendor(
  options: { good?: (token: string) => boolean; lasts?: number | null; rotates?: boolean } = {},
) {
  const { good = () => true, lasts = 3600, rotates = false } = options;
  const sent: HttpRequest[] = [];
  let given = 0;
  const http: Http = async (request) => {
    sent.push(request);
    await Promise.resolve();
    if (!request.url.startsWith('https://sign-in')) {
      const token = request.headers['authorization']?.replace('Bearer ', '') ?? '';
      return toResponse({ status: good(token) ? 200 : 401, body: { token } });
    }
    given += 1;
    const next = rotates ? { refresh_token: `refresh-${given}` } : {};
    return toResponse({ status: 200, body: { access_token: `token-${given}`, expires_in: lasts, ...next } });
  };
  return { http, sent, signIns: () => sent.filter(({ url }) => url.includes('sign-in')) };
}

function port(
  http: Http,
  session: SessionSlot | undefined = slotWith(),
  clock = { now: 0 },
  values = credential,
) {
  return authorised({ auth, credential: values, http, session, now: () => clock.now });
}

describe('one sign-in', () => {
  test('is enough for many requests, also those that come at once', async () => {
    const side = vendor();
    const send = port(side.http);
    const answers = await Promise.all([1, 2, 3].map(() => send(get('/a'))));
    await send(get('/a'));
    expect(answers.map(({ body }) => body)).toEqual(Array(3).fill('{"token":"token-1"}'));
    expect(side.signIns()).toHaveLength(1);
  });
  test('is shared by all who share a slot', async () => {
    const side = vendor();
    const slot = slotWith();
    await Promise.all([port(side.http, slot)(get('/a')), port(side.http, slot)(get('/b'))]);
    expect(side.signIns()).toHaveLength(1);
  });
  test('that fails fails for all who wait, and the next one tries again', async () => {
    let down = true;
    const side = vendor();
    const http: Http = async (request) => {
      if (down && request.url.includes('sign-in')) throw new Error('refresh-0 went nowhere');
      return side.http(request);
    };
    const send = port(http);
    const all = await Promise.allSettled([send(get('/a')), send(get('/b'))]);
    for (const one of all)
      expect(one).toMatchObject({ reason: new UpstreamError('No answer from the other side') });
    down = false;
    expect((await send(get('/a'))).status).toBe(200);
  });
  test('lives for one port where the host keeps nothing', async () => {
    const side = vendor();
    const send = port(side.http, undefined);
    await send(get('/a'));
    await send(get('/b'));
    expect(side.signIns()).toHaveLength(1);
  });
});

describe('the end of a session', () => {
  test.each<[number | null, number, number]>([
    [3600, 3539_999, 1],
    [3600, 3540_000, 2],
    [30, 14_999, 1],
    [30, 15_000, 2],
    [null, 1e12, 1],
  ])('one of %j seconds, after %i ms, is the reason for sign-in number %i', async (lasts, later, signIns) => {
    const side = vendor({ lasts });
    const clock = { now: 0 };
    const send = port(side.http, slotWith(), clock);
    await send(get('/a'));
    clock.now = later;
    await send(get('/a'));
    expect(side.signIns()).toHaveLength(signIns);
  });

  test.each<HttpMethod>(['GET', 'POST', 'DELETE'])(
    'a 401 to %s is repeated once with a fresh one',
    async (method) => {
      const side = vendor({ good: (token) => token === 'token-1' });
      const slot = slotWith({ values: { access_token: 'old' }, expiresIn: null, until: null });
      const answer = await port(side.http, slot)({ ...get('/a'), method });
      expect(answer.status).toBe(200);
      expect(side.sent.map(({ url }) => pathOf(url))).toEqual(['/a', '/token', '/a']);
    },
  );
  test('a 401 with a fresh one stays', async () => {
    const side = vendor({ good: () => false });
    expect((await port(side.http)(get('/a'))).status).toBe(401);
    expect(side.signIns()).toHaveLength(1);
  });
  test('a second 401 stays, and asks for no third sign-in', async () => {
    const side = vendor({ good: () => false });
    const slot = slotWith({ values: { access_token: 'old' }, expiresIn: null, until: null });
    expect((await port(side.http, slot)(get('/a'))).status).toBe(401);
    expect(side.signIns()).toHaveLength(1);
  });
  test('many 401s at once ask for one fresh session', async () => {
    const side = vendor({ good: (token) => token !== 'old' });
    const slot = slotWith({ values: { access_token: 'old' }, expiresIn: null, until: null });
    const send = port(side.http, slot);
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(get('/a'))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(side.signIns()).toHaveLength(1);
    expect(slot.kept?.values).toEqual({ access_token: 'token-1' });
  });
});

describe('a refresh token that is good for one use', () => {
  test('is replaced by the one that came with the session, again and again', async () => {
    const side = vendor({ rotates: true, lasts: 3600 });
    const clock = { now: 0 };
    const slot = slotWith();
    const send = port(side.http, slot, clock);
    for (const later of [0, 1, 2]) {
      clock.now = later * 3_600_000;
      await send(get('/a'));
    }
    expect(side.signIns().map(({ body }) => String(body).split('refresh_token=').at(-1))).toEqual([
      'refresh-0',
      'refresh-1',
      'refresh-2',
    ]);
    expect(slot.kept?.replaces).toEqual({ refresh_token: 'refresh-3' });
  });
  test('survives a 401 and a sign-in that brings none', async () => {
    const side = vendor({ good: (token) => token === 'token-1' });
    const slot = slotWith({
      ...{ values: { access_token: 'old' }, expiresIn: null, until: null },
      replaces: { refresh_token: 'refresh-7' },
    });
    await port(side.http, slot)(get('/a'));
    expect(side.signIns()[0]?.body).toContain('refresh-7');
    expect(slot.kept?.replaces).toEqual({ refresh_token: 'refresh-7' });
  });
});

test('a token that the host hands in is used as it is, and nothing is fetched', async () => {
  const side = vendor({ good: (token) => token === 'from-host' });
  const send = port(side.http, slotWith(), undefined, { ...credential, access_token: 'from-host' });
  expect((await send(get('/a'))).status).toBe(200);
  expect(side.signIns()).toHaveLength(0);
});

describe('a bare request', () => {
  const bare = (url: string): HttpRequest => ({ ...get(url), bare: true });
  test.each(['https://upload.example/1', 'http://127.0.0.1:8080/1', 'http://localhost/1'])(
    'to %s goes out without the credential',
    async (url) => {
      const side = vendor();
      await port(side.http)(bare(url));
      expect(side.sent).toEqual([bare(url)]);
    },
  );
  test.each([
    ...['http://upload.example/1', 'http://127.0.0.1.evil.example/', '/a', 'file:///etc'],
    'http://localhost:1@evil.example/',
  ])('to %s does not go out', async (url) => {
    const side = vendor();
    await expect(port(side.http)(bare(url))).rejects.toThrow(UpstreamError);
    expect(side.sent).toEqual([]);
  });
});

test('a refusal at the sign-in is an AuthError, and no request goes out', async () => {
  const refused: Reply = { status: 400, body: { error: 'invalid_grant' } };
  const sent: string[] = [];
  const http: Http = async ({ url }) => {
    sent.push(url);
    return toResponse(refused);
  };
  await expect(port(http)(get('/a'))).rejects.toThrow(AuthError);
  expect(sent).toEqual(['https://sign-in.example/token']);
});

test('a sign-in in several steps takes each with what the earlier ones gave', async () => {
  const steps: Auth = {
    ...auth,
    session: {
      request: () => ({ ...get('https://sign-in.example/1'), method: 'POST' }),
      read: ({ body }, values) => ({ values: { ...values, access_token: body }, expiresIn: null }),
      next: (_, { access_token, done }) =>
        access_token === 'last' || done ? null : get(`https://sign-in.example/2?${access_token}`),
    },
  };
  const sent: string[] = [];
  const http: Http = async ({ url, headers }) => {
    sent.push(`${pathOf(url)} ${headers['authorization'] ?? ''}`.trim());
    return { status: 200, headers: {}, body: sent.length === 1 ? 'first' : 'last' };
  };
  await authorised({ auth: steps, credential, http, session: slotWith(), now: () => 0 })(get('/a'));
  expect(sent).toEqual(['/1', '/2?first', '/a Bearer last']);
});
