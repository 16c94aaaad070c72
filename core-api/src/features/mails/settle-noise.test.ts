import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeForTest } from '../../../test/placed-card.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { deliveryStatus, parts, rawSample, REPORT } from '../../mail/testing/noise-mails.ts';
import { senderApi } from '../senders/testing/sender-api.ts';
import { mailLab } from './testing/mail-lab.ts';

let test: TestCore;
let admin: string;
let lab: ReturnType<typeof mailLab>;

beforeAll(async () => {
  test = await createTestCore();
  admin = await test.signIn('admin');
  lab = mailLab(test, admin);
});
afterAll(() => test.close());

const OUT_OF_OFFICE = { subject: 'Automatic reply: Ball valves', headers: ['Auto-Submitted: auto-replied'] };
const setKind = (kind: string, action: string) =>
  test.send({
    method: 'PATCH',
    path: '/api/v1/noise-policy/',
    token: admin,
    body: { kinds: { [kind]: action } },
  });
const historyOf = async (cardId: string) =>
  (await lab.get<{ history: { type: string; data: Record<string, unknown> }[] }>(`/api/v1/cards/${cardId}/`))
    .history;

describe('mail that no person wrote', () => {
  it('ends as ignored with its kind and a reason: kept, told, and never seen by a flow', async () => {
    const mail = await lab.take(OUT_OF_OFFICE);
    expect(mail).toMatchObject({
      state: 'ignored',
      noise_kind: 'out_of_office',
      reason: 'An automatic reply, by its subject.',
      card_id: null,
      about_card_id: null,
      opened: false,
      attempts: 1,
    });
    const [row] = await lab.rows('inbound_emails', { id: mail.tracking_id });
    expect((row?.['raw'] as Buffer).toString()).toContain('Automatic reply');
    expect(await lab.rows('flow_runs', { inbound_id: mail.tracking_id })).toEqual([]);
    const events = await lab.rows('events', { inbound_id: mail.tracking_id, type: 'mail.ignored' });
    expect(events).toMatchObject([{ card_id: null, data: { kind: 'out_of_office', reason: mail.reason } }]);
  });

  it('is known by its headers in JSON too', async () => {
    const mail = {
      subject: 'Thanks',
      from: 'ada@json.example',
      body: 'x',
      headers: { 'AUTO-SUBMITTED': 'auto-replied' },
    };
    const reply = await test.send({
      method: 'POST',
      path: '/api/v1/ingestion/email/',
      token: admin,
      body: mail,
    });
    const { tracking_id } = reply.body as { tracking_id: string };
    expect((await lab.work(tracking_id)).noise_kind).toBe('auto_reply');
  });

  it('that comes twice is one ignored mail and one copy', async () => {
    const twice = { ...OUT_OF_OFFICE, messageId: 'ooo-twice@buyer.example' };
    const first = await lab.take(twice);
    expect((await lab.take(twice)).state).toBe('duplicate');
    expect(first.state).toBe('ignored');
  });

  it('opens a card where the tenant wants it so, and not in the house next door', async () => {
    await setKind('out_of_office', 'open_card');
    expect(await lab.take(OUT_OF_OFFICE)).toMatchObject({ state: 'done', noise_kind: null });
    const next = mailLab(test, await test.signIn('admin', 'theirs'), 'theirs');
    expect((await next.take({ ...OUT_OF_OFFICE, to: 'sales@north.theirs.example' })).state).toBe('ignored');
    await setKind('out_of_office', 'ignore');
  });

  it('that is worked on twice at once has one outcome and one event', async () => {
    const id = await lab.accept(OUT_OF_OFFICE);
    await Promise.all([lab.work(id), lab.work(id), lab.work(id)]);
    expect(await lab.rows('events', { inbound_id: id, type: 'mail.ignored' })).toHaveLength(1);
  });
});

describe('an authorised sender', () => {
  const order = {
    from: 'erp@partner.example',
    subject: 'Purchase order 1',
    headers: ['Auto-Submitted: auto-generated'],
  };

  it('is believed when a machine made its mail', async () => {
    expect((await lab.take(order)).noise_kind).toBe('auto_generated');
    await senderApi(test, admin, 'authorised-senders').add('partner.example');
    expect((await lab.take(order)).state).toBe('done');
    expect((await lab.take({ ...order, headers: ['Precedence: bulk'] })).state).toBe('done');
  });

  it('is not believed about bounces', async () => {
    const bounce = { from: 'mailer-daemon@partner.example', subject: 'Undeliverable: offer' };
    expect((await lab.take(bounce)).noise_kind).toBe('bounce');
  });

  it('is nobody when only a parent of its domain is blacklisted less exactly', async () => {
    const api = senderApi(test, admin, 'blacklist');
    await api.add('example.net');
    await senderApi(test, admin, 'authorised-senders').add('erp@sub.example.net');
    expect((await lab.take({ ...order, from: 'erp@sub.example.net' })).state).toBe('done');
  });
});

describe('a mailing list of our own', () => {
  it('is a group mailbox, also when the mail names none of our mailboxes', async () => {
    const mail = {
      to: 'enquiries@lists.example',
      headers: ['Precedence: list', 'List-Id: <enquiries.north.ours.example>'],
    };
    expect((await lab.take(mail)).state).toBe('done');
    const foreign = { ...mail, headers: ['Precedence: list', 'List-Id: <enquiries.north.theirs.example>'] };
    expect((await lab.take(foreign)).noise_kind).toBe('mailing_list');
  });
});

/** A bounce of a reply of ours, which answered the given mail. */
const bounceOf = (messageId: string, to = 'sales@north.ours.example') =>
  rawSample({
    headers: ['From: MAILER-DAEMON@mx.example', `To: ${to}`, 'Subject: Undelivered Mail', REPORT],
    body: parts(
      ['text/plain', 'Sorry.'],
      ['message/delivery-status', deliveryStatus('failed', '5.2.2')],
      ['text/rfc822-headers', `Message-ID: <reply-to-${messageId}>\r\nIn-Reply-To: <${messageId}>`],
    ),
  });

describe('noise that concerns a card', () => {
  it('is told there when a mail of it bounced, and changes nothing else on it', async () => {
    const { cardId } = await placeForTest(test, 'north', { messageId: 'asked-1@buyer.example' });
    const mail = await lab.take({ raw: bounceOf('asked-1@buyer.example') });
    expect(mail).toMatchObject({
      state: 'ignored',
      noise_kind: 'bounce',
      card_id: null,
      about_card_id: cardId,
    });
    const history = await historyOf(cardId);
    expect(history.find(({ type }) => type === 'mail.bounced')?.data).toMatchObject({ status: '5.2.2' });
    expect(await lab.rows('emails', { card_id: cardId })).toHaveLength(1);
  });

  it('is told there when somebody is out of office', async () => {
    const { cardId } = await placeForTest(test, 'north', { messageId: 'asked-2@buyer.example' });
    const mail = await lab.take({ ...OUT_OF_OFFICE, inReplyTo: 'asked-2@buyer.example' });
    expect(mail.about_card_id).toBe(cardId);
    expect((await historyOf(cardId)).map(({ type }) => type)).toContain('mail.ignored');
  });

  it('never reaches a card of another entity', async () => {
    await placeForTest(test, 'south', { messageId: 'asked-3@buyer.example' });
    expect((await lab.take({ raw: bounceOf('asked-3@buyer.example') })).about_card_id).toBeNull();
    const there = await lab.take({ raw: bounceOf('asked-3@buyer.example', 'sales@south.ours.example') });
    expect(there.about_card_id).not.toBeNull();
  });

  it('is none when it is the answer of a person through a ticket system: that goes onto the card', async () => {
    const { cardId } = await placeForTest(test, 'north', { messageId: 'asked-4@buyer.example' });
    const answer = { subject: '[REQ-1] Re: Ball valves', inReplyTo: 'asked-4@buyer.example' };
    for (const header of ['Auto-Submitted: auto-generated', 'Precedence: bulk', 'Precedence: list']) {
      expect(await lab.take({ ...answer, headers: [header] }), header).toMatchObject({
        state: 'done',
        card_id: cardId,
      });
    }
    const receipt = await lab.take({ ...answer, headers: ['Auto-Submitted: auto-replied'] });
    expect(receipt).toMatchObject({ noise_kind: 'auto_reply', about_card_id: cardId });
  });
});

describe('a mail that Pebble has sent itself', () => {
  it('is a loop, also for authorised senders; one that a Pebble of others has sent is not', async () => {
    const own = { from: 'bot@partner.example', headers: [`X-Pebble-Loop: ${test.ours.id}`] };
    expect(await lab.take(own)).toMatchObject({
      noise_kind: 'loop',
      reason: 'Pebble has sent this mail itself.',
    });
    const other = { from: 'bot@partner.example', headers: [`X-Pebble-Loop: ${test.theirs.id}`] };
    expect((await lab.take(other)).state).toBe('done');
  });

  it('is known by its sender when that is the mailbox that received it, but not when it is another one', async () => {
    expect((await lab.take({ from: 'sales@north.ours.example' })).noise_kind).toBe('own_mail');
    expect((await lab.take({ from: 'sales@south.ours.example' })).state).toBe('done');
  });
});
