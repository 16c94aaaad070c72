import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../test/mails.ts';
import { placeForTest } from '../../test/placed-card.ts';
import { createTestCore, type TestCore } from '../../test/test-core.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { installFlow } from '../features/flows/install-flow.ts';
import { claim } from '../features/jobs/claim-mail.ts';
import { actAs, comesAnew } from './backtest-stage.ts';
import { inVain } from './rehearse-transaction.ts';

let test: TestCore;
beforeAll(async () => {
  test = await createTestCore();
});
afterAll(() => test.close());

/** Does something in a transaction that is rolled back. */
const inside = <T>(work: (tx: TenantTx) => Promise<T>) =>
  inVain(test.db, (stage) => stage.withTenant(test.ours.scope, work), 60_000);
const row = (tx: TenantTx, id: string) => tx.sql('inbound_emails').where({ id }).first();

describe('a mail that comes anew', () => {
  it('is as it was when it came, but for its bytes', async () => {
    const { trackingId } = await placeForTest(test, 'north', { messageId: 'stage-1@buyer.example' });
    const [before, copy] = await inside(async (tx) => {
      const known = await row(tx, trackingId);
      return [known, await row(tx, await comesAnew(tx, trackingId))];
    });
    expect(copy).toMatchObject({ state: 'accepted', attempts: 0, card_id: null, raw: Buffer.alloc(0) });
    for (const same of ['received_at', 'from_address', 'subject', 'mailbox', 'source_system'] as const) {
      expect(copy[same]).toEqual(before[same]);
    }
  });

  it('has the one effect that the mail itself has', async () => {
    const { trackingId, entityId } = await placeForTest(test, 'north', {
      messageId: 'stage-2@buyer.example',
    });
    const mail = await test.db.withTenant(test.ours.scope, (tx) => test.core.mails.load(tx, trackingId));
    const outcome = await inside(async (tx) => {
      const copy = await comesAnew(tx, trackingId);
      return (await claim(tx, { id: copy, entity_id: entityId }, mail)).outcome;
    });
    expect(outcome).toBe('new');
  });

  it('knows nothing of the card that it began, nor does its subject', async () => {
    const { trackingId, cardId } = await placeForTest(test, 'north', { messageId: 'stage-3@buyer.example' });
    const keysOf = (tx: TenantTx) =>
      tx.sql('thread_keys as t').join('cards as k', 'k.thread_id', 't.thread_id').where('k.id', cardId);
    const [before, after, subject] = await inside(async (tx) => {
      const known = await keysOf(tx);
      await comesAnew(tx, trackingId);
      return [known, await keysOf(tx), await tx.sql('cards').where({ id: cardId }).first('subject_key')];
    });
    expect(before.length).toBeGreaterThan(0);
    expect(after).toEqual([]);
    expect(subject).toEqual({ subject_key: null });
  });

  it('still knows a card that was there before it', async () => {
    const first = await placeForTest(test, 'north', { messageId: 'stage-4@buyer.example' });
    const reply = await placeForTest(test, 'north', { inReplyTo: 'stage-4@buyer.example' });
    expect(reply.cardId).toBe(first.cardId);
    const keys = await inside(async (tx) => {
      await comesAnew(tx, reply.trackingId);
      return tx
        .sql('thread_keys as t')
        .join('cards as k', 'k.thread_id', 't.thread_id')
        .where('k.id', first.cardId);
    });
    expect(keys.length).toBeGreaterThan(0);
  });

  it('is refused when it is not there, or another tenant has it', async () => {
    const theirs = await acceptRaw(test.db, test.theirs, rawMail({ to: 'sales@north.theirs.example' }));
    for (const id of [theirs, '00000000-0000-7000-8000-000000000000']) {
      await expect(inside((tx) => comesAnew(tx, id))).rejects.toMatchObject({ code: 'job_closed' });
    }
  });
});

describe('a version that acts', () => {
  it('has the place and the settings of the active one, and gives both back', async () => {
    const active = (tx: TenantTx) =>
      tx.sql('flow_versions').where({ flow_id: 'acting', active: true }).select('version', 'knobs');
    const flow = (version: string) => ({
      ...{ id: 'acting', version, contentHash: version, manifest: { purpose: 'acts' }, flow: {} },
    });
    const ours = <T>(work: (tx: TenantTx) => Promise<T>) => test.db.withTenant(test.ours.scope, work);
    for (const version of ['1.0.0', '2.0.0']) await ours((tx) => installFlow(tx, flow(version)));
    await ours((tx) =>
      tx
        .sql('flow_versions')
        .where({ flow_id: 'acting', active: true })
        .update({ knobs: '{"floor":0.9}' as never }),
    );
    const seen = await inside(async (tx) => {
      const { id } = await tx.sql('flow_versions').where({ flow_id: 'acting', version: '1.0.0' }).first('id');
      await actAs(tx, id);
      await actAs(tx, id);
      return active(tx);
    });
    expect(seen).toEqual([{ version: '1.0.0', knobs: { floor: 0.9 } }]);
    expect(await ours(active)).toEqual([{ version: '2.0.0', knobs: { floor: 0.9 } }]);
  });

  it('must be there', async () => {
    const nobody = '00000000-0000-7000-8000-000000000000';
    await expect(inside((tx) => actAs(tx, nobody))).rejects.toMatchObject({ code: 'not_found' });
  });
});
