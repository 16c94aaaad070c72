import type { Body } from '@pebble/contract/endpoint';
import type { placeMail } from '@pebble/contract/jobs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptRaw, rawMail, type TestMail } from '../../../test/mails.ts';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { moveCardTo } from '../cards/move-card.ts';
import { claim } from './claim-mail.ts';
import { finishInbound, lockInbound } from './inbound-mail.ts';
import { MailStore } from './mail-store.ts';
import { place } from './place-mail.ts';

const SURE: Body<typeof placeMail> = {
  stream: 'crm',
  intent: 'new_enquiry',
  probability: 0.9,
  decided_by: 'local_model',
  triage: false,
  reasons: ['quote'],
};

let test: TestDatabase;
let ours: SeededTenant;
const mails = new MailStore();

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 20 });
  ours = await seedTenant(test.db, 'ours');
});
afterAll(() => test.close());

const arrive = (mail: TestMail) => acceptRaw(test.db, ours, rawMail(mail));

function placeOne(trackingId: string, decision = SURE) {
  return test.db.withTenant(ours.scope, async (tx) => {
    const inbound = await lockInbound(tx, trackingId);
    return place(tx, { inbound, mail: await mails.load(tx, trackingId), claimed: false }, decision);
  });
}

function claimOne(trackingId: string) {
  return test.db.withTenant(ours.scope, async (tx) => {
    const inbound = await lockInbound(tx, trackingId);
    return claim(tx, inbound, await mails.load(tx, trackingId));
  });
}

function count(table: string, where: Record<string, unknown>): Promise<number> {
  return test.db.withTenant(
    ours.scope,
    async (tx) => (await tx.sql(table).where(where).select('tenant_id')).length,
  );
}

describe('a mail', () => {
  it('lands in the first column of its stream, or in triage when nobody is sure', async () => {
    const sure = await placeOne(await arrive({}), { ...SURE, stream: 'erp', intent: 'order' });
    expect(sure).toMatchObject({ action: 'created', board: 'erp', column: 'new' });
    const unsure = await placeOne(await arrive({}), { ...SURE, stream: 'tender', triage: true });
    expect(unsure).toMatchObject({ action: 'created', board: 'tender', column: 'triage' });
  });

  it('that belongs nowhere is still seen by a person: in the triage of the first board', async () => {
    const placed = await placeOne(await arrive({}), { ...SURE, stream: 'none', intent: 'out_of_scope' });
    expect(placed).toMatchObject({ board: 'crm', column: 'triage' });
  });

  it('is placed once, however often the job repeats', async () => {
    const id = await arrive({});
    const first = await placeOne(id);
    const second = await placeOne(id);
    expect(second.card_id).toBe(first.card_id);
    expect(await count('emails', { inbound_id: id })).toBe(1);
    expect(await count('events', { inbound_id: id, type: 'card.created' })).toBe(1);
    expect(await count('events', { inbound_id: id, type: 'card.mail_appended' })).toBe(0);
  });

  it('that was ignored cannot be placed afterwards', async () => {
    const id = await arrive({});
    await test.db.withTenant(ours.scope, async (tx) =>
      finishInbound(tx, await lockInbound(tx, id), { state: 'ignored', reason: 'newsletter' }),
    );
    await expect(placeOne(id)).rejects.toMatchObject({ code: 'job_closed' });
  });
});

describe('copies of one mail', () => {
  it('in fifty parallel transactions make one card', async () => {
    const copy = { messageId: 'fifty@buyer.example' };
    const ids = await Promise.all(Array.from({ length: 50 }, () => arrive(copy)));
    const outcomes = await Promise.all(
      ids.map((id) =>
        placeOne(id).then(
          () => 'placed',
          () => 'refused',
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'placed')).toHaveLength(1);
    expect(await count('emails', { message_id: '<fifty@buyer.example>' })).toBe(1);
  });

  it('are duplicates of the first, which stays new when it asks again', async () => {
    const [first, second] = [
      await arrive({ messageId: 'twice@buyer.example' }),
      await arrive({ messageId: 'twice@BUYER.example' }),
    ];
    expect(await claimOne(first)).toMatchObject({ outcome: 'new', first_tracking_id: first });
    const { card_id } = await placeOne(first);
    expect(await claimOne(second)).toEqual({ outcome: 'duplicate', first_tracking_id: first, card_id });
    expect(await claimOne(first)).toMatchObject({ outcome: 'new' });
  });

  it('without a Message-ID are known by sender, subject, date and body', async () => {
    const bare = { messageId: null, subject: 'Scanned order', body: 'see attached' };
    const first = await arrive(bare);
    expect(await claimOne(first)).toMatchObject({ outcome: 'new' });
    expect(await claimOne(await arrive(bare))).toMatchObject({
      outcome: 'duplicate',
      first_tracking_id: first,
    });
    expect(await claimOne(await arrive({ ...bare, body: 'another order' }))).toMatchObject({
      outcome: 'new',
    });
  });

  it('take over from a mail that died, one of them, and the dead one is then the copy', async () => {
    const copy = { messageId: 'dead@buyer.example' };
    const dead = await arrive(copy);
    await claimOne(dead);
    await test.db.withTenant(ours.scope, async (tx) =>
      finishInbound(tx, await lockInbound(tx, dead), { state: 'dead', reason: 'test' }),
    );
    const resent = await Promise.all(Array.from({ length: 5 }, () => arrive(copy)));
    const placed = await Promise.all(
      resent.map((id) =>
        placeOne(id).then(
          () => id,
          () => null,
        ),
      ),
    );
    const [winner, ...others] = placed.filter((id) => id !== null);
    expect(winner).toBeDefined();
    expect(others).toEqual([]);
    expect(await claimOne(dead)).toMatchObject({ outcome: 'duplicate', first_tracking_id: winner });
  });

  it('to two entities are one card each', async () => {
    const [north, south] = [
      await placeOne(await arrive({ messageId: 'both@buyer.example', to: 'sales@north.ours.example' })),
      await placeOne(await arrive({ messageId: 'both@buyer.example', to: 'sales@south.ours.example' })),
    ];
    expect(north.action).toBe('created');
    expect(south.action).toBe('created');
    expect(south.card_id).not.toBe(north.card_id);
  });
});

describe('a thread', () => {
  it('is one card: a reply is appended', async () => {
    const first = await placeOne(await arrive({ messageId: 't1@buyer.example' }));
    const reply = await placeOne(
      await arrive({ messageId: 't2@buyer.example', inReplyTo: 't1@buyer.example' }),
    );
    expect(reply).toEqual({ card_id: first.card_id, action: 'appended', board: 'crm', column: 'new' });
    const deep = await placeOne(await arrive({ references: ['t1@buyer.example', 't2@buyer.example'] }));
    expect(deep.card_id).toBe(first.card_id);
  });

  it('is one card also when the reply comes before the mail that it answers', async () => {
    const reply = await placeOne(
      await arrive({ messageId: 'late2@b.example', inReplyTo: 'late1@b.example' }),
    );
    const parent = await placeOne(await arrive({ messageId: 'late1@b.example' }));
    expect(parent).toMatchObject({ card_id: reply.card_id, action: 'appended' });
  });

  it('is one card when twenty of its mails arrive in the same moment', async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        arrive({ messageId: `storm${index}@b.example`, references: ['storm@b.example'] }),
      ),
    );
    const placed = await Promise.all(ids.map((id) => placeOne(id)));
    expect(new Set(placed.map((one) => one.card_id)).size).toBe(1);
    expect(placed.filter((one) => one.action === 'created')).toHaveLength(1);
    expect(await count('emails', { card_id: placed[0]?.card_id })).toBe(20);
  });

  it('never joins the threads of two entities', async () => {
    const north = await placeOne(await arrive({ messageId: 'n1@b.example' }));
    const south = await placeOne(await arrive({ inReplyTo: 'n1@b.example', to: 'sales@south.ours.example' }));
    expect(south.card_id).not.toBe(north.card_id);
  });

  it('that was closed comes back to triage with a badge when somebody replies', async () => {
    const first = await placeOne(await arrive({ messageId: 'closed@b.example' }));
    await test.db.withTenant(ours.scope, (tx) => moveCardTo(tx, first.card_id, 'lost', undefined));
    const reply = await placeOne(await arrive({ inReplyTo: 'closed@b.example' }));
    expect(reply).toEqual({ card_id: first.card_id, action: 'reopened', board: 'crm', column: 'triage' });
    expect(await count('cards', { id: first.card_id, reopened: true })).toBe(1);
    expect(await count('events', { card_id: first.card_id, type: 'card.reopened' })).toBe(1);
    const moveBy = (actor: string, to: string) =>
      test.db.withTenant({ ...ours.scope, actor }, (tx) => moveCardTo(tx, first.card_id, to, undefined));
    expect(await moveBy('flow:follow-up', 'new')).toMatchObject({ reopened: true });
    expect(await moveBy('user:somebody', 'qualified')).toMatchObject({ reopened: false });
  });
});
