import { afterEach, beforeEach, expect, test } from 'vitest';
import { startGraphTwin, type GraphTwin } from './graph-twin.ts';
import { SALES } from './run.ts';

let clock = Date.UTC(2026, 2, 2, 9, 0);
let twin: GraphTwin;
let token = '';

beforeEach(async () => {
  clock = Date.UTC(2026, 2, 2, 9, 0);
  twin = await startGraphTwin({ mails: 'sample', now: () => clock });
  token = (await signIn({})).body.access_token;
});
afterEach(() => twin.close());

interface Answer {
  status: number;
  headers: Headers;
  // As Graph's JSON comes: the tests say what they expect of it.
  body: Record<string, never> & { value: Record<string, never>[]; error: { code: string } };
}

async function send(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(path.startsWith('http') ? path : twin.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
  };
}

async function signIn(changed: Record<string, string>, tenant = twin.credential.tenant_id) {
  const { client_id, client_secret } = twin.credential;
  const usual = { grant_type: 'client_credentials', client_id, client_secret, scope: `${twin.url}/.default` };
  const answer = await fetch(`${twin.loginUrl}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...usual, ...changed }),
  });
  return {
    status: answer.status,
    body: (await answer.json()) as Record<string, string> & { access_token: string },
  };
}

const MESSAGES = `/v1.0/users/${SALES}/messages`;
const IMMUTABLE = { prefer: 'IdType="ImmutableId"' };

test('sign-in refuses as the vendor does', async () => {
  const refusals = [
    [await signIn({ client_secret: 'no' }), 401, 'invalid_client'],
    [await signIn({ client_id: 'no' }), 400, 'unauthorized_client'],
    [await signIn({ scope: 'https://graph.microsoft.us/.default' }), 400, 'invalid_scope'],
    [await signIn({}, 'another-tenant'), 400, 'invalid_request'],
    [await signIn({ grant_type: 'refresh_token', refresh_token: 'no' }), 400, 'invalid_grant'],
  ] as const;
  for (const [{ status, body }, expected, error] of refusals) {
    expect({ status, error: body['error'] }).toEqual({ status: expected, error });
    expect(body['error_description']).toMatch(/^AADSTS\d+: /);
  }
});

test('a refresh token is good for one use', async () => {
  const refresh = { grant_type: 'refresh_token', refresh_token: twin.consent(SALES) };
  const first = await signIn(refresh);
  expect(first.status).toBe(200);
  expect((await signIn(refresh)).status).toBe(400);
  expect((await signIn({ ...refresh, refresh_token: String(first.body['refresh_token']) })).status).toBe(200);
  token = first.body.access_token;
  expect((await send('GET', '/v1.0/me/messages')).body.value.length).toBeGreaterThan(0);
  expect((await send('GET', '/v1.0/users/tender@brightwater.example/messages')).status).toBe(403);
});

test('a token ends by the clock, and an app has no mailbox of its own', async () => {
  expect(await send('GET', '/v1.0/me/messages')).toMatchObject({
    status: 400,
    body: { error: { code: 'BadRequest' } },
  });
  clock += 3_600_000;
  const late = await send('GET', MESSAGES);
  expect(late).toMatchObject({ status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } });
});

test('an ordinary id changes with the folder, an immutable one does not, and case matters in both', async () => {
  const first = await send('GET', `${MESSAGES}?$top=1`);
  const ordinary = String(first.body.value[0]?.['id']);
  const immutable = String(
    (await send('GET', `${MESSAGES}?$top=1`, undefined, IMMUTABLE)).body.value[0]?.['id'],
  );
  expect(immutable).not.toBe(ordinary);
  const moved = await send('POST', `${MESSAGES}/${ordinary}/move`, { destinationId: 'archive' });
  expect(moved.status).toBe(201);
  expect(moved.body['id']).not.toBe(ordinary);
  expect((await send('GET', `${MESSAGES}/${ordinary}`)).body.error.code).toBe('ErrorItemNotFound');
  expect((await send('GET', `${MESSAGES}/${immutable}`)).status).toBe(200);
  expect((await send('GET', `${MESSAGES}/${immutable.toLowerCase()}`)).status).toBe(404);
});

test('what Exchange cannot do is refused by its name', async () => {
  const codes = async (query: string) => (await send('GET', `${MESSAGES}?${query}`)).body.error?.code;
  expect(await codes('$filter=isRead eq false&$orderby=receivedDateTime desc')).toBe('InefficientFilter');
  expect(await codes('$search="valve"&$orderby=receivedDateTime')).toBe('SearchWithFilter');
  expect(await codes('$filter=nosuch eq 1')).toBe('BadRequest');
  expect(await codes('$filter=isRead eq')).toBe('ErrorInvalidUrlQueryFilter');
  expect(await codes('$top=5000')).toBe('ErrorInvalidRequest');
  expect(await codes("$filter=startswith(subject,'Price') and not (isRead eq true)")).toBeUndefined();
});

test('delta says what has gone and why, and a token of another folder is none', async () => {
  const inbox = `/v1.0/users/${SALES}/mailFolders/inbox/messages/delta`;
  const start = await send('GET', inbox, undefined, IMMUTABLE);
  const [one = '', two = ''] = twin.holds(SALES);
  twin.move(SALES, one, 'archive');
  twin.delete(SALES, two);
  const link = String(start.body['@odata.deltaLink']);
  const { value } = (await send('GET', link, undefined, IMMUTABLE)).body;
  expect(value.map((entry) => [entry['id'], entry['@removed']])).toEqual([
    [one, { reason: 'changed' }],
    [two, { reason: 'deleted' }],
  ]);
  const elsewhere = await send('GET', link.replace('/inbox/', '/archive/'));
  expect(elsewhere.body.error.code).toBe('syncStateInvalid');
  twin.expireDeltaTokens();
  expect(await send('GET', link)).toMatchObject({
    status: 410,
    body: { error: { code: 'syncStateNotFound' } },
  });
});

test('a batch keeps parts apart, waits for what they depend on, and turns the fifth of a mailbox away', async () => {
  const look = (id: string) => ({ id, method: 'GET', url: `/users/${SALES}/mailFolders/inbox` });
  const gone = { id: 'gone', method: 'GET', url: `/users/${SALES}/messages/none` };
  const after = { ...look('after'), dependsOn: ['gone'] };
  const { body } = await send('POST', '/v1.0/$batch', {
    requests: [look('1'), look('2'), look('3'), gone, look('5'), after],
  });
  const parts = body['responses'] as unknown as { id: string; status: number }[];
  expect(Object.fromEntries(parts.map(({ id, status }) => [id, status]))).toEqual({
    ...{ 1: 200, 2: 200, 3: 200, gone: 404 },
    ...{ 5: 429, after: 424 },
  });
  const many = Array.from({ length: 21 }, (_, at) => look(String(at)));
  expect((await send('POST', '/v1.0/$batch', { requests: many })).status).toBe(400);
});

test('the fifth request at the same time is turned away', async () => {
  twin.dials.latencyMs = 50;
  const answers = await Promise.all(Array.from({ length: 8 }, () => send('GET', MESSAGES)));
  const turnedAway = answers.filter(({ status }) => status === 429);
  expect(turnedAway.length).toBeGreaterThan(0);
  expect(turnedAway[0]?.headers.get('retry-after')).toBe('1');
});

test('a sent mail reaches the other mailbox, in its thread, with what was attached', async () => {
  const [id = ''] = twin.holds(SALES);
  const draft = await send('POST', `${MESSAGES}/${id}/createForward`, {
    toRecipients: [{ emailAddress: { address: 'mara.ekholm@brightwater.example' } }],
  });
  const own = `${MESSAGES}/${String(draft.body['id'])}`;
  await send('POST', `${own}/attachments`, {
    ...{ '@odata.type': '#microsoft.graph.fileAttachment', name: 'a.txt', contentBytes: 'aGk=' },
  });
  expect((await send('POST', `${own}/send`)).status).toBe(202);
  const box = '/v1.0/users/mara.ekholm@brightwater.example/messages';
  const [got] = (await send('GET', box)).body.value;
  expect(got).toMatchObject({
    subject: expect.stringMatching(/^FW: /) as string,
    hasAttachments: true,
    isDraft: false,
  });
  expect((await send('POST', `${MESSAGES}/${id}/send`)).body.error.code).toBe('ErrorInvalidOperation');
});

test('a rewritten Message-ID is another one in the property and in the mail itself', async () => {
  twin.dials.rewriteMessageId = 1;
  const mail = { from: 'a@b.example', subject: 'x', text: 'y', messageId: '<own@b.example>' };
  const { id, internetMessageId } = await twin.deliver(SALES, mail);
  expect(internetMessageId).not.toBe('<own@b.example>');
  const mime = await fetch(`${twin.url}${MESSAGES}/${id}/$value`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await mime.text()).toContain(`Message-ID: ${internetMessageId}`);
});

test('people and scripts have a door of their own', async () => {
  const door = (what: string, body: unknown) => send('POST', `/__twin/${what}`, body);
  const { body } = await door('deliver', {
    mailbox: SALES,
    from: 'a@b.example',
    subject: 'By hand',
    text: 'x',
    folder: 'archive',
  });
  expect(twin.holds(SALES, 'archive')).toEqual([body['id']]);
  expect((await door('move', { mailbox: SALES, id: body['id'], folder: 'inbox' })).status).toBe(200);
  await door('faults', [{ fault: { kind: 'status', status: 503 } }]);
  expect((await send('GET', MESSAGES)).body.error.code).toBe('serviceNotAvailable');
  await door('faults', []);
  expect((await send('GET', MESSAGES)).status).toBe(200);
  expect((await door('deliver', { mailbox: 'nobody@b.example' })).status).toBe(404);
  expect((await door('nonsense', {})).status).toBe(404);
});
