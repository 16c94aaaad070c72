import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CARD = '00000000-0000-7000-8000-0000000000ca';
const WHEN = '2026-01-05T10:00:00Z';

/** What the stand-in for Pebble was handed, and how it answers. */
let mails: string[];
let tokens: string[];
let expireFirstToken: boolean;
let finalState: string;
let refuse: boolean;
let url: string;

const routes: Record<string, (request: IncomingMessage, body: string) => [status: number, body: object]> = {
  'POST /api/v1/token/': (_, body) => {
    if (JSON.parse(body).password !== 'word')
      return problem(401, 'wrong_credentials', 'E-mail or password is wrong');
    tokens.push(`token-${tokens.length}`);
    return [200, { access: tokens.at(-1), refresh: 'r', token_type: 'Bearer', expires_in: 300 }];
  },
  'POST /api/v1/ingestion/email/': (request, body) => {
    if (refuse) return problem(403, 'sender_blacklisted', 'The sender is on the blacklist');
    if (request.headers['content-type'] !== 'message/rfc822')
      return problem(415, 'unsupported_media_type', 'No');
    mails.push(body);
    return [
      202,
      { tracking_id: `00000000-0000-7000-8000-${String(mails.length).padStart(12, '0')}`, state: 'accepted' },
    ];
  },
  'GET /api/v1/ingestion/': (request) => {
    const tracking_id = request.url?.split('/').at(-2);
    const times = { received_at: WHEN, updated_at: WHEN };
    return [
      200,
      { tracking_id, state: finalState, card_id: CARD, also: [], attempts: 1, reason: null, ...times },
    ];
  },
  'GET /api/v1/cards/': () => [200, card()],
};

const server = createServer((request, response) => void answer(request, response));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Buffer.concat(await request.toArray()).toString('latin1');
  const line = `${request.method} ${request.url}`;
  const route = Object.keys(routes).find(
    (known) => line === known || (known.startsWith('GET') && line.startsWith(known)),
  );
  const expired = expireFirstToken && request.headers.authorization === 'Bearer token-0';
  const [status, reply] = expired
    ? problem(401, 'unauthenticated', 'No valid token')
    : (routes[route ?? '']?.(request, body) ?? problem(404, 'not_found', 'Not found'));
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
}

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  [mails, tokens, expireFirstToken, finalState, refuse] = [[], [], false, 'done', false];
});

async function send(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const signIn = ['--url', url, '--email', 'a@x.example', '--password', 'word'];
  const tool = spawn(process.execPath, ['scripts/send.ts', ...signIn, ...args], { cwd: ROOT });
  const exit = new Promise<number | null>((done) => tool.once('exit', done));
  const [out, err, code] = await Promise.all([tool.stdout.toArray(), tool.stderr.toArray(), exit]);
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}

test('hands mails over byte for byte and tells where they lie', async () => {
  const { code, out } = await send('samples/03-order-german-8bit-headers.eml');
  expect(code).toBe(0);
  expect(mails[0]).toContain('Subject: Bestellung 4711-26 \xfcber 4.980 \xa4\r\n');
  expect(out).toMatch(
    /03-order-german-8bit-headers\.eml\s+done\s+erp \/ new\s+Bestellung 4711-26 über 4\.980 €/,
  );
  expect(out).toContain('1 mail: 1 done');
});

test('a whole archive', async () => {
  const { code, out, err } = await send('samples/archive.mbox');
  expect(code).toBe(0);
  expect(mails).toHaveLength(5);
  expect(out).toContain('5 mails: 5 done');
  expect(err).toContain('Handing over: 5/5');
});

test('signs in again when the token has run out', async () => {
  expireFirstToken = true;
  expect((await send('samples/01-enquiry-plain.eml')).code).toBe(0);
  expect(tokens.length).toBeGreaterThan(1);
});

test('a mail that was refused or died makes the exit code 1', async () => {
  refuse = true;
  const refused = await send('samples/01-enquiry-plain.eml');
  expect(refused.code).toBe(1);
  expect(refused.out).toMatch(/refused.*The sender is on the blacklist/);
  [refuse, finalState] = [false, 'dead'];
  expect((await send('samples/01-enquiry-plain.eml')).code).toBe(1);
});

test.each([
  ['a wrong password', ['samples', '--password', 'other'], 'a@x.example cannot sign in'],
  ['a wrong path', ['no-such-folder'], 'There is no file or folder'],
  [
    'nobody at the address',
    ['samples', '--url', 'http://127.0.0.1:9'],
    'Pebble does not answer at http://127.0.0.1:9',
  ],
])('%s is said in plain words, without a stack', async (_, args, message) => {
  const { code, err } = await send(...args);
  expect(code).toBe(1);
  expect(err).toContain(message);
  expect(err).not.toMatch(/^\s+at /m);
});

function problem(status: number, code: string, title: string): [number, object] {
  return [status, { type: 'about:blank', title, status, code, hint: 'Hint.', instance: 'i' }];
}

function card(): object {
  return {
    id: CARD,
    entity_id: CARD,
    board: 'erp',
    column: 'new',
    title: 't',
    stream: 'erp',
    intent: 'order',
    probability: 0.9,
    decided_by: 'rules',
    abstained: false,
    reasons: [],
    from_name: '',
    from_address: 'a@x.example',
    mail_count: 1,
    reopened: false,
    version: 1,
    created_at: WHEN,
    updated_at: WHEN,
    last_mail_at: WHEN,
    merged_into: null,
    mailboxes: [],
    linked: [],
    also_elsewhere: false,
    mails: [],
    history: [],
  };
}
