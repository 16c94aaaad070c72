import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptRaw, rawMail, type TestMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { takeMails } from './take-mails.ts';

let test: TestCore;
let admin: string;
let mail: Job;

interface Job {
  id: string;
  token: string;
}

beforeAll(async () => {
  test = await createTestCore();
  admin = await test.signIn('admin');
});
beforeEach(async () => {
  mail = await arrive();
});
afterAll(() => test.close());

async function arrive(change: TestMail = {}, entity: 'north' | 'south' = 'north'): Promise<Job> {
  const id = await acceptRaw(test.db, test.ours, rawMail({ to: `sales@${entity}.ours.example`, ...change }));
  return { id, token: tokenFor(id, entity) };
}

const tokenFor = (inboundId: string, entity: 'north' | 'south') =>
  test.core.issueJobToken({
    tenantId: test.ours.id,
    entityId: test.ours.entities[entity] ?? '',
    inboundId,
    flowId: 'email-triage',
  });

const call = (what: string, token: string, body?: unknown) =>
  test.send({ method: 'POST', path: `/api/v1/jobs/current/${what}/`, token, body });
const claim = ({ token }: Job) => call('claim', token);
const place = ({ token }: Job, change: object = {}) =>
  call('card', token, {
    stream: 'crm',
    intent: 'new_enquiry',
    probability: 0.9,
    decided_by: 'rules',
    triage: false,
    ...change,
  });
const end = ({ token }: Job, state: string, reason = 'why') => call('outcome', token, { state, reason });
const cardOf = (reply: { body?: unknown }) => (reply.body as { card_id: string }).card_id;

function events(where: Record<string, unknown>) {
  return test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql<{ type: string; data: Record<string, unknown>; card_id: string | null; actor: string }>('events')
      .where(where)
      .whereNot({ type: 'mail.accepted' })
      .orderBy('id')
      .select('type', 'data', 'card_id', 'actor'),
  );
}
const stateOf = async (id: string) =>
  (await test.send({ path: `/api/v1/ingestion/${id}/`, token: admin })).body as {
    state: string;
    card_id: string | null;
    reason: string | null;
  };

describe('claiming', () => {
  it('is new for the first copy, however often it asks, and writes no event', async () => {
    for (let n = 0; n < 2; n += 1)
      expect(await claim(mail)).toMatchObject({
        status: 200,
        body: { outcome: 'new', first_tracking_id: mail.id, card_id: null },
      });
    expect(await events({ inbound_id: mail.id })).toEqual([]);
  });

  it('tells a copy which one came first, and its card', async () => {
    const same = { messageId: 'claimed-twice@buyer.example' };
    const [first, copy] = [await arrive(same), await arrive(same)];
    await claim(first);
    expect((await claim(copy)).body).toMatchObject({ outcome: 'duplicate', first_tracking_id: first.id });
    const card = cardOf(await place(first));
    expect((await claim(copy)).body).toMatchObject({ outcome: 'duplicate', card_id: card });
    expect(await place(copy)).toMatchObject({ status: 409, body: { code: 'job_closed' } });
  });
});

describe('placing', () => {
  it('again answers what the first time did, also when the card has moved on since', async () => {
    const first = await place(mail);
    expect(first).toMatchObject({ status: 200, body: { action: 'created', board: 'crm', column: 'new' } });
    const path = `/api/v1/cards/${cardOf(first)}/move/`;
    await test.send({ method: 'POST', path, token: admin, body: { to: 'qualified' } });
    const before = await events({ inbound_id: mail.id });
    expect((await place(mail, { stream: 'erp', intent: 'order' })).body).toEqual(first.body);
    expect(await events({ inbound_id: mail.id })).toEqual(before);
  });

  it('again says appended of a reply, and reopened of one that brought a closed card back', async () => {
    const first = await arrive({ messageId: 'again-1@buyer.example' });
    const card = cardOf(await place(first));
    const reply = await arrive({ inReplyTo: 'again-1@buyer.example' });
    expect((await place(reply)).body).toMatchObject({ action: 'appended', card_id: card });
    expect((await place(reply)).body).toMatchObject({ action: 'appended', column: 'new' });
    const path = `/api/v1/cards/${card}/move/`;
    await test.send({ method: 'POST', path, token: admin, body: { to: 'lost' } });
    const late = await arrive({ inReplyTo: 'again-1@buyer.example' });
    const reopened = await place(late);
    expect(reopened.body).toMatchObject({ action: 'reopened', column: 'triage' });
    expect((await place(late)).body).toEqual(reopened.body);
  });

  it('is put down to the flow, under the correlation id of the call', async () => {
    const headers = { 'x-correlation-id': 'job-run-0001' };
    const body = { stream: 'erp', intent: 'order', probability: 0.7, decided_by: 'llm', triage: true };
    const path = '/api/v1/jobs/current/card/';
    await test.send({ method: 'POST', path, token: mail.token, body, headers });
    expect(await events({ correlation_id: 'job-run-0001' })).toMatchObject([
      { type: 'card.created', actor: 'flow:email-triage', data: { board: 'erp', column: 'triage' } },
    ]);
  });

  it('is refused by its field when a reason holds what no column can', async () => {
    expect(await place(mail, { reasons: ['a\0b'] })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.reasons.0' }] },
    });
    expect((await place(mail)).status).toBe(200);
  });
});

describe('ending without a card', () => {
  it('is done once and may be repeated, and nothing else may follow', async () => {
    expect((await end(mail, 'ignored', 'newsletter')).status).toBe(204);
    expect((await end(mail, 'ignored', 'other words')).status).toBe(204);
    expect(await stateOf(mail.id)).toMatchObject({ state: 'ignored', reason: 'newsletter', card_id: null });
    expect(await events({ inbound_id: mail.id })).toMatchObject([
      { type: 'mail.ignored', data: { reason: 'newsletter' } },
    ]);
    for (const reply of [await end(mail, 'duplicate'), await place(mail), await fail(mail)])
      expect(reply).toMatchObject({ status: 409, body: { code: 'job_closed' } });
  });

  it('cannot follow a card', async () => {
    await place(mail);
    expect(await end(mail, 'ignored')).toMatchObject({ status: 409, body: { code: 'job_closed' } });
    expect((await stateOf(mail.id)).state).toBe('done');
  });

  it('as a duplicate points to the card of the first, and says Duplicate Ignored there', async () => {
    const same = { messageId: 'ended-twice@buyer.example' };
    const [first, copy] = [await arrive(same), await arrive(same)];
    const card = cardOf(await place(first));
    expect((await end(copy, 'duplicate')).status).toBe(204);
    expect(await stateOf(copy.id)).toMatchObject({ state: 'duplicate', card_id: card });
    expect(await events({ inbound_id: copy.id })).toMatchObject([
      { type: 'mail.duplicate_ignored', card_id: card },
    ]);
  });

  it('as a duplicate is refused to the first copy, which would have no card at all', async () => {
    expect(await end(mail, 'duplicate')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.state' }] },
    });
    expect((await place(mail)).status).toBe(200);
  });

  it('makes a later copy of an ignored mail a duplicate', async () => {
    const same = { messageId: 'ignored-twice@buyer.example' };
    const [first, copy] = [await arrive(same), await arrive(same)];
    await end(first, 'ignored');
    expect((await claim(copy)).body).toMatchObject({ outcome: 'duplicate', card_id: null });
  });
});

const fail = ({ token }: Job) => call('failure', token, { step: 'create_card', reason: 'a secret reason' });

describe('a failure', () => {
  it('is retried until the last attempt, and the log has the step but not the words', async () => {
    const decisions: unknown[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await test.db.withTenant(test.ours.scope, (tx) => takeMails(tx, [mail.id]));
      decisions.push(((await fail(mail)).body as { decision: string }).decision);
    }
    expect(decisions).toEqual(['retry', 'retry', 'retry', 'dead']);
    const told = await events({ inbound_id: mail.id });
    expect(told.map((event) => event.data['attempt'])).toEqual([1, 2, 3, 4]);
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('that was told before the mail had its card is answered the same when its run is gone through again', async () => {
    await test.db.withTenant(test.ours.scope, (tx) => takeMails(tx, [mail.id]));
    await fail(mail);
    await place(mail);
    expect(await fail(mail)).toMatchObject({ status: 200, body: { decision: 'retry' } });
    expect((await events({ inbound_id: mail.id })).map(({ type }) => type)).toEqual([
      'flow.step_failed',
      'card.created',
    ]);
  });

  it('is refused for a mail that has its card when nothing was told of it in this attempt', async () => {
    await test.db.withTenant(test.ours.scope, (tx) => takeMails(tx, [mail.id]));
    await fail(mail);
    await test.db.withTenant(test.ours.scope, (tx) => takeMails(tx, [mail.id]));
    await place(mail);
    expect(await fail(mail)).toMatchObject({ status: 409, body: { code: 'job_closed' } });
  });
});

describe('a note', () => {
  const note = (job: Job, body: unknown) => call('events', job.token, body);

  it('lies with the mail before it has a card, and with the card afterwards', async () => {
    expect((await note(mail, { text: 'before', data: { text: 'not this', step: 1 } })).status).toBe(204);
    const card = cardOf(await place(mail));
    expect((await note(mail, { text: 'after' })).status).toBe(204);
    const notes = (await events({ inbound_id: mail.id })).filter((event) => event.type === 'flow.note');
    expect(notes).toMatchObject([
      { card_id: null, data: { text: 'before', step: 1 } },
      { card_id: card, data: { text: 'after' } },
    ]);
  });

  it('stands there once, however often it is written, also by a run that goes through its mail again', async () => {
    const same = { text: 'Lead', data: { b: 2, a: [1] } };
    await note(mail, same);
    const card = cardOf(await place(mail));
    expect((await note(mail, { ...same, data: { a: [1], b: 2 } })).status).toBe(204);
    expect((await note(mail, { ...same, data: { a: [2], b: 2 } })).status).toBe(204);
    const notes = (await events({ inbound_id: mail.id })).filter((event) => event.type === 'flow.note');
    expect(notes.map(({ card_id, data }) => [card_id, data['a']])).toEqual([
      [null, [1]],
      [card, [2]],
    ]);
  });

  it.each([
    { text: 'a\0b' },
    { text: 'x', data: { deep: '\uD83D' } },
    { text: 'x', data: { 'k\0': 1 } },
    { text: '' },
    { text: 'x'.repeat(2001) },
  ])('that no log can hold is refused and leaves nothing behind (case %#)', async (body) => {
    expect(await note(mail, body)).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
    expect(await events({ inbound_id: mail.id })).toEqual([]);
  });
});

describe('settings', () => {
  it('are those of the running flow', async () => {
    const reply = await test.send({ path: '/api/v1/jobs/current/settings/', token: mail.token });
    expect(reply).toMatchObject({ status: 200, body: { flow_id: 'email-triage' } });
    expect((reply.body as { knobs: object }).knobs).toBeTypeOf('object');
  });
});

describe('a job token', () => {
  it('acts on its own mail only, whatever the request says', async () => {
    const other = await arrive();
    const path = `/api/v1/jobs/current/claim/?tracking_id=${other.id}&inbound_id=${other.id}`;
    const reply = await test.send({
      method: 'POST',
      path,
      token: mail.token,
      body: { inbound_id: other.id },
    });
    expect(reply.body).toMatchObject({ first_tracking_id: mail.id });
    await end(mail, 'ignored');
    expect((await stateOf(other.id)).state).toBe('accepted');
  });

  it('sees the cards of its entity, and no other', async () => {
    const card = cardOf(await place(mail));
    const south = await arrive({}, 'south');
    const path = `/api/v1/cards/${card}/`;
    expect((await test.send({ path, token: south.token })).status).toBe(404);
    expect((await test.send({ path, token: mail.token })).status).toBe(200);
  });

  it('for a mail that is not in its entity finds the job closed, and touches nothing', async () => {
    const crossed = { id: mail.id, token: tokenFor(mail.id, 'south') };
    for (const reply of [await place(crossed), await end(crossed, 'ignored'), await fail(crossed)])
      expect(reply).toMatchObject({ status: 409, body: { code: 'job_closed' } });
    expect((await claim(crossed)).status).toBe(409);
    expect((await stateOf(mail.id)).state).toBe('accepted');
  });

  it('is what these calls need: a person is refused, however high', async () => {
    for (const what of ['claim', 'card', 'outcome', 'failure', 'events'])
      expect(await call(what, admin, {})).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});
