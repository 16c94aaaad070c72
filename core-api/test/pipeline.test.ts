import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Http } from '@pebble/kit/http';
import { createCoreHttp } from '../src/worker/core-http.ts';
import { outsideHttp } from '../src/worker/outside-http.ts';
import { deadPayload } from '../src/crypto/contexts.ts';
import { KEY_RING } from './key-ring.ts';
import { rawMail, type TestMail } from './mails.ts';
import { createTestCore, type TestCore } from './test-core.ts';
import { startTestWorker, type TestWorker } from './test-worker.ts';
import { until } from './until.ts';

/** From the door to the card, over the real queue and the real flow. */
let test: TestCore;
let worker: TestWorker;
let admin: string;
/** Set by a test to stand between the flow and the core. */
let interfere: (real: Http) => Http = (real) => real;

beforeAll(async () => {
  test = await createTestCore();
  const httpFor =
    (id: string): Http =>
    (request) =>
      interfere(createCoreHttp(test.core.dispatch, id, outsideHttp))(request);
  worker = await startTestWorker(test, { httpFor });
  admin = await test.signIn('admin');
});
afterAll(async () => {
  await worker.stop();
  await test.close();
});

async function post(bytes: Uint8Array, headers: Record<string, string> = {}): Promise<string> {
  const raw = { type: 'message/rfc822', bytes };
  const reply = await test.send({
    method: 'POST',
    path: '/api/v1/ingestion/email/',
    token: admin,
    raw,
    headers,
  });
  expect(reply.status).toBe(202);
  return (reply.body as { tracking_id: string }).tracking_id;
}

const send = (mail: TestMail) => post(rawMail(mail));
const enquiry: TestMail = {
  subject: 'Request for quotation: 40 ball valves DN50',
  body: 'Dear Sir, please send us your best quotation and price for 40 ball valves DN50. Kindly quote delivery time as well.',
};

interface CardBody {
  board: string;
  column: string;
  stream: string;
  probability: number;
  decided_by: string;
  mails: { text: string; attachments: { filename: string; state: string; reason: string | null }[] }[];
  history: { type: string; label: string; actor: string }[];
}
const card = async (id: string | null) =>
  (await test.send({ path: `/api/v1/cards/${id}/`, token: admin })).body as CardBody;

describe('a mail', () => {
  it('becomes a card on the board of its stream, with the decision and the mail on it', async () => {
    const { state, card_id, attempts } = await worker.outcome(await send(enquiry));
    expect({ state, attempts }).toEqual({ state: 'done', attempts: 1 });
    const shown = await card(card_id);
    expect(shown).toMatchObject({ board: 'crm', stream: 'crm', intent: 'new_enquiry' });
    expect(shown.probability).toBeGreaterThan(0.6);
    expect(['rules', 'local_model']).toContain(shown.decided_by);
    expect(shown.mails[0]?.text).toContain('best quotation');
    expect(shown.history.map((event) => event.type)).toContain('card.created');
  });

  it('that says nothing goes to triage', async () => {
    const { card_id } = await worker.outcome(await send({ subject: 'Hi', body: 'ok' }));
    expect(await card(card_id)).toMatchObject({ column: 'triage', abstained: true });
  });

  it('sent twice is a duplicate: logged, ended, and no second card', async () => {
    const raw = rawMail({ ...enquiry, messageId: 'again@buyer.example' });
    const first = await worker.outcome(await post(raw));
    const second = await worker.outcome(await post(raw));
    expect(second).toMatchObject({ state: 'duplicate', card_id: first.card_id });
    const events = (await card(first.card_id)).history;
    expect(events.filter((event) => event.label === 'Duplicate Ignored')).toHaveLength(1);
    expect((await card(first.card_id)).mails).toHaveLength(1);
  });

  it('sent fifty times at once is one card and forty-nine duplicates', async () => {
    const raw = rawMail({ ...enquiry, messageId: 'fifty-at-once@buyer.example' });
    const ids = await Promise.all(Array.from({ length: 50 }, () => post(raw)));
    const outcomes = await Promise.all(ids.map((id) => worker.outcome(id)));
    expect(outcomes.filter(({ state }) => state === 'done')).toHaveLength(1);
    expect(outcomes.filter(({ state }) => state === 'duplicate')).toHaveLength(49);
    // Also for copies that ended before the first one had its card.
    const again = await Promise.all(ids.map((id) => worker.outcome(id)));
    expect(new Set(again.map(({ card_id }) => card_id)).size).toBe(1);
  });

  it('carries its correlation id into every row that it causes', async () => {
    const correlation = 'corr-of-one-mail';
    const id = await post(rawMail(enquiry), { 'x-correlation-id': correlation });
    const { card_id } = await worker.outcome(id);
    const tables = {
      inbound_emails: 'id',
      emails: 'inbound_id',
      processed_emails: 'inbound_id',
      flow_runs: 'inbound_id',
      events: 'inbound_id',
    };
    for (const [table, column] of Object.entries(tables)) {
      // The run is recorded a moment after the mail has its outcome.
      const rows = await until(async () => {
        const found = await test.db.withTenant(test.ours.scope, (tx) =>
          tx.sql<Record<string, string>>(table).where(column, id).pluck('correlation_id'),
        );
        return found.length > 0 ? found : undefined;
      });
      expect(new Set(rows), table).toEqual(new Set([correlation]));
    }
    const cards = await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('cards').where({ id: card_id }).pluck('correlation_id'),
    );
    expect(cards).toEqual([correlation]);
  });

  it('leaves a run behind: version, hash, every step and its time, and no word of the mail', async () => {
    const id = await send({ ...enquiry, subject: 'Quotation for unicorn saddles' });
    await worker.outcome(id);
    const run = await until(async () => {
      const reply = await test.send({ path: `/api/v1/flow-runs/?tracking_id=${id}`, token: admin });
      return (reply.body as { items: Record<string, unknown>[] }).items[0];
    });
    expect(run).toMatchObject({ flow_id: 'email-triage', status: 'succeeded', attempt: 1 });
    expect(run['content_hash']).toMatch(/^[0-9a-f]{64}$/);
    expect(run['steps']).toContainEqual(expect.objectContaining({ status: 'succeeded', attempts: 1 }));
    expect(JSON.stringify(run)).not.toContain('unicorn');
  });
});

describe('a mail that cannot be processed', () => {
  it('is tried four times and then kept as a SyncError with traceback and sealed payload', async () => {
    interfere = (real) => async (request) =>
      request.url.endsWith('/jobs/current/claim/') ? { status: 503, headers: {}, body: '' } : real(request);
    const raw = rawMail({ ...enquiry, subject: 'poison' });
    const id = await post(raw);
    const outcome = await worker.outcome(id);
    interfere = (real) => real;
    expect(outcome).toMatchObject({ state: 'dead', attempts: 4, card_id: null });
    const listed = await test.send({ path: '/api/v1/sync-errors/', token: admin });
    const error = (listed.body as { items: Record<string, string>[] }).items.find(
      (item) => item['tracking_id'] === id,
    );
    expect(error).toMatchObject({ status: 'open', attempts: 4, error_class: 'UpstreamError' });
    const shown = await test.send({ path: `/api/v1/sync-errors/${error?.['id']}/`, token: admin });
    expect((shown.body as { traceback: string }).traceback).toMatch(/\n\s+at .+/);
    expect(JSON.stringify(error)).not.toContain('poison');
    const kept = await test.db.withTenant(test.ours.scope, (tx) =>
      tx
        .sql<{ payload_sealed: Buffer; payload_key: Buffer; inbound_id: string }>('sync_errors')
        .where({ inbound_id: id })
        .first('payload_sealed', 'payload_key'),
    );
    if (!kept) throw new Error('a dead mail has a SyncError');
    const sealed = { key: kept.payload_key, box: kept.payload_sealed };
    expect(KEY_RING.open(deadPayload(test.ours.id, id), sealed)).toEqual(raw);
  });

  it('recovers when the trouble passes in between', async () => {
    let failures = 2;
    interfere = (real) => async (request) =>
      request.url.endsWith('/jobs/current/claim/') && failures-- > 0
        ? { status: 503, headers: {}, body: '' }
        : real(request);
    const outcome = await worker.outcome(await send(enquiry));
    interfere = (real) => real;
    expect(outcome).toMatchObject({ state: 'done', attempts: 3 });
  });

  it('does not wait for tries that cannot help', async () => {
    interfere = (real) => async (request) =>
      request.url.endsWith('/jobs/current/card/') ? { status: 422, headers: {}, body: '' } : real(request);
    const outcome = await worker.outcome(await send(enquiry));
    interfere = (real) => real;
    expect(outcome).toMatchObject({ state: 'dead', attempts: 1 });
  });

  it('still becomes a card, for a person, when only the classifier is down', async () => {
    interfere = (real) => async (request) =>
      request.url.endsWith('/classify/') ? { status: 500, headers: {}, body: '' } : real(request);
    const outcome = await worker.outcome(await send(enquiry));
    interfere = (real) => real;
    expect(outcome.state).toBe('done');
    expect(await card(outcome.card_id)).toMatchObject({ column: 'triage', abstained: true });
  });
});

describe('a mail in JSON', () => {
  const json = (change: Record<string, unknown>) =>
    test.send({
      method: 'POST',
      path: '/api/v1/ingestion/email/',
      token: admin,
      body: {
        subject: 'RFQ valves',
        from: 'Ada <ada@buyer.example>',
        body: 'Please quote 40 valves.',
        attachment_urls: [],
        ...change,
      },
    });

  it('takes the same way, and shows what the guard refused to fetch', async () => {
    const reply = await json({
      attachment_urls: ['http://169.254.169.254/latest/meta-data/po.pdf'],
      html: '<p>Please quote</p>',
    });
    expect(reply.status).toBe(202);
    const { card_id } = await worker.outcome((reply.body as { tracking_id: string }).tracking_id);
    const [mail] = (await card(card_id)).mails;
    expect(mail?.attachments).toEqual([
      expect.objectContaining({ filename: 'po.pdf', state: 'refused', reason: 'no network in tests' }),
    ]);
  });

  it.each([
    [{ from: 'not an address' }, 'body.from'],
    [{ subject: undefined }, 'body.subject'],
    [{ body: 7 }, 'body.body'],
    [{ attachment_urls: ['file:///etc/passwd'] }, 'body.attachment_urls.0'],
    [{ received_at: 'yesterday' }, 'body.received_at'],
  ])('is 422 and names the field: %j', async (change, path) => {
    const reply = await json(change);
    expect(reply.status).toBe(422);
    expect(reply.headers['content-type']).toBe('application/problem+json');
    expect(reply.body).toMatchObject({ code: 'invalid_request', errors: [{ path }] });
  });

  it('is a duplicate of the raw copy with the same Message-ID', async () => {
    const first = await worker.outcome(await send({ ...enquiry, messageId: 'two-doors@buyer.example' }));
    const reply = await json({ message_id: '<two-doors@buyer.example>' });
    const second = await worker.outcome((reply.body as { tracking_id: string }).tracking_id);
    expect(second).toMatchObject({ state: 'duplicate', card_id: first.card_id });
  });
});
