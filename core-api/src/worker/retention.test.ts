import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEY_RING } from '../../test/key-ring.ts';
import { rawMail } from '../../test/mails.ts';
import { startLetters, type Letters } from '../features/dead-letters/testing/letters.ts';
import { RetentionKeeper } from './retention-keeper.ts';

let test: Letters;
beforeAll(async () => {
  test = await startLetters();
});
afterAll(() => test.close());

const log = pino({ level: 'silent' });
const keep = (retentionDays = 90) =>
  new RetentionKeeper({ db: test.db, log, keyRing: KEY_RING, retentionDays });
const settle = (id: string, status: string, daysAgo: number) =>
  test.inTenant((tx) =>
    tx
      .sql('sync_errors')
      .where({ id })
      .update({ status, settled_at: tx.sql.raw('now() - make_interval(days => ?)', [daysAgo]) }),
  );
const payload = async (id: string) => (await test.request('POST', `${id}/payload/`, {})).status;
const destroyed = () =>
  test.inTenant((tx) =>
    tx
      .sql<{ id: number; type: string; actor: string; data: object }>('events')
      .where({ type: 'dead_letter.payloads_destroyed' })
      .orderBy('id')
      .select('actor', 'data'),
  );

it('destroys the mails of what was settled long ago, with their edits, and keeps the rows', async () => {
  const [old, edited, recent, open] = [
    await test.die(),
    await test.die(),
    await test.die(),
    await test.die(),
  ];
  await test.put(edited.id, 1, { type: 'message/rfc822', bytes: rawMail() });
  await settle(old.id, 'discarded', 91);
  await settle(edited.id, 'resolved', 400);
  await settle(recent.id, 'discarded', 89);
  await test.inTenant((tx) =>
    tx
      .sql('sync_errors')
      .where({ id: open.id })
      .update({ last_died_at: new Date(0) }),
  );
  await keep().round();
  for (const { id } of [old, edited]) {
    expect(await payload(id)).toBe(409);
    expect(await test.ask('GET', `${id}/`)).toMatchObject({
      ...{ payload_destroyed_at: expect.any(String), envelope: null, edit: null, edited: false },
      history: [{ number: 1 }],
    });
  }
  for (const { id } of [recent, open]) expect(await payload(id)).toBe(200);
  const rows = await test.inTenant((tx) =>
    tx
      .sql('sync_errors')
      .whereIn('id', [old.id, edited.id])
      .select('payload_sealed', 'payload_key', 'payload_key_id'),
  );
  const nothing = { payload_sealed: null, payload_key: null, payload_key_id: null };
  expect(rows).toEqual([nothing, nothing]);
  expect(await destroyed()).toEqual([{ actor: 'system', data: { mails: 2, edits: 1, days: 90 } }]);
});

it('writes no event when there is nothing to destroy, also when several look at once', async () => {
  const { id } = await test.die();
  await settle(id, 'discarded', 31);
  const before = (await destroyed()).length;
  await Promise.all([keep(30).round(), keep(30).round(), keep(30).round()]);
  await keep(30).round();
  expect(await destroyed()).toHaveLength(before + 1);
});

it('starts, looks once, and stops at once', async () => {
  const { id } = await test.die();
  await settle(id, 'resolved', 1000);
  const keeper = keep();
  keeper.start();
  await keeper.stop();
  await keep().round();
  expect(await payload(id)).toBe(409);
});
