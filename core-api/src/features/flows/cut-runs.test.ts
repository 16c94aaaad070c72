import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { placeForTest } from '../../../test/placed-card.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { giveUpCut, MOST_RESUMED, notResumed, resumeCut, triesOfCut } from './cut-runs.ts';
import { recordRuns } from './flow-runs.ts';
import { activeFlow } from './flow-versions.ts';

let test: TestCore;
let id: string;
let cardId: string;
beforeAll(async () => {
  test = await createTestCore();
});
afterAll(() => test.close());

const inOurs = <T>(work: (tx: TenantTx) => Promise<T>) => test.db.withTenant(test.ours.scope, work);
const tries = () => inOurs((tx) => triesOfCut(tx, id));
const resume = () => inOurs((tx) => resumeCut(tx, id));
const set = (change: Record<string, unknown>) =>
  inOurs((tx) => tx.sql('inbound_emails').where({ id }).update(change));
const runs = () => inOurs((tx) => tx.sql('flow_runs').where({ inbound_id: id }).select<object[]>('*'));
const notes = () =>
  inOurs((tx) => tx.sql('events').where({ inbound_id: id, type: 'flow.note' }).select<object[]>('*'));

/** As the end of an attempt records it. */
const record = (attempt: number, status: 'succeeded' | 'failed' = 'failed') =>
  inOurs(async (tx) => {
    const flow = await activeFlow(tx, 'email-triage');
    const about = { trackingId: id, correlationId: 'c', entityId: test.ours.entities['north'] ?? '' };
    const times = { startedAt: new Date(), durationMs: 1 };
    await recordRuns(tx, [{ flow, ...about, ...times, status, attempt, steps: [] }]);
  });

beforeEach(async () => {
  ({ trackingId: id, cardId } = await placeForTest(test));
  await set({ attempts: 1 });
});

it('a mail with a card and no record of its run was cut, and each try to end it is counted', async () => {
  expect(await tries()).toBe(0);
  expect(await resume()).toMatchObject({ id, card_id: cardId, attempts: 1, resumed: 1 });
  expect(await tries()).toBe(1);
});

it.each([
  ['is recorded', () => record(1)],
  ['belongs to no attempt', () => set({ attempts: 0 })],
  ['ended without a card', () => set({ state: 'ignored' })],
  ['is dead', () => set({ state: 'dead' })],
  ['is still under way', () => set({ state: 'processing' })],
])('a run that %s is left alone', async (_, happens) => {
  await happens();
  expect(await tries()).toBeNull();
  expect(await resume()).toBeNull();
  await inOurs((tx) => giveUpCut(tx, id, null));
  expect(await notes()).toEqual([]);
});

it('another attempt that failed, and came too late to say so, says nothing of this one', async () => {
  await record(1);
  await set({ attempts: 2 });
  expect(await tries()).toBe(0);
});

it('another attempt that went well has done all that there was to do', async () => {
  await record(1, 'succeeded');
  await set({ attempts: 2 });
  expect(await tries()).toBeNull();
});

it('the records from before a redrive say nothing of the run after it', async () => {
  await record(1);
  // The attempts are counted anew, and the card comes later than the record.
  await set({ updated_at: new Date(Date.now() + 60_000) });
  expect(await tries()).toBe(0);
});

it('a try in which nothing was begun is given back', async () => {
  await resume();
  await inOurs((tx) => notResumed(tx, id));
  expect(await tries()).toBe(0);
  await inOurs((tx) => notResumed(tx, id));
  expect(await tries()).toBe(0);
});

it('is given up once, with words on the card and a run that failed, and never tried again', async () => {
  await resume();
  for (let turn = 0; turn < 2; turn += 1) {
    await inOurs(async (tx) => giveUpCut(tx, id, await activeFlow(tx, 'email-triage')));
  }
  expect(await runs()).toMatchObject([{ status: 'failed', attempt: 1, steps: [] }]);
  expect(await notes()).toMatchObject([{ card_id: cardId, data: { text: expect.any(String) as string } }]);
  expect(await resume()).toBeNull();
});

it('can be given up when no flow is there to be named', async () => {
  await inOurs((tx) => giveUpCut(tx, id, null));
  expect(await runs()).toEqual([]);
  expect(await notes()).toHaveLength(1);
  expect(await tries()).toBeNull();
});

it('is counted once for each of two workers that find it at the same moment, and then no more', async () => {
  const found = await Promise.all(Array.from({ length: MOST_RESUMED + 3 }, resume));
  const counted = found.flatMap((one) => (one ? [one.resumed] : [])).sort();
  // The last one is for who has to give it up.
  expect(counted).toEqual(Array.from({ length: MOST_RESUMED + 1 }, (_, index) => index + 1));
});

it('of another tenant is not there', async () => {
  expect(await test.db.withTenant(test.theirs.scope, (tx) => resumeCut(tx, id))).toBeNull();
});
