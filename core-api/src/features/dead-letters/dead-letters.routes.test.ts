import { randomUUID } from 'node:crypto';
import type {
  SyncError,
  SyncErrorCause,
  SyncErrorDetail,
  SyncErrorPayload,
} from '@pebble/contract/dead-letters';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KEY_RING } from '../../../test/key-ring.ts';
import { acceptRaw, rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { deadPayload } from '../../crypto/contexts.ts';
import { KeyRing } from '../../crypto/key-ring.ts';
import { asOwner } from '../../db/owner.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { CauseOfDeath } from '../../worker/cause-of-death.ts';
import { bury } from '../../worker/dead-letter.ts';

const PATH = '/api/v1/sync-errors/';

let test: TestCore;
let token: string;
beforeAll(async () => {
  test = await createTestCore();
  token = await test.signIn('ops');
});
afterAll(() => test.close());

const inTenant = <T>(work: (tx: TenantTx) => Promise<T>) => test.db.withTenant(test.ours.scope, work);
const send = (method: string, path: string, body?: object, as = token) =>
  test.send({ method, path: `${PATH}${path}`, token: as, ...(body ? { body } : {}) });

async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const reply = await send(method, path, body);
  if (reply.status >= 300) throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  return reply.body as T;
}

const CAUSE: CauseOfDeath = {
  errorClass: 'InputError',
  message: 'the customer "C-102" is blocked',
  traceback: 'InputError: the customer is blocked\n    at somewhere (file.ts:1:2)',
  step: 'place_sure',
  fingerprint: 'aaaaaaaaaaaaaaaa',
};

async function die(
  cause: Partial<CauseOfDeath> = {},
  raw: Uint8Array = rawMail(),
): Promise<{ id: string; trackingId: string; raw: Uint8Array }> {
  const trackingId = await acceptRaw(test.db, test.ours, raw);
  await inTenant((tx) => bury(tx, KEY_RING, trackingId, 4, { ...CAUSE, ...cause }));
  const [row] = await inTenant((tx) =>
    tx.sql<{ id: string; inbound_id: string }>('sync_errors').where({ inbound_id: trackingId }).select('id'),
  );
  return { id: row?.id ?? '', trackingId, raw };
}

const eventsOf = (trackingId: string, type: string) =>
  inTenant((tx) =>
    tx
      .sql<{ id: number; inbound_id: string; type: string; actor: string; data: Record<string, unknown> }>(
        'events',
      )
      .where({ inbound_id: trackingId, type })
      .orderBy('id')
      .select('actor', 'data'),
  );

beforeEach(async () => {
  await send('POST', 'discard/', { selection: { filter: {} }, reason: 'left by another test' });
});

describe('looking', () => {
  it('lists by what is asked for, those that died last first, page by page', async () => {
    const north = await die({ fingerprint: 'bbbbbbbbbbbbbbbb' });
    const south = await die({}, rawMail({ to: 'sales@south.ours.example' }));
    const other = await die({
      errorClass: 'UpstreamError',
      message: 'HTTP 100% of_the time',
      fingerprint: 'cccccccccccccccc',
    });
    const list = async (query: string) =>
      (await ask<{ items: SyncError[] }>('GET', `?status=open&${query}`)).items.map(({ id }) => id);
    expect(await list('')).toEqual([other.id, south.id, north.id]);
    expect(await list('fingerprint=bbbbbbbbbbbbbbbb')).toEqual([north.id]);
    expect(await list(`entity_id=${test.ours.entities['south']}`)).toEqual([south.id]);
    expect(await list('error_class=UpstreamError')).toEqual([other.id]);
    expect(await list(`text=${encodeURIComponent('customer "c-102"')}`)).toEqual([south.id, north.id]);
    // Signs of LIKE are what they are.
    expect(await list(`text=${encodeURIComponent('100% of_')}`)).toEqual([other.id]);
    expect(await list(`text=${encodeURIComponent('1_0%')}`)).toEqual([]);
    const first = await ask<{ items: SyncError[]; next_cursor: string }>('GET', '?status=open&limit=2');
    const second = await ask<{ items: SyncError[]; next_cursor: null }>(
      'GET',
      `?status=open&limit=2&cursor=${first.next_cursor}`,
    );
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([other.id, south.id, north.id]);
    expect(second.next_cursor).toBeNull();
    expect((await send('GET', '?cursor=nonsense')).status).toBe(422);
    expect((await send('GET', '?fingerprint=xyz')).status).toBe(422);
  });

  it('says in plain words what failed, whom it touches and what to do', async () => {
    const { id } = await die();
    const { explanation, ...letter } = await ask<SyncErrorDetail>('GET', `${id}/`);
    expect(explanation.failed).toMatch(
      /^At the step “place sure”: the system that the step works with refused/,
    );
    expect(explanation.touches).toBe(
      'The mail from ada@buyer.example to sales@north.ours.example (ours north) has no card yet; nobody is working on it.',
    );
    expect(explanation.todo).toMatch(/redrive/);
    expect(letter).toMatchObject({
      ...{
        status: 'open',
        entity_name: 'ours north',
        attempts: 4,
        deaths: 1,
        edited: false,
        edit: null,
        version: 1,
      },
      ...{ payload_format: 'rfc822', settled_by: null, traceback: CAUSE.traceback },
      envelope: {
        subject: 'Ball valves',
        from: 'Ada Byron <ada@buyer.example>',
        to: ['sales@north.ours.example'],
      },
      history: [{ number: 1, error_class: 'InputError', step: 'place_sure', traceback: CAUSE.traceback }],
    });
    expect(JSON.stringify(letter)).not.toContain('Please quote forty');
  });

  it('counts, and tells how old the oldest is', async () => {
    const before = await ask<Record<string, number>>('GET', 'count/');
    const dead = [await die(), await die(), await die({ fingerprint: 'dddddddddddddddd' })];
    const { created_at } = await ask<SyncError>('GET', `${dead[0]?.id}/`);
    expect(await ask('GET', 'count/')).toMatchObject({
      open: 3,
      causes: 2,
      oldest_open_at: created_at,
      redriven: 0,
    });
    await ask('POST', 'discard/', { selection: { ids: [dead[0]?.id] }, reason: 'advertising' });
    expect(await ask('GET', 'count/')).toMatchObject({ open: 2, discarded: (before['discarded'] ?? 0) + 1 });
  });

  it('groups by cause, the most frequent first', async () => {
    await die({ fingerprint: 'eeeeeeeeeeeeeeee', errorClass: 'AuthError', step: null });
    await die({}, rawMail({ from: 'bob@buyer.example' }));
    const last = await die(
      { message: 'the customer "C-7" is blocked' },
      rawMail({ to: 'sales@south.ours.example' }),
    );
    const { items } = await ask<{ items: SyncErrorCause[] }>('GET', 'causes/');
    expect(items.map(({ fingerprint, count }) => [fingerprint, count])).toEqual([
      ['aaaaaaaaaaaaaaaa', 2],
      ['eeeeeeeeeeeeeeee', 1],
    ]);
    expect(items[0]).toMatchObject({
      ...{ example_id: last.id, message: 'the customer "C-7" is blocked', senders: 2, step: 'place_sure' },
      entities: [
        { name: 'ours north', count: 1 },
        { name: 'ours south', count: 1 },
      ],
      explanation: { touches: '2 mails from 2 senders to ours north and ours south have no card yet.' },
    });
    const south = await ask<{ items: SyncErrorCause[] }>(
      'GET',
      `causes/?entity_id=${test.ours.entities['south']}`,
    );
    expect(south.items).toMatchObject([{ count: 1, entities: [{ name: 'ours south' }] }]);
  });
});

describe('reading the mail', () => {
  it('gives it as it came, and writes down who has read it', async () => {
    const { id, trackingId, raw } = await die();
    const payload = await ask<SyncErrorPayload>('POST', `${id}/payload/`, {});
    expect(payload).toEqual({
      ...{ which: 'original', format: 'rfc822', bytes: raw.byteLength, encoding: 'text' },
      content: Buffer.from(raw).toString(),
    });
    const [read] = await eventsOf(trackingId, 'dead_letter.payload_read');
    expect(read).toMatchObject({
      actor: expect.stringMatching(/^user:/),
      data: { which: 'original', sync_error_id: id },
    });
    expect(JSON.stringify(read)).not.toContain('quote');
  });

  it('gives bytes that are no text in base64, and keeps a byte order mark', async () => {
    const latin = Buffer.concat([rawMail(), Buffer.from([0xe9, 0xff])]);
    const first = await ask<SyncErrorPayload>('POST', `${(await die({}, latin)).id}/payload/`, {});
    expect(first.encoding).toBe('base64');
    expect(Buffer.from(first.content, 'base64')).toEqual(latin);
    const marked = Buffer.concat([rawMail(), Buffer.from('\uFEFFend')]);
    const second = await ask<SyncErrorPayload>('POST', `${(await die({}, marked)).id}/payload/`, {});
    expect(Buffer.from(second.content)).toEqual(marked);
  });

  it('says that there is no edit, that the mail was destroyed, or which key is missing', async () => {
    const { id, trackingId } = await die();
    expect((await send('POST', `${id}/payload/`, { which: 'edited' })).status).toBe(404);
    const gone = new KeyRing(Buffer.alloc(32, 1), [{ kid: 'gone', secret: Buffer.alloc(32, 2) }]);
    const { key, box } = gone.seal(deadPayload(test.ours.id, trackingId), Buffer.from('x'));
    const change = (row: object) => inTenant((tx) => tx.sql('sync_errors').where({ id }).update(row));
    await change({ payload_key: key, payload_sealed: box });
    const missing = await send('POST', `${id}/payload/`, {});
    expect(missing).toMatchObject({ status: 503, body: { code: 'sealing_key_missing' } });
    expect(JSON.stringify(missing.body)).toMatch(/"gone\\" is missing.*PEBBLE_SEALING_KEYS/);
    const other = await die();
    const [moved] = await inTenant((tx) =>
      tx.sql('sync_errors').where({ id: other.id }).select('payload_key', 'payload_sealed'),
    );
    await change(moved as object);
    expect(await send('POST', `${id}/payload/`, {})).toMatchObject({
      status: 500,
      body: { code: 'payload_damaged' },
    });
    await change({ payload_key: null, payload_sealed: null, payload_destroyed_at: new Date() });
    expect(await send('POST', `${id}/payload/`, {})).toMatchObject({
      status: 409,
      body: { code: 'payload_destroyed' },
    });
    expect(await ask<SyncErrorDetail>('GET', `${id}/`)).toMatchObject({ envelope: null });
  });
});

describe('editing', () => {
  const put = (id: string, version: number, raw: { type: string; bytes: Uint8Array }) =>
    test.send({ method: 'PUT', path: `${PATH}${id}/edit/?version=${version}`, token, raw });
  const mail = (bytes: Uint8Array) => ({ type: 'message/rfc822', bytes });

  it('keeps the edit sealed beside the original, and both can be compared', async () => {
    const { id, trackingId, raw } = await die();
    const edited = rawMail({ subject: 'Mended unicorn' });
    const reply = await put(id, 1, mail(edited));
    expect(reply).toMatchObject({
      status: 200,
      body: {
        edited: true,
        version: 2,
        edit: { version: 2, bytes: edited.byteLength, edited_by: 'ops of ours' },
      },
    });
    const read = (which: string) => ask<SyncErrorPayload>('POST', `${id}/payload/`, { which });
    expect((await read('original')).content).toBe(Buffer.from(raw).toString());
    expect((await read('edited')).content).toBe(Buffer.from(edited).toString());
    const rows = await inTenant((tx) => tx.sql('mail_repairs').where({ inbound_id: trackingId }).select('*'));
    expect(JSON.stringify(rows)).not.toContain('unicorn');
    const [told] = await eventsOf(trackingId, 'dead_letter.edited');
    expect(told).toMatchObject({ actor: expect.stringMatching(/^user:/), data: { version: 2 } });
    expect(JSON.stringify(told)).not.toContain('unicorn');
  });

  it('takes a JSON mail as the door does', async () => {
    const { id } = await die();
    const json = Buffer.from(JSON.stringify({ subject: 'RFQ', from: 'ada@buyer.example', body: 'x' }));
    expect(await put(id, 1, { type: 'application/json', bytes: json })).toMatchObject({
      status: 200,
      body: { edit: { format: 'json', bytes: json.byteLength } },
    });
    const read = await ask<SyncErrorPayload>('POST', `${id}/payload/`, { which: 'edited' });
    expect(read).toMatchObject({ format: 'json', content: json.toString() });
  });

  it('refuses what is no mail, with the reason', async () => {
    const { id } = await die();
    expect(await put(id, 1, mail(Buffer.from('Subject: nobody\r\n\r\nx')))).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.from' }] },
    });
    const json = (text: string) => put(id, 1, { type: 'application/json', bytes: Buffer.from(text) });
    expect(await json('{"from": 1}')).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
    expect(await json('{no json')).toMatchObject({ status: 400, body: { code: 'malformed_body' } });
    expect(await put(id, 1, { type: 'text/plain', bytes: Buffer.from('x') })).toMatchObject({ status: 415 });
    expect(await ask('GET', `${id}/`)).toMatchObject({ version: 1, edited: false });
  });

  it('lets nobody overwrite what he has not seen', async () => {
    const { id } = await die();
    const both = await Promise.all([put(id, 1, mail(rawMail())), put(id, 1, mail(rawMail()))]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'version_conflict' });
    expect((await put(id, 2, mail(rawMail()))).status).toBe(200);
  });

  it('can be dropped, once or more often', async () => {
    const { id, trackingId } = await die();
    await put(id, 1, mail(rawMail()));
    expect(await ask('DELETE', `${id}/edit/?version=2`)).toMatchObject({
      edited: false,
      edit: null,
      version: 3,
    });
    expect(await ask('DELETE', `${id}/edit/?version=3`)).toMatchObject({ version: 3 });
    expect(await eventsOf(trackingId, 'dead_letter.edit_dropped')).toHaveLength(1);
  });

  it('is over when the dead letter is', async () => {
    const { id } = await die();
    await ask('POST', 'discard/', { selection: { ids: [id] }, reason: 'advertising' });
    expect(await put(id, 2, mail(rawMail()))).toMatchObject({
      status: 409,
      body: { code: 'dead_letter_closed' },
    });
    expect((await send('DELETE', `${id}/edit/?version=2`)).status).toBe(409);
  });
});

describe('trying out', () => {
  it('says what would become of it, as it came and as it was edited, and leaves a trace of the question only', async () => {
    const { id, trackingId } = await die(
      {},
      rawMail({ subject: 'Request for quotation', body: 'Kindly send your best quotation and price.' }),
    );
    expect(await ask('POST', `${id}/rehearsal/`, {})).toMatchObject({
      outcome: 'created',
      board: 'crm',
      column: 'new',
    });
    const hello = { type: 'message/rfc822', bytes: rawMail({ subject: 'Hello', body: 'Hello.' }) };
    await test.send({ method: 'PUT', path: `${PATH}${id}/edit/?version=1`, token, raw: hello });
    expect(await ask('POST', `${id}/rehearsal/`, {})).toMatchObject({ outcome: 'created', column: 'triage' });
    expect(await ask('POST', `${id}/rehearsal/`, { edited: false })).toMatchObject({ column: 'new' });
    const told = await eventsOf(trackingId, 'dead_letter.rehearsed');
    expect(told.map(({ data }) => [data['edited'], data['outcome'], data['column']])).toEqual([
      [false, 'created', 'new'],
      [true, 'created', 'triage'],
      [false, 'created', 'new'],
    ]);
    expect(await ask('GET', `${id}/`)).toMatchObject({ status: 'open', deaths: 1 });
  });
});

describe('discarding', () => {
  it('takes a reason, and tells each mail’s history', async () => {
    const [one, two] = [await die(), await die()];
    const body = {
      selection: { ids: [one.id, two.id, two.id, randomUUID()] },
      reason: 'advertising, says sales',
    };
    expect(await ask('POST', 'discard/', body)).toEqual({ discarded: 2, skipped: 1, remaining: 0 });
    expect(await ask('GET', `${one.id}/`)).toMatchObject({
      ...{
        status: 'discarded',
        settled_by: 'ops of ours',
        settled_reason: 'advertising, says sales',
        version: 2,
      },
      explanation: { touches: expect.stringMatching(/was touched\.$/) },
    });
    const [told] = await eventsOf(two.trackingId, 'dead_letter.discarded');
    expect(told).toMatchObject({
      actor: expect.stringMatching(/^user:/),
      data: { reason: 'advertising, says sales' },
    });
    expect(await ask('POST', 'discard/', body)).toEqual({ discarded: 0, skipped: 3, remaining: 0 });
    expect((await send('POST', 'discard/', { selection: { ids: [one.id] }, reason: ' ' })).status).toBe(422);
  });

  it('takes all of a cause', async () => {
    const [one, other] = [await die(), await die({ fingerprint: 'ffffffffffffffff' })];
    const filter = { fingerprint: 'ffffffffffffffff' };
    expect(await ask('POST', 'discard/', { selection: { filter }, reason: 'advertising' })).toMatchObject({
      discarded: 1,
    });
    expect(await ask('GET', `${one.id}/`)).toMatchObject({ status: 'open' });
    expect(await ask('GET', `${other.id}/`)).toMatchObject({ status: 'discarded' });
  });
});

describe('others', () => {
  it('of another tenant find nothing by id, and change nothing by filter', async () => {
    const { id } = await die();
    const foreign = await test.signIn('ops', 'theirs');
    const raw = { type: 'message/rfc822', bytes: rawMail() };
    const replies = [
      await send('GET', `${id}/`, undefined, foreign),
      await send('POST', `${id}/payload/`, {}, foreign),
      await send('POST', `${id}/rehearsal/`, {}, foreign),
      await send('DELETE', `${id}/edit/?version=1`, undefined, foreign),
      await test.send({ method: 'PUT', path: `${PATH}${id}/edit/?version=1`, token: foreign, raw }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    const all = { selection: { filter: {} }, reason: 'not mine' };
    expect((await send('POST', 'discard/', all, foreign)).body).toEqual({
      discarded: 0,
      skipped: 0,
      remaining: 0,
    });
    expect((await send('GET', 'count/', undefined, foreign)).body).toMatchObject({ open: 0 });
    expect(await ask('GET', `${id}/`)).toMatchObject({ status: 'open' });
  });

  it('of one entity see that entity’s rows only, in every table', async () => {
    const south = await die({}, rawMail({ to: 'sales@south.ours.example' }));
    const raw = { type: 'message/rfc822', bytes: rawMail({ to: 'sales@south.ours.example' }) };
    await test.send({ method: 'PUT', path: `${PATH}${south.id}/edit/?version=1`, token, raw });
    await ask('POST', 'redrives/', { selection: { ids: [south.id] } });
    const tables = ['sync_errors', 'sync_error_deaths', 'mail_repairs', 'redrive_items'];
    for (const table of tables) {
      const seen = (entity: string) =>
        test.db.withTenant(test.ours.entityScope(entity), (tx) =>
          tx.sql(table).where({ entity_id: test.ours.entities['south'] }).select('entity_id'),
        );
      expect(await seen('north'), table).toEqual([]);
      expect((await seen('south')).length, table).toBeGreaterThan(0);
    }
  });

  it('cannot be redirected by the application: the original and its payload have no UPDATE grant that would do it', async () => {
    const { id, trackingId } = await die();
    const change = (table: string, row: object, where: object) =>
      inTenant((tx) => tx.sql(table).where(where).update(row));
    await expect(change('inbound_emails', { raw: Buffer.from('x') }, { id: trackingId })).rejects.toThrow(
      /permission denied/,
    );
    await expect(change('sync_errors', { inbound_id: randomUUID() }, { id })).rejects.toThrow(
      /permission denied/,
    );
    await expect(change('redrives', { created_by: 'user:somebody' }, { state: 'running' })).rejects.toThrow(
      /permission denied/,
    );
  });
});

it('a dead letter of the version before is shown, read and counted', async () => {
  const { id } = await die();
  await asOwner(test.owner, (client) =>
    client.query('UPDATE sync_errors SET step = NULL, payload_key_id = NULL WHERE id = $1', [id]),
  );
  expect(await ask('GET', `${id}/`)).toMatchObject({ step: null, status: 'open' });
});
