import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptRaw, rawMail, type TestMail } from '../../test/mails.ts';
import { placeForTest } from '../../test/placed-card.ts';
import { createTestCore, type TestCore } from '../../test/test-core.ts';
import { workerDeps } from '../../test/test-worker.ts';
import { until } from '../../test/until.ts';
import { asOwner } from '../db/owner.ts';
import { fromRawMail, type IncomingMail } from '../features/ingestion/incoming-mail.ts';
import { ApiProblem } from '../http/problem.ts';
import { InvalidMail } from '../mail/parsed-mail.ts';
import type { Attempts } from './attempts.ts';
import { processMail } from './process-mail.ts';
import type { Candidate } from './rehearse.ts';

let test: TestCore;
beforeAll(async () => {
  test = await createTestCore();
});
afterAll(() => test.close());

const incoming = (mail: TestMail = {}): Promise<IncomingMail> => fromRawMail(rawMail(mail), undefined);
const once = (candidate: Candidate) => test.core.rehearse(test.ours.scope, candidate);
/** On an overloaded machine a rehearsal gives up: then it is tried again, as its error says. */
const rehearse = (candidate: Candidate, scope = test.ours.scope) =>
  until(() =>
    test.core.rehearse(scope, candidate).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.code === 'not_ready') return undefined;
      throw error;
    }),
  );
const enquiry: TestMail = {
  subject: 'Request for quotation: 40 ball valves DN50',
  body: 'Dear Sir, please send us your best quotation and price for 40 ball valves DN50. Kindly quote delivery time as well.',
};
const process = (trackingId: string, change: Parameters<typeof workerDeps>[1] = {}) =>
  processMail(workerDeps(test, change), {
    job: { tenant_id: test.ours.id, tracking_id: trackingId, correlation_id: `accept-${trackingId}` },
    number: 4,
    last: true,
  });

/** Rows of every table of the product and of the queue, as their owner sees them. */
async function everything(): Promise<Record<string, unknown>> {
  return asOwner(test.owner, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    const content: Record<string, unknown> = {};
    for (const { name } of tables) {
      // The digest as well as the count: an update leaves the count alone.
      const { rows } = await client.query(
        `SELECT count(*)::int AS rows, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS digest FROM ${name} t`,
      );
      content[name] = rows[0];
    }
    return content;
  });
}

/** Dies because its mail cannot be read: the door refuses such mail, so only the store can be made to. */
async function deadMail(mail: TestMail = {}): Promise<string> {
  const trackingId = await acceptRaw(test.db, test.ours, rawMail(mail));
  const unread = { begin: async () => Promise.reject(new InvalidMail('from', 'The mail has no sender.')) };
  await process(trackingId, { attempts: unread as unknown as Attempts });
  return trackingId;
}

describe('what a rehearsal says', () => {
  it('is where a new mail would lie, without a card that does not exist', async () => {
    const said = await rehearse({ incoming: await incoming(enquiry) });
    expect(said).toMatchObject({
      outcome: 'created',
      board: 'crm',
      column: 'new',
      card_id: null,
      error: null,
    });
    expect(said.flow).toMatchObject({ flow_id: 'email-triage' });
    expect(said.steps.some((step) => step.status === 'succeeded')).toBe(true);
  });

  it('is the card that a reply would join, or bring back', async () => {
    const { cardId } = await placeForTest(test, 'north', { messageId: 'rehearsed-1@buyer.example' });
    const reply = { incoming: await incoming({ inReplyTo: 'rehearsed-1@buyer.example' }) };
    expect(await rehearse(reply)).toMatchObject({ outcome: 'appended', card_id: cardId, board: 'crm' });
    const path = `/api/v1/cards/${cardId}/move/`;
    await test.send({ method: 'POST', path, token: await test.signIn('admin'), body: { to: 'lost' } });
    expect(await rehearse(reply)).toMatchObject({ outcome: 'reopened', card_id: cardId, column: 'triage' });
  });

  it('is that a copy would be ignored, and whose card it belongs to', async () => {
    const { cardId } = await placeForTest(test, 'north', { messageId: 'rehearsed-2@buyer.example' });
    const copy = await incoming({ messageId: 'rehearsed-2@buyer.example' });
    expect(await rehearse({ incoming: copy })).toMatchObject({ outcome: 'duplicate', card_id: cardId });
  });

  it('is that the door would refuse it', async () => {
    const token = await test.signIn('admin');
    const body = { pattern: 'unwanted.example', note: '' };
    await test.send({ method: 'POST', path: '/api/v1/blacklist/', token, body });
    const said = await rehearse({ incoming: await incoming({ from: 'spam@unwanted.example' }) });
    expect(said).toMatchObject({ outcome: 'rejected', flow: null, steps: [] });
    expect(said.reason).toMatch(/blacklist/);
    expect(
      await rehearse({ incoming: { ...(await incoming()), mailbox: 'nobody@ours.example' } }),
    ).toMatchObject({
      outcome: 'rejected',
    });
  });

  it('is that it would die, and of what', async () => {
    const trackingId = await acceptRaw(test.db, test.ours, rawMail());
    const payload = { format: 'rfc822' as const, bytes: Buffer.from('Subject: no sender\r\n\r\nHello') };
    expect(await rehearse({ trackingId, payload })).toMatchObject({
      outcome: 'dead',
      error: { error_class: 'InvalidMail', step: null },
    });
  });

  it('is one answer for each entity that the mail is for', async () => {
    const to = 'sales@north.ours.example, sales@south.ours.example';
    const { south } = test.ours.entities;
    const messageId = 'to-both@buyer.example';
    const said = await rehearse({ incoming: await incoming({ ...enquiry, to, messageId }) });
    expect(said).toMatchObject({ outcome: 'created', column: 'new' });
    expect(said.also).toEqual([
      { entity_id: south, outcome: 'created', board: 'crm', column: 'new', card_id: null },
    ]);
    const { cardId } = await placeForTest(test, 'south', { messageId });
    const again = await rehearse({ incoming: await incoming({ ...enquiry, to, messageId }) });
    expect(again).toMatchObject({ outcome: 'created', also: [{ outcome: 'duplicate', card_id: cardId }] });
  });

  it('is about the payload that it is given, for a mail that is dead', async () => {
    const trackingId = await deadMail(enquiry);
    expect(await rehearse({ trackingId })).toMatchObject({ outcome: 'created', column: 'new' });
    const payload = {
      format: 'rfc822' as const,
      bytes: rawMail({ subject: 'Hello', body: 'Just a hello.' }),
    };
    expect(await rehearse({ trackingId, payload })).toMatchObject({ outcome: 'created', column: 'triage' });
  });

  it('is nothing about a mail that has had its effect, or that is not ours', async () => {
    const { trackingId } = await placeForTest(test);
    await expect(rehearse({ trackingId })).rejects.toMatchObject({ code: 'job_closed' });
    const dead = await deadMail();
    await expect(rehearse({ trackingId: dead }, test.theirs.scope)).rejects.toMatchObject({
      code: 'job_closed',
    });
    await expect(rehearse({ trackingId: randomUUID() })).rejects.toMatchObject({ code: 'job_closed' });
  });
});

describe('what a rehearsal leaves behind', () => {
  const rung: string[] = [];
  beforeEach(() => {
    rung.length = 0;
  });

  it('is nothing: no row, no event, no job, no bell', async () => {
    const { trackingId: first } = await placeForTest(test, 'north', { messageId: 'trace-1@buyer.example' });
    const dead = await deadMail(enquiry);
    const unread = await acceptRaw(test.db, test.ours, Buffer.concat([rawMail(), Buffer.alloc(10)]));
    const candidates: Candidate[] = [
      { incoming: await incoming(enquiry) },
      { incoming: await incoming({ inReplyTo: 'trace-1@buyer.example' }) },
      { incoming: await incoming({ messageId: 'trace-1@buyer.example' }) },
      { incoming: await incoming({ from: 'x@unwanted.example' }) },
      { trackingId: dead },
      { trackingId: unread, payload: { format: 'json', bytes: Buffer.from('{"from": 1}') } },
    ];
    const before = await everything();
    const onEvents = () => rung.push('events');
    const onOutbox = () => rung.push('outbox');
    test.db.bells.on('events', onEvents).on('outbox', onOutbox);
    for (const candidate of candidates) await rehearse(candidate);
    await Promise.all(candidates.map((candidate) => rehearse(candidate)));
    test.db.bells.off('events', onEvents).off('outbox', onOutbox);
    expect(await everything()).toEqual(before);
    expect(rung).toEqual([]);
    expect(first).toBeDefined();
  });

  it('is no other mail in the memory of the worker: afterwards the real one is processed', async () => {
    const trackingId = await acceptRaw(test.db, test.ours, rawMail({ subject: 'As it came' }));
    const bytes = rawMail({ subject: 'As it was edited' });
    await rehearse({ trackingId, payload: { format: 'rfc822', bytes } });
    await process(trackingId);
    const [email] = await test.db.withTenant(test.ours.scope, (tx) =>
      tx
        .sql<{ inbound_id: string; subject: string }>('emails')
        .where({ inbound_id: trackingId })
        .select('subject'),
    );
    expect(email?.subject).toBe('As it came');
  });

  it('is nothing that another process could have fetched: attachments are not asked for', async () => {
    const bytes = Buffer.from(
      JSON.stringify({
        from: 'ada@buyer.example',
        subject: 'RFQ',
        body: 'x',
        attachment_urls: ['http://127.0.0.1:9/x'],
      }),
    );
    const trackingId = await acceptRaw(test.db, test.ours, rawMail());
    const said = await rehearse({ trackingId, payload: { format: 'json', bytes } });
    expect(said).toMatchObject({ outcome: 'created', not_sent: [] });
  });
});

describe('real work', () => {
  it('goes first: a rehearsal gives up on rows that are held, and says so', async () => {
    const trackingId = await acceptRaw(test.db, test.ours, rawMail());
    await test.db.withTenant(test.ours.scope, async (tx) => {
      await tx.sql('inbound_emails').where({ id: trackingId }).forUpdate().select('id');
      await expect(once({ trackingId })).rejects.toMatchObject({ code: 'not_ready' });
    });
    expect(await rehearse({ trackingId })).toMatchObject({ outcome: 'created' });
  });

  it('goes first also when a step of the flow meets the held row, which is no failure of the mail', async () => {
    const { cardId } = await placeForTest(test, 'north', { messageId: 'held-1@buyer.example' });
    const reply = await incoming({ inReplyTo: 'held-1@buyer.example' });
    await test.db.withTenant(test.ours.scope, async (tx) => {
      await tx.sql('cards').where({ id: cardId }).forUpdate().select('id');
      await expect(once({ incoming: reply })).rejects.toMatchObject({ code: 'not_ready' });
    });
  });

  it('has the connections: however many rehearsals wait, few are under way', async () => {
    const mails = await Promise.all(Array.from({ length: 30 }, () => incoming(enquiry)));
    const all = mails.map((mail) => rehearse({ incoming: mail }));
    const trackingId = await acceptRaw(test.db, test.ours, rawMail(enquiry));
    await process(trackingId);
    for (const said of await Promise.all(all)) expect(said.outcome).toBe('created');
  });
});
