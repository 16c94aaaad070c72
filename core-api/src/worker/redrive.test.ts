import { randomUUID } from 'node:crypto';
import type { Redrive, RedriveItem } from '@pebble/contract/redrives';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY_RING } from '../../test/key-ring.ts';
import { acceptRaw, rawMail, type TestMail } from '../../test/mails.ts';
import { createTestCore, type TestCore } from '../../test/test-core.ts';
import { workerDeps } from '../../test/test-worker.ts';
import { until } from '../../test/until.ts';
import { asOwner } from '../db/owner.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { causeOfDeath } from './cause-of-death.ts';
import { bury } from './dead-letter.ts';
import { processMail } from './process-mail.ts';
import { advanceOne } from './redrive.ts';

/** Without a worker: each piece of work is done when the test says so. */
let test: TestCore;
let token: string;
beforeAll(async () => {
  test = await createTestCore();
  token = await test.signIn('ops');
});
afterAll(() => test.close());

const PATH = '/api/v1/sync-errors/';
const inTenant = <T>(work: (tx: TenantTx) => Promise<T>) => test.db.withTenant(test.ours.scope, work);
const letterOf = async (trackingId: string): Promise<Dead> => {
  const [row] = await inTenant((tx) =>
    tx.sql<{ id: string; inbound_id: string }>('sync_errors').where({ inbound_id: trackingId }).select('id'),
  );
  return { id: row?.id ?? '', trackingId };
};

interface Dead {
  id: string;
  trackingId: string;
}

async function die(mail: TestMail = {}): Promise<Dead> {
  const trackingId = await acceptRaw(test.db, test.ours, rawMail(mail));
  await inTenant((tx) => bury(tx, KEY_RING, trackingId, 4, causeOfDeath(new Error('no way'))));
  return letterOf(trackingId);
}

async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const reply = await test.send({ method, path: `${PATH}${path}`, token, ...(body ? { body } : {}) });
  if (reply.status >= 300) throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  return reply.body as T;
}

const begin = (dead: readonly Dead[], rate_per_second = 100) =>
  ask<Redrive>('POST', 'redrives/', { selection: { ids: dead.map(({ id }) => id) }, rate_per_second });
const look = (id: string) => ask<Redrive>('GET', `redrives/${id}/`);
const items = async (id: string) =>
  (await ask<{ items: RedriveItem[] }>('GET', `redrives/${id}/items/`)).items;

/** As if the pauses were over, so that a test need not wait for them. */
async function advance(due: object = { next_at: new Date(0), send_at: new Date(0) }): Promise<boolean> {
  await inTenant((tx) => tx.sql('redrives').whereIn('state', ['running', 'stopping']).update(due));
  return inTenant((tx) => advanceOne(tx));
}

async function finish(id: string): Promise<Redrive> {
  for (let turn = 0; turn < 50; turn += 1) {
    await advance();
    for (const one of await items(id)) if (one.state === 'under_way') await work(one.tracking_id);
    const redrive = await look(id);
    if (redrive.state === 'finished' || redrive.state === 'stopped') return redrive;
  }
  throw new Error('the redrive does not come to its end');
}

const work = (trackingId: string) =>
  processMail(workerDeps(test), {
    job: { tenant_id: test.ours.id, tracking_id: trackingId, correlation_id: `accept-${trackingId}` },
    number: 1,
    last: true,
  });
const state = async (trackingId: string) =>
  (await test.send({ path: `/api/v1/ingestion/${trackingId}/`, token })).body as {
    state: string;
    card_id: string | null;
    reason: string | null;
  };

describe('a piece of work', () => {
  it('is done by one of many workers', async () => {
    const { id } = await begin([await die(), await die(), await die()]);
    await inTenant((tx) =>
      tx
        .sql('redrives')
        .where({ id })
        .update({ next_at: new Date(0) }),
    );
    const done = await Promise.all(Array.from({ length: 6 }, () => inTenant((tx) => advanceOne(tx))));
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await look(id)).toMatchObject({ step: 1, under_way: 1, waiting: 2 });
    expect(await finish(id)).toMatchObject({ succeeded: 3 });
  });

  it('leaves nothing when its worker dies in the middle, and the next one does it', async () => {
    const dead = await die();
    const { id } = await begin([dead]);
    const killed = inTenant(async (tx) => {
      await advanceOne(tx);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await look(id)).toMatchObject({ waiting: 1, under_way: 0 });
    expect(await state(dead.trackingId)).toMatchObject({ state: 'dead' });
    expect(await finish(id)).toMatchObject({ succeeded: 1 });
  });

  it('keeps the rate, and sees outcomes all the same', async () => {
    const { id } = await begin([await die(), await die()], 0.1);
    await advance();
    const [first] = await items(id);
    await work(first?.tracking_id ?? '');
    await advance({ next_at: new Date(0) });
    expect(await look(id)).toMatchObject({ step: 2, succeeded: 1, waiting: 1 });
    await advance({ next_at: new Date(0) });
    expect(await look(id)).toMatchObject({ under_way: 0, waiting: 1 });
    await advance({ next_at: new Date(0), send_at: new Date(0) });
    expect(await look(id)).toMatchObject({ under_way: 1, waiting: 0 });
    await finish(id);
  });
});

describe('a dead letter that is not open any more', () => {
  it('is skipped with the reason', async () => {
    const [kept, discarded, ended] = [await die(), await die(), await die()];
    const { id } = await begin([kept, discarded, ended]);
    await ask('POST', 'discard/', { selection: { ids: [discarded.id] }, reason: 'advertising' });
    await inTenant((tx) =>
      tx.sql('inbound_emails').where({ id: ended.trackingId }).update({ state: 'ignored' }),
    );
    expect(await finish(id)).toMatchObject({ succeeded: 1, skipped: 2 });
    const reasons = (await items(id)).filter((one) => one.state === 'skipped').map(({ reason }) => reason);
    expect(reasons).toEqual(['It was discarded: advertising', 'Its mail is "ignored" meanwhile.']);
    expect(await ask('GET', `${ended.id}/`)).toMatchObject({ status: 'resolved' });
    expect(await state(discarded.trackingId)).toMatchObject({ state: 'dead' });
  });

  it('is left to whoever was faster', async () => {
    const dead = await die();
    const [one, two] = [await begin([dead]), await begin([dead])];
    await advance();
    await advance();
    const both = [await look(one.id), await look(two.id)];
    expect(both.map(({ under_way }) => under_way).sort()).toEqual([0, 1]);
    expect(both.map(({ skipped }) => skipped).sort()).toEqual([0, 1]);
    await work(dead.trackingId);
    await advance();
    await advance();
  });
});

it('one mail that cannot be sent does not hold up the others', async () => {
  const [stuck, fine] = [await die(), await die()];
  await asOwner(test.owner, (client) =>
    client.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.job ->> 'tracking_id' = '${stuck.trackingId}' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW;
      END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION refuse()`),
  );
  const { id } = await begin([stuck, fine]);
  expect(await finish(id)).toMatchObject({ state: 'finished', succeeded: 1, skipped: 1 });
  const skipped = (await items(id)).find((one) => one.state === 'skipped');
  expect(skipped).toMatchObject({
    sync_error_id: stuck.id,
    reason: 'It could not be sent: database error P0001',
  });
  expect(await ask('GET', `${stuck.id}/`)).toMatchObject({ status: 'open' });
  await asOwner(test.owner, (client) => client.query('DROP TRIGGER refuse ON outbox; DROP FUNCTION refuse'));
});

describe('an edited mail', () => {
  async function edit({ id }: Dead, mail: TestMail): Promise<void> {
    const { version } = await ask<{ version: number }>('GET', `${id}/`);
    const raw = { type: 'message/rfc822', bytes: rawMail(mail) };
    const reply = await test.send({
      method: 'PUT',
      path: `${PATH}${id}/edit/?version=${version}`,
      token,
      raw,
    });
    expect(reply.status).toBe(200);
  }
  const cardOf = async (cardId: string | null) =>
    (await test.send({ path: `/api/v1/cards/${cardId}/`, token: await test.signIn('admin') })).body as {
      title: string;
      mails: { tracking_id?: string; subject: string }[];
    };

  it('is what is processed, although a worker still has the original in its memory', async () => {
    const messageId = `${randomUUID()}@buyer.example`;
    const original = rawMail({ subject: 'As it came', messageId });
    const trackingId = await acceptRaw(test.db, test.ours, original);
    await inTenant((tx) => test.core.mails.load(tx, trackingId));
    await inTenant((tx) => bury(tx, KEY_RING, trackingId, 4, causeOfDeath(new Error('no way'))));
    const dead = await letterOf(trackingId);
    await edit(dead, { subject: 'As it was edited', messageId });
    const redrive = await begin([dead]);
    expect(await finish(redrive.id)).toMatchObject({ succeeded: 1 });
    expect((await items(redrive.id))[0]).toMatchObject({ edited: true });
    const { card_id } = await state(trackingId);
    expect(await cardOf(card_id)).toMatchObject({ title: 'As it was edited' });
    // The original stays, byte for byte, for whoever asks later what really came.
    const kept = await inTenant((tx) =>
      tx
        .sql<{ id: string; raw: Buffer; repair: number }>('inbound_emails')
        .where({ id: trackingId })
        .first('raw', 'repair'),
    );
    expect(kept?.raw).toEqual(original);
    expect(kept?.repair).toBeGreaterThan(0);
  });

  it('is not taken for new because of a new Message-ID: copies of the original are copies of it', async () => {
    const messageId = `${randomUUID()}@buyer.example`;
    const dead = await die({ messageId });
    await edit(dead, { messageId: `${randomUUID()}@buyer.example`, subject: 'Edited' });
    const { id } = await begin([dead]);
    expect(await finish(id)).toMatchObject({ succeeded: 1 });
    const { card_id } = await state(dead.trackingId);
    const copy = await acceptRaw(test.db, test.ours, rawMail({ messageId }));
    await work(copy);
    expect(await state(copy)).toMatchObject({ state: 'duplicate', card_id });
  });

  it('is known to its thread by both Message-IDs', async () => {
    const [before, after] = [`${randomUUID()}@buyer.example`, `${randomUUID()}@buyer.example`];
    const dead = await die({ messageId: before });
    await edit(dead, { messageId: after });
    await finish((await begin([dead])).id);
    const { card_id } = await state(dead.trackingId);
    for (const inReplyTo of [before, after]) {
      const reply = await acceptRaw(test.db, test.ours, rawMail({ inReplyTo }));
      await work(reply);
      expect(await state(reply)).toMatchObject({ state: 'done', card_id });
    }
  });

  it('has no second effect when a copy of the original was faster', async () => {
    const messageId = `${randomUUID()}@buyer.example`;
    const dead = await die({ messageId });
    await edit(dead, { messageId: `${randomUUID()}@buyer.example` });
    const copy = await acceptRaw(test.db, test.ours, rawMail({ messageId }));
    await work(copy);
    const { id } = await begin([dead]);
    expect(await finish(id)).toMatchObject({ succeeded: 0, skipped: 1 });
    expect((await items(id))[0]?.reason).toMatch(/copy of the original/);
    expect(await state(dead.trackingId)).toMatchObject({ state: 'duplicate' });
    expect(await ask('GET', `${dead.id}/`)).toMatchObject({ status: 'resolved' });
  });

  it('is a duplicate when the edit makes it one', async () => {
    const messageId = `${randomUUID()}@buyer.example`;
    const first = await acceptRaw(test.db, test.ours, rawMail({ messageId }));
    await work(first);
    const dead = await die();
    await edit(dead, { messageId });
    expect(await finish((await begin([dead])).id)).toMatchObject({ succeeded: 1 });
    expect(await state(dead.trackingId)).toMatchObject({ state: 'duplicate' });
  });

  it('is processed as it came again once the edit is dropped', async () => {
    const dead = await die({ subject: 'As it came' });
    await edit(dead, { subject: 'As it was edited' });
    const { version } = await ask<{ version: number }>('GET', `${dead.id}/`);
    await ask('DELETE', `${dead.id}/edit/?version=${version}`);
    await finish((await begin([dead])).id);
    expect(await cardOf((await state(dead.trackingId)).card_id)).toMatchObject({ title: 'As it came' });
  });

  it('is rehearsed by the same rules', async () => {
    const messageId = `${randomUUID()}@buyer.example`;
    const dead = await die({ messageId });
    await edit(dead, { messageId: `${randomUUID()}@buyer.example` });
    // On an overloaded machine a rehearsal gives up: then it is tried again, as its answer says.
    const say = (edited: boolean) =>
      until(async () => {
        const path = `${PATH}${dead.id}/rehearsal/`;
        const reply = await test.send({ method: 'POST', path, token, body: { edited } });
        return reply.status === 503 ? undefined : reply.body;
      });
    expect(await say(true)).toMatchObject({ outcome: 'created' });
    await work(await acceptRaw(test.db, test.ours, rawMail({ messageId })));
    expect(await say(true)).toMatchObject({ outcome: 'duplicate' });
    expect(await say(false)).toMatchObject({ outcome: 'duplicate' });
    expect(await state(dead.trackingId)).toMatchObject({ state: 'dead' });
  });
});
