import type { SyncErrorDetail, SyncErrorPayload } from '@pebble/contract/dead-letters';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { until } from '../../../test/until.ts';
import { deadPayload } from '../../crypto/contexts.ts';
import { KeyRing } from '../../crypto/key-ring.ts';
import { PATH, startLetters, type Letters } from './testing/letters.ts';

let test: Letters;
beforeAll(async () => {
  test = await startLetters();
});
afterAll(() => test.close());
beforeEach(() => test.discardAll());

describe('reading the mail', () => {
  it('gives it as it came, and writes down who has read it', async () => {
    const { id, trackingId, raw } = await test.die();
    const payload = await test.ask<SyncErrorPayload>('POST', `${id}/payload/`, {});
    expect(payload).toEqual({
      ...{ which: 'original', format: 'rfc822', bytes: raw.byteLength, encoding: 'text' },
      content: Buffer.from(raw).toString(),
    });
    const [read] = await test.eventsOf(trackingId, 'dead_letter.payload_read');
    expect(read).toMatchObject({
      actor: expect.stringMatching(/^user:/),
      data: { which: 'original', sync_error_id: id },
    });
    expect(JSON.stringify(read)).not.toContain('quote');
  });

  it('gives bytes that are no text in base64, and keeps a byte order mark', async () => {
    const latin = Buffer.concat([rawMail(), Buffer.from([0xe9, 0xff])]);
    const first = await test.ask<SyncErrorPayload>('POST', `${(await test.die({}, latin)).id}/payload/`, {});
    expect(first.encoding).toBe('base64');
    expect(Buffer.from(first.content, 'base64')).toEqual(latin);
    const marked = Buffer.concat([rawMail(), Buffer.from('\uFEFFend')]);
    const second = await test.ask<SyncErrorPayload>(
      'POST',
      `${(await test.die({}, marked)).id}/payload/`,
      {},
    );
    expect(Buffer.from(second.content)).toEqual(marked);
  });

  it('says that there is no edit, that the mail was destroyed, or which key is missing', async () => {
    const { id, trackingId } = await test.die();
    expect((await test.request('POST', `${id}/payload/`, { which: 'edited' })).status).toBe(404);
    const gone = new KeyRing(Buffer.alloc(32, 1), [{ kid: 'gone', secret: Buffer.alloc(32, 2) }]);
    const { key, box } = gone.seal(deadPayload(test.ours.id, trackingId), Buffer.from('x'));
    const change = (row: object) => test.inTenant((tx) => tx.sql('sync_errors').where({ id }).update(row));
    await change({ payload_key: key, payload_sealed: box });
    const missing = await test.request('POST', `${id}/payload/`, {});
    expect(missing).toMatchObject({ status: 503, body: { code: 'sealing_key_missing' } });
    expect(JSON.stringify(missing.body)).toMatch(/"gone\\" is missing.*PEBBLE_SEALING_KEYS/);
    const other = await test.die();
    const [moved] = await test.inTenant((tx) =>
      tx.sql('sync_errors').where({ id: other.id }).select('payload_key', 'payload_sealed'),
    );
    await change(moved as object);
    expect(await test.request('POST', `${id}/payload/`, {})).toMatchObject({
      status: 500,
      body: { code: 'payload_damaged' },
    });
    await change({ payload_key: null, payload_sealed: null, payload_destroyed_at: new Date() });
    expect(await test.request('POST', `${id}/payload/`, {})).toMatchObject({
      status: 409,
      body: { code: 'payload_destroyed' },
    });
    expect(await test.ask<SyncErrorDetail>('GET', `${id}/`)).toMatchObject({ envelope: null });
  });
});

describe('editing', () => {
  const mail = (bytes: Uint8Array) => ({ type: 'message/rfc822', bytes });

  it('keeps the edit sealed beside the original, and both can be compared', async () => {
    const { id, trackingId, raw } = await test.die();
    const edited = rawMail({ subject: 'Mended unicorn' });
    const reply = await test.put(id, 1, mail(edited));
    expect(reply).toMatchObject({
      status: 200,
      body: {
        edited: true,
        version: 2,
        edit: { version: 2, bytes: edited.byteLength, edited_by: 'ops of ours' },
      },
    });
    const read = (which: string) => test.ask<SyncErrorPayload>('POST', `${id}/payload/`, { which });
    expect((await read('original')).content).toBe(Buffer.from(raw).toString());
    expect((await read('edited')).content).toBe(Buffer.from(edited).toString());
    const rows = await test.inTenant((tx) =>
      tx.sql('mail_repairs').where({ inbound_id: trackingId }).select('*'),
    );
    expect(JSON.stringify(rows)).not.toContain('unicorn');
    const [told] = await test.eventsOf(trackingId, 'dead_letter.edited');
    expect(told).toMatchObject({ actor: expect.stringMatching(/^user:/), data: { version: 2 } });
    expect(JSON.stringify(told)).not.toContain('unicorn');
  });

  it('takes a JSON mail as the door does', async () => {
    const { id } = await test.die();
    const json = Buffer.from(JSON.stringify({ subject: 'RFQ', from: 'ada@buyer.example', body: 'x' }));
    expect(await test.put(id, 1, { type: 'application/json', bytes: json })).toMatchObject({
      status: 200,
      body: { edit: { format: 'json', bytes: json.byteLength } },
    });
    const read = await test.ask<SyncErrorPayload>('POST', `${id}/payload/`, { which: 'edited' });
    expect(read).toMatchObject({ format: 'json', content: json.toString() });
  });

  it('refuses what is no mail, with the reason', async () => {
    const { id } = await test.die();
    expect(await test.put(id, 1, mail(Buffer.from('Subject: nobody\r\n\r\nx')))).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.from' }] },
    });
    const json = (text: string) => test.put(id, 1, { type: 'application/json', bytes: Buffer.from(text) });
    expect(await json('{"from": 1}')).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
    expect(await json('{no json')).toMatchObject({ status: 400, body: { code: 'malformed_body' } });
    expect(await test.put(id, 1, { type: 'text/plain', bytes: Buffer.from('x') })).toMatchObject({
      status: 415,
    });
    expect(await test.ask('GET', `${id}/`)).toMatchObject({ version: 1, edited: false });
  });

  it('lets nobody overwrite what he has not seen', async () => {
    const { id } = await test.die();
    const both = await Promise.all([test.put(id, 1, mail(rawMail())), test.put(id, 1, mail(rawMail()))]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'version_conflict' });
    expect((await test.put(id, 2, mail(rawMail()))).status).toBe(200);
  });

  it('can be dropped, once or more often', async () => {
    const { id, trackingId } = await test.die();
    await test.put(id, 1, mail(rawMail()));
    expect(await test.ask('DELETE', `${id}/edit/?version=2`)).toMatchObject({
      edited: false,
      edit: null,
      version: 3,
    });
    expect(await test.ask('DELETE', `${id}/edit/?version=3`)).toMatchObject({ version: 3 });
    expect(await test.eventsOf(trackingId, 'dead_letter.edit_dropped')).toHaveLength(1);
  });

  it('is over when the dead letter is', async () => {
    const { id } = await test.die();
    await test.ask('POST', 'discard/', { selection: { ids: [id] }, reason: 'advertising' });
    expect(await test.put(id, 2, mail(rawMail()))).toMatchObject({
      status: 409,
      body: { code: 'dead_letter_closed' },
    });
    expect((await test.request('DELETE', `${id}/edit/?version=2`)).status).toBe(409);
  });
});

describe('trying out', () => {
  /** On a machine that is overloaded a rehearsal gives up: then it is tried again, as its answer says. */
  const rehearse = (id: string, body: object = {}) =>
    until(async () => {
      const reply = await test.request('POST', `${id}/rehearsal/`, body);
      return reply.status === 503 ? undefined : reply.body;
    });

  it('says what would become of it, as it came and as it was edited, and leaves a trace of the question only', async () => {
    const { id, trackingId } = await test.die(
      {},
      rawMail({ subject: 'Request for quotation', body: 'Kindly send your best quotation and price.' }),
    );
    expect(await rehearse(id)).toMatchObject({
      outcome: 'created',
      board: 'crm',
      column: 'new',
    });
    const hello = { type: 'message/rfc822', bytes: rawMail({ subject: 'Hello', body: 'Hello.' }) };
    await test.send({ method: 'PUT', path: `${PATH}${id}/edit/?version=1`, token: test.token, raw: hello });
    expect(await rehearse(id)).toMatchObject({
      outcome: 'created',
      column: 'triage',
    });
    expect(await rehearse(id, { edited: false })).toMatchObject({ column: 'new' });
    const told = await test.eventsOf(trackingId, 'dead_letter.rehearsed');
    expect(told.map(({ data }) => [data['edited'], data['outcome'], data['column']])).toEqual([
      [false, 'created', 'new'],
      [true, 'created', 'triage'],
      [false, 'created', 'new'],
    ]);
    expect(await test.ask('GET', `${id}/`)).toMatchObject({ status: 'open', deaths: 1 });
  });
});
