import type { Redrive, RedriveItem } from '@pebble/contract/redrives';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../../test/mails.ts';
import { until } from '../../../test/until.ts';
import { RedriveRunner } from '../../worker/redrive-runner.ts';
import { startDeadMails, type DeadMail, type DeadMails } from './testing/dead-mails.ts';

const PATH = '/api/v1/sync-errors/';

let test: DeadMails;
/** More workers of the same installation, as other processes would be. */
let others: RedriveRunner[];

beforeAll(async () => {
  test = await startDeadMails();
  others = [1, 2].map(() => new RedriveRunner({ db: test.db, log: pino({ level: 'silent' }) }));
  for (const one of others) one.start();
});
afterAll(async () => {
  await Promise.all(others.map((one) => one.stop()));
  await test.close();
});
beforeEach(async () => {
  const reason = 'left by another test';
  await test.ask({ method: 'POST', path: `${PATH}discard/`, body: { selection: { filter: {} }, reason } });
  test.broken.clear();
});

const redrive = (selection: object, rate_per_second = 100) =>
  test.ask<Redrive>({ method: 'POST', path: `${PATH}redrives/`, body: { selection, rate_per_second } });
const ids = (mails: readonly DeadMail[]) => ({ ids: mails.map(({ id }) => id) });
const items = async (id: string) =>
  (await test.ask<{ items: RedriveItem[] }>({ path: `${PATH}redrives/${id}/items/?limit=200` })).items;
const states = async (mails: readonly DeadMail[]) =>
  Promise.all(
    mails.map(async ({ trackingId }) => {
      const mail = await test.ask<{ state: string }>({ path: `/api/v1/ingestion/${trackingId}/` });
      return mail.state;
    }),
  );
const emails = (trackingId: string) =>
  test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql('emails').where({ inbound_id: trackingId }).select('id'),
  );

describe('a redrive of 25', () => {
  it('sends one, then ten, then all, and resolves what gets there', async () => {
    const dead = await test.bury(25);
    const { id, total } = await redrive(ids(dead));
    expect(total).toBe(25);
    const done = await test.over(id);
    expect(done).toMatchObject({
      state: 'finished',
      step: 3,
      succeeded: 25,
      died: 0,
      waiting: 0,
      under_way: 0,
      left: 0,
    });
    expect(new Set(await states(dead))).toEqual(new Set(['done']));
    for (const { id: letter } of dead.slice(0, 2)) {
      expect(await test.letter(letter)).toMatchObject({ status: 'resolved', settled_by: 'ops of ours' });
    }
    // The canaries went first: their outcome was known before the next step was sent.
    const sent = await items(id);
    const first = sent.find(({ position }) => position === 1);
    expect(
      sent.filter((one) => one.position > 1).every((one) => String(one.sent_at) >= String(first?.settled_at)),
    ).toBe(true);
  });

  it('stops at step 1 when the first dies again, and leaves the others alone', async () => {
    const dead = await test.bury(25);
    const [oldest] = dead;
    test.broken.set(oldest?.trackingId ?? '', { at: '/claim/', status: 422 });
    const { id } = await redrive({ filter: {} });
    const stopped = await test.over(id);
    expect(stopped).toMatchObject({ state: 'stopped', step: 1, died: 1, succeeded: 0, left: 24 });
    expect(stopped.reason).toMatch(
      /^At step 1 of 3 a mail died again \(InputError: .*\), so the other 24 were left alone\.$/,
    );
    expect((await states(dead)).every((state) => state === 'dead')).toBe(true);
    const again = await test.letter(oldest?.id ?? '');
    expect(again).toMatchObject({ status: 'open', deaths: 2 });
    expect(again.history.map(({ number }) => number)).toEqual([2, 1]);
  });

  it('stops at step 2 when one of the ten dies again', async () => {
    const dead = await test.bury(25);
    test.broken.set(dead[5]?.trackingId ?? '', { at: '/claim/', status: 422 });
    const { id } = await redrive(ids(dead));
    const stopped = await test.over(id);
    expect(stopped).toMatchObject({ state: 'stopped', step: 2, died: 1, succeeded: 10, left: 14 });
    expect(stopped.reason).toMatch(/^At step 2 of 3 a mail died again/);
    expect((await states(dead)).filter((state) => state === 'dead')).toHaveLength(15);
    const left = await items(id);
    expect(left.filter(({ state }) => state === 'left')).toHaveLength(14);
  });

  it('goes on when a mail of the last step dies again: the fix has been proven by then', async () => {
    const dead = await test.bury(13);
    test.broken.set(dead[12]?.trackingId ?? '', { at: '/claim/', status: 422 });
    expect(await test.over((await redrive(ids(dead))).id)).toMatchObject({
      state: 'finished',
      died: 1,
      succeeded: 12,
    });
  });
});

describe('redriving twice', () => {
  it('at the same moment has one effect: whoever comes second is told', async () => {
    const dead = await test.bury(12);
    const started = await Promise.all([redrive(ids(dead)), redrive(ids(dead)), redrive({ filter: {} })]);
    const ended = await Promise.all(started.map(({ id }) => test.over(id)));
    expect(ended.every(({ state }) => state === 'finished')).toBe(true);
    expect(ended.reduce((sum, { succeeded }) => sum + succeeded, 0)).toBe(12);
    expect(ended.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(24);
    for (const { trackingId } of dead) expect(await emails(trackingId)).toHaveLength(1);
    const skipped = (await Promise.all(started.map(({ id }) => items(id))))
      .flat()
      .filter(({ state }) => state === 'skipped');
    expect(skipped.every(({ reason }) => /on its way already|resolved meanwhile/.test(reason ?? ''))).toBe(
      true,
    );
    const sent = await test.events('dead_letter.redriven');
    for (const { trackingId } of dead) {
      expect(sent.filter(({ inbound_id }) => inbound_id === trackingId)).toHaveLength(1);
    }
  });

  it('is refused when nothing is left to send', async () => {
    const [dead] = await test.bury(1);
    await test.over((await redrive(ids(dead ? [dead] : []))).id);
    const reply = await test.refused({
      method: 'POST',
      path: `${PATH}redrives/`,
      body: { selection: ids(dead ? [dead] : []) },
    });
    expect(reply).toMatchObject({ status: 409, body: { code: 'nothing_to_redrive' } });
  });

  it('may be needed: a mail that died again is open, and is sent anew', async () => {
    const [dead] = await test.bury(1);
    if (!dead) throw new Error('one has died');
    test.broken.set(dead.trackingId, { at: '/claim/', status: 422 });
    expect(await test.over((await redrive(ids([dead]))).id)).toMatchObject({ state: 'finished', died: 1 });
    expect(await test.letter(dead.id)).toMatchObject({ status: 'open', deaths: 2 });
    test.broken.delete(dead.trackingId);
    expect(await test.over((await redrive(ids([dead]))).id)).toMatchObject({
      state: 'finished',
      succeeded: 1,
    });
    expect(await test.letter(dead.id)).toMatchObject({ status: 'resolved', deaths: 2 });
  });
});

describe('a mail with another outcome meanwhile', () => {
  it('is a duplicate when a copy has taken its effect over', async () => {
    const messageId = 'died-once@buyer.example';
    const dead = await test.die({ messageId }, { at: '/card/', status: 422 });
    const copy = await acceptRaw(test.db, test.ours, rawMail({ messageId }));
    expect(await test.worker.outcome(copy)).toMatchObject({ state: 'done' });
    const { id } = await redrive(ids([dead]));
    expect(await test.over(id)).toMatchObject({ state: 'finished', succeeded: 1 });
    expect(await states([dead])).toEqual(['duplicate']);
    expect(await test.letter(dead.id)).toMatchObject({
      status: 'resolved',
      settled_reason: expect.stringMatching(/copy/),
    });
  });
});

describe('a person', () => {
  it('stops a redrive: what waits is left alone, what is under way runs to its end', async () => {
    const dead = await test.bury(4);
    const { id } = await redrive(ids(dead), 0.1);
    await until(async () => ((await items(id)).some(({ state }) => state !== 'waiting') ? true : undefined));
    const stop = () => test.ask<Redrive>({ method: 'POST', path: `${PATH}redrives/${id}/stop/` });
    expect(await stop()).toMatchObject({ left: 3, reason: 'A person has stopped it.' });
    expect(await stop()).toMatchObject({ left: 3 });
    const stopped = await test.over(id);
    expect(stopped).toMatchObject({ state: 'stopped', succeeded: 1, left: 3, created_by: 'ops of ours' });
    const told = (await test.events('redrive.stopped')).filter(({ data }) => data['redrive_id'] === id);
    expect(told).toMatchObject([{ actor: expect.stringMatching(/^user:/), data: { left: 3 } }]);
  });

  it('sees redrives newest first, page by page, and finds none of another tenant', async () => {
    const [dead] = await test.bury(1);
    const { id } = await redrive(ids(dead ? [dead] : []));
    await test.over(id);
    const page = await test.ask<{ items: Redrive[]; next_cursor: string | null }>({
      path: `${PATH}redrives/?limit=1`,
    });
    expect(page.items.map((one) => one.id)).toEqual([id]);
    const next = await test.ask<{ items: Redrive[] }>({
      path: `${PATH}redrives/?limit=1&cursor=${page.next_cursor}`,
    });
    expect(next.items[0]?.id).not.toBe(id);
    const foreign = await test.signIn('ops', 'theirs');
    for (const path of [`${PATH}redrives/${id}/`, `${PATH}redrives/${id}/items/`]) {
      expect((await test.send({ path, token: foreign })).status).toBe(404);
    }
    const stop = { method: 'POST', path: `${PATH}redrives/${id}/stop/`, token: foreign };
    expect((await test.send(stop)).status).toBe(404);
    const take = {
      method: 'POST',
      path: `${PATH}redrives/`,
      token: foreign,
      body: { selection: ids(dead ? [dead] : []) },
    };
    expect(await test.send(take)).toMatchObject({ status: 409, body: { code: 'nothing_to_redrive' } });
  });

  it('is told what does not fit', async () => {
    const wrong = (body: object) => test.refused({ method: 'POST', path: `${PATH}redrives/`, body });
    expect((await wrong({ selection: {} })).status).toBe(422);
    expect((await wrong({ selection: { filter: { fingerprnt: '0' } } })).status).toBe(422);
    expect((await wrong({ selection: { filter: {} }, rate_per_second: 1000 })).status).toBe(422);
    expect((await test.refused({ path: `${PATH}redrives/?cursor=nonsense` })).status).toBe(422);
  });

  it('pages through the mails of a redrive in the order of sending', async () => {
    const { id } = await redrive(ids(await test.bury(3)));
    await test.over(id);
    const page = async (cursor: string | null) =>
      test.ask<{ items: RedriveItem[]; next_cursor: string | null }>({
        path: `${PATH}redrives/${id}/items/?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`,
      });
    const first = await page(null);
    const second = await page(first.next_cursor);
    expect([...first.items, ...second.items].map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(second.next_cursor).toBeNull();
    expect((await test.refused({ path: `${PATH}redrives/${id}/items/?cursor=nonsense` })).status).toBe(422);
  });
});
