import { createHash } from 'node:crypto';
import { MAX_MAIL_BYTES } from '@pebble/contract/ingestion';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { createApp } from '../../http/express-app.ts';
import { listen, type Listening } from '../../http/listen.ts';

let test: TestCore;
let server: Listening;
let admin: string;
let manager: string;

beforeAll(async () => {
  test = await createTestCore();
  server = await listen(
    createApp({ dispatch: test.core.dispatch, docsPage: '', uiFolder: '/nowhere' }),
    '127.0.0.1',
    0,
  );
  [admin, manager] = [await test.signIn('admin'), await test.signIn('manager')];
});
afterAll(async () => {
  await server.close();
  await test.close();
});

interface Answer {
  status: number;
  body: { tracking_id: string; state: string; code?: string; errors?: { path: string }[] };
}

async function post(body: Uint8Array | object, query = '', token = admin): Promise<Answer> {
  const raw = body instanceof Uint8Array;
  const reply = await fetch(`${server.url}/api/v1/ingestion/email/${query}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': raw ? 'message/rfc822' : 'application/json',
    },
    body: raw ? Buffer.from(body) : JSON.stringify(body),
  });
  return { status: reply.status, body: (await reply.json()) as Answer['body'] };
}

function stored(trackingId: string) {
  return test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql<{ id: string; entity_id: string; mailbox: string | null; format: string; raw: Buffer }>(
        'inbound_emails',
      )
      .where({ id: trackingId })
      .first('entity_id', 'mailbox', 'format', 'raw'),
  );
}
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const JSON_MAIL = { subject: 'RFQ', from: 'ada@buyer.example', body: 'Please quote.' };
const SOUTH = 'sales@south.ours.example';

describe('a mail that is handed over', () => {
  it('raw, is kept byte for byte for the mailbox in the query', async () => {
    const bytes = Buffer.concat([rawMail(), Buffer.from([0, 255, 254, 128])]);
    const { status, body } = await post(bytes, `?mailbox=${SOUTH.toUpperCase()}`);
    expect([status, body.state]).toEqual([202, 'accepted']);
    expect(await stored(body.tracking_id)).toEqual({
      entity_id: test.ours.entities['south'],
      mailbox: SOUTH,
      format: 'rfc822',
      raw: bytes,
    });
  });

  it('in JSON, is kept as it was written', async () => {
    const { body } = await post({ ...JSON_MAIL, mailbox: SOUTH, unknown_field: 1 });
    const row = await stored(body.tracking_id);
    expect(row).toMatchObject({ entity_id: test.ours.entities['south'], format: 'json' });
    expect(JSON.parse(row?.raw.toString() ?? '')).toMatchObject({ unknown_field: 1 });
  });

  it('of just under 25 MB is taken, whole', async () => {
    const head = rawMail({ body: '' });
    const bytes = Buffer.concat([head, Buffer.alloc(MAX_MAIL_BYTES - head.byteLength, 'x')]);
    const { status, body } = await post(bytes);
    expect(status).toBe(202);
    expect(sha((await stored(body.tracking_id))?.raw ?? Buffer.alloc(0))).toBe(sha(bytes));
  });

  it('of a byte more is refused, raw and in JSON', async () => {
    const one = await post(Buffer.alloc(MAX_MAIL_BYTES + 1, 'x'));
    const two = await post({ ...JSON_MAIL, body: 'x'.repeat(MAX_MAIL_BYTES) });
    expect([one, two]).toMatchObject([413, 413].map((status) => ({ status, body: { code: 'too_large' } })));
  });

  it('for a mailbox that nobody has is refused, and told where it said so', async () => {
    const mailbox = 'nobody@ours.example';
    expect(await post(rawMail(), `?mailbox=${mailbox}`)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'query.mailbox' }] },
    });
    expect(await post({ ...JSON_MAIL, mailbox })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.mailbox' }] },
    });
    expect((await post(rawMail(), '?mailbox=nonsense')).status).toBe(422);
  });

  it('by a role of one entity for the mailbox of another is refused the same way', async () => {
    const refused = { status: 422, body: { code: 'invalid_request' } };
    expect(await post(rawMail(), `?mailbox=${SOUTH}`, manager)).toMatchObject(refused);
    expect(await post({ ...JSON_MAIL, mailbox: SOUTH }, '', manager)).toMatchObject(refused);
    const { body } = await post(rawMail({ to: SOUTH }), '', manager);
    expect(await stored(body.tracking_id)).toMatchObject({ entity_id: test.ours.entities['north'] });
  });

  it('without a sender is refused by its field', async () => {
    expect(await post(Buffer.from('Subject: x\r\n\r\ny'))).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.from' }] },
    });
    expect(await post(new Uint8Array())).toMatchObject({ status: 422 });
  });

  it('from a sender whose domain is made of a hundred thousand parts is taken like any other', async () => {
    expect((await post(rawMail({ from: `x@${'a.'.repeat(100_000)}example` }))).status).toBe(202);
  });
});

describe('what became of a mail', () => {
  const get = async (trackingId: string, token: string) =>
    test.send({ path: `/api/v1/ingestion/${trackingId}/`, token });

  it('is told to those of its entity, and to nobody else', async () => {
    const { body } = await post(rawMail({ to: SOUTH }));
    expect(await get(body.tracking_id, admin)).toMatchObject({
      status: 200,
      body: { tracking_id: body.tracking_id, state: 'accepted', card_id: null, attempts: 0, reason: null },
    });
    for (const token of [manager, await test.signIn('agent'), await test.signIn('admin', 'theirs')])
      expect(await get(body.tracking_id, token)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('names the same delivery to other entities, as far as the caller may see them', async () => {
    const { body } = await post({ ...JSON_MAIL, to: ['sales@north.ours.example', SOUTH] });
    const alsoOf = async (trackingId: string, token: string) =>
      ((await get(trackingId, token)).body as { also: string[] }).also;
    const [other, ...more] = await alsoOf(body.tracking_id, admin);
    expect(more).toEqual([]);
    expect(await stored(other ?? '')).toMatchObject({
      entity_id: test.ours.entities['south'],
      mailbox: SOUTH,
    });
    expect(await alsoOf(other ?? '', admin)).toEqual([body.tracking_id]);
    expect(await alsoOf(body.tracking_id, manager)).toEqual([]);
    expect((await get(other ?? '', manager)).status).toBe(404);
    const single = await post(JSON_MAIL);
    expect(await alsoOf(single.body.tracking_id, admin)).toEqual([]);
  });
});
