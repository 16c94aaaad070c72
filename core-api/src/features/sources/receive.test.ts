import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { startTestWorker, type TestWorker } from '../../../test/test-worker.ts';
import { deliver, newSource, PAYLOAD } from './testing/webhook.ts';

let test: TestCore;
let worker: TestWorker;
let admin: string;

beforeAll(async () => {
  test = await createTestCore();
  worker = await startTestWorker(test);
  admin = await test.signIn('admin');
});
afterAll(async () => {
  await worker.stop();
  await test.close();
});

const SOUTH = 'sales@south.ours.example';
const trackingId = (reply: { body?: unknown }) => (reply.body as { tracking_id: string }).tracking_id;

function kept(id: string) {
  return test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql<{ id: string; entity_id: string; raw: Buffer; source_system: string; mailbox: string | null }>(
        'inbound_emails',
      )
      .where({ id })
      .first('entity_id', 'raw', 'source_system', 'mailbox'),
  );
}

function mailsFrom(sender: string) {
  return test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql('inbound_emails').where({ from_address: sender }).select('id'),
  );
}

describe('a signed delivery', () => {
  it('becomes a card, like any other mail', async () => {
    const reply = await deliver(test, await newSource(test));
    expect(reply).toMatchObject({ status: 202, body: { state: 'accepted' } });
    const outcome = await worker.outcome(trackingId(reply));
    expect(outcome).toMatchObject({ state: 'done', card_id: expect.any(String) });
    expect(await kept(trackingId(reply))).toMatchObject({ source_system: 'webhook' });
  });

  it('goes to the mailbox of its source, whatever it says itself', async () => {
    const ofSouth = await newSource(test, { mailbox: SOUTH.toUpperCase() });
    const payload = { ...PAYLOAD, mailbox: 'sales@north.ours.example' };
    const row = await kept(trackingId(await deliver(test, ofSouth, { payload })));
    expect(row).toMatchObject({ entity_id: test.ours.entities['south'], mailbox: SOUTH });
    const open = await newSource(test);
    const named = await kept(
      trackingId(await deliver(test, open, { payload: { ...PAYLOAD, mailbox: SOUTH } })),
    );
    expect(named?.entity_id).toBe(test.ours.entities['south']);
  });

  it('that comes again under its id changes nothing and gets the same answer', async () => {
    const source = await newSource(test);
    const id = `msg_${randomUUID()}`;
    const from = `${randomUUID()}@buyer.example`;
    const first = await deliver(test, source, { id, payload: { ...PAYLOAD, from } });
    const second = await deliver(test, source, { id, payload: { ...PAYLOAD, from, subject: 'Changed' } });
    expect(second).toMatchObject({
      status: 202,
      body: { state: 'repeated', tracking_id: trackingId(first) },
    });
    expect(await mailsFrom(from)).toHaveLength(1);
  });

  it('that comes twenty times at once is kept once', async () => {
    const source = await newSource(test);
    const id = `msg_${randomUUID()}`;
    const from = `${randomUUID()}@buyer.example`;
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => deliver(test, source, { id, payload: { ...PAYLOAD, from } })),
    );
    expect(replies.map((reply) => reply.status)).toEqual(Array.from({ length: 20 }, () => 202));
    expect(new Set(replies.map(trackingId)).size).toBe(1);
    expect(await mailsFrom(from)).toHaveLength(1);
  });

  it('under the same id at another source is another one', async () => {
    const id = `msg_${randomUUID()}`;
    const one = await deliver(test, await newSource(test), { id });
    const two = await deliver(test, await newSource(test), { id });
    expect(trackingId(two)).not.toBe(trackingId(one));
  });
});

describe('a delivery that is not signed', () => {
  const refused = { status: 401, body: { code: 'signature_rejected' } };

  it('is refused in the same words, whatever is wrong, and at a source that is not there', async () => {
    const source = await newSource(test);
    const other = await newSource(test);
    const wrong = [
      await deliver(test, source, { secret: other.secret }),
      await deliver(test, source, { at: new Date(Date.now() - 400_000) }),
      await deliver(test, source, { headers: { 'webhook-signature': '' } }),
      await deliver(test, source, { headers: { 'webhook-id': 'msg_other' } }),
      await deliver(test, { source: { id: randomUUID() }, secret: source.secret }),
    ];
    for (const reply of wrong) expect(reply).toMatchObject(refused);
    const told = wrong.map(({ body }) => ({ ...(body as object), instance: '' }));
    for (const problem of told) expect(problem).toEqual(told[0]);
    expect(JSON.stringify(told)).not.toContain('timestamp');
  });

  it('is refused before anybody looks at what it holds', async () => {
    const source = await newSource(test);
    const { secret } = await newSource(test);
    expect(await deliver(test, source, { secret, payload: { nothing: 'of a mail' } })).toMatchObject(refused);
  });

  it('by the secret of another tenant is refused', async () => {
    const theirs = await newSource(test, {}, 'theirs');
    const ours = await newSource(test);
    expect(await deliver(test, ours, { secret: theirs.secret })).toMatchObject(refused);
    const reply = await deliver(test, theirs);
    expect(await kept(trackingId(reply))).toBeUndefined();
  });
});

describe('what a source may not post', () => {
  it('no mail: it is told which fields do not fit', async () => {
    const reply = await deliver(test, await newSource(test), { payload: { subject: 'x', from: 'nobody' } });
    expect(reply).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
    const { errors } = reply.body as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path).sort()).toEqual(['body.body', 'body.from']);
  });

  it('mail from a blacklisted sender', async () => {
    const body = { pattern: 'unwanted.example', note: '' };
    await test.send({ method: 'POST', path: '/api/v1/blacklist/', token: admin, body });
    const payload = { ...PAYLOAD, from: 'x@unwanted.example' };
    expect(await deliver(test, await newSource(test), { payload })).toMatchObject({
      status: 403,
      body: { code: 'sender_blacklisted' },
    });
  });

  it('anything while it is switched off, which only its owner is told', async () => {
    const source = await newSource(test, { enabled: false });
    expect(await deliver(test, source)).toMatchObject({ status: 403, body: { code: 'source_disabled' } });
    const stranger = { source: source.source, secret: (await newSource(test)).secret };
    expect(await deliver(test, stranger)).toMatchObject({ status: 401 });
  });

  it('more than its share in a minute; strangers do not use it up', async () => {
    const source = await newSource(test, { rate_per_minute: 2 });
    const { secret } = await newSource(test);
    for (let tries = 0; tries < 5; tries += 1) await deliver(test, source, { secret });
    expect((await deliver(test, source)).status).toBe(202);
    expect((await deliver(test, source)).status).toBe(202);
    const third = await deliver(test, source);
    expect(third).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('a mapped source', () => {
  const mapping = {
    from: 'contact.email',
    from_name: 'contact.name',
    subject: { text: 'Website form' },
    body: ['message', 'contact.phone'],
  };
  const FORM = {
    contact: { email: 'form@buyer.example', name: 'Ada', phone: '+49 151 1' },
    message: 'Please call \0me.',
  };

  it('turns a foreign payload into a mail, and keeps the payload beside it', async () => {
    const source = await newSource(test, { mapping });
    const reply = await deliver(test, source, { payload: FORM });
    expect(reply.status).toBe(202);
    const raw = JSON.parse((await kept(trackingId(reply)))?.raw.toString() ?? '') as object;
    expect(raw).toMatchObject({
      from: '"Ada" <form@buyer.example>',
      subject: 'Website form',
      original: FORM,
    });
    expect(await worker.outcome(trackingId(reply))).toMatchObject({ state: 'done' });
  });

  it('takes the same words sent twice for two mails, and a repeat for one', async () => {
    const source = await newSource(test, { mapping });
    const one = await deliver(test, source, { payload: FORM, id: 'form-1' });
    const two = await deliver(test, source, { payload: FORM, id: 'form-2' });
    const again = await deliver(test, source, { payload: FORM, id: 'form-2' });
    expect(trackingId(two)).not.toBe(trackingId(one));
    expect(trackingId(again)).toBe(trackingId(two));
    for (const reply of [one, two]) expect((await worker.outcome(trackingId(reply))).state).toBe('done');
  });

  it('names the place in the payload where it found no sender', async () => {
    const source = await newSource(test, { mapping });
    const reply = await deliver(test, source, { payload: { ...FORM, contact: { email: 'none' } } });
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path: 'body.contact.email' }] } });
  });
});

describe('counters', () => {
  it('tell what came, what was taken and what was refused', async () => {
    const source = await newSource(test);
    const { secret } = await newSource(test);
    await deliver(test, source, { id: 'counted' });
    await deliver(test, source, { id: 'counted' });
    await deliver(test, source, { payload: { subject: 'no mail' } });
    await deliver(test, source, { secret });
    await test.core.settle();
    const list = await test.send({ path: '/api/v1/sources/', token: admin });
    const { items } = list.body as { items: { id: string; counts: object }[] };
    expect(items.find((one) => one.id === source.source.id)?.counts).toEqual({
      ...{ received: 4, accepted: 1, refused: 2 },
      last_at: expect.stringMatching(/Z$/),
    });
  });
});
