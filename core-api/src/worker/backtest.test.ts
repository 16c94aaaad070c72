import { listMails } from '@pebble/contract/mails';
import type { Backtest, BacktestItem } from '@pebble/contract/backtests';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptRaw, rawMail, type TestMail } from '../../test/mails.ts';
import { createTestCore, type TestCore } from '../../test/test-core.ts';
import { workerDeps } from '../../test/test-worker.ts';
import { until } from '../../test/until.ts';
import { asOwner } from '../db/owner.ts';
import { ALL_TENDERS, ALL_TO_TRIAGE, draftOf, type Draft } from '../features/backtests/testing/drafts.ts';
import { BacktestRunner } from './backtest-runner.ts';
import { forgetOld } from './backtest.ts';
import { processMail } from './process-mail.ts';

let test: TestCore;
let admin: string;
beforeAll(async () => {
  test = await createTestCore();
  admin = await test.signIn('admin');
});
afterAll(() => test.close());

const runner = (tryVersion = test.core.tryVersion) =>
  new BacktestRunner({ db: test.db, log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }), tryVersion });
const enquiry: TestMail = {
  subject: 'Request for quotation: 40 ball valves DN50',
  body: 'Please send us your best price and delivery time for forty ball valves DN50.',
};

async function take(mail: TestMail = {}): Promise<string> {
  const trackingId = await acceptRaw(test.db, test.ours, rawMail(mail));
  await work(trackingId);
  return trackingId;
}
const work = (trackingId: string) =>
  processMail(workerDeps(test), {
    job: { tenant_id: test.ours.id, tracking_id: trackingId, correlation_id: `work-${trackingId}` },
    number: 1,
    last: true,
  });

async function upload(draft: Draft, token = admin) {
  return test.send({ method: 'POST', path: '/api/v1/flow-drafts/', token, body: draft });
}
const start = (body: object, token = admin) =>
  test.send({ method: 'POST', path: '/api/v1/backtests/', token, body });
const read = async (id: string) =>
  (await test.send({ path: `/api/v1/backtests/${id}/`, token: admin })).body as Backtest;
const items = async (id: string, query = '', token = admin) =>
  (await test.send({ path: `/api/v1/backtests/${id}/items/?limit=200${query}`, token })).body as {
    items: BacktestItem[];
    next_cursor: string | null;
  };

/** Runs a version over the last mails and returns what it said. */
async function backtest(version: string, last = 200): Promise<{ done: Backtest; found: BacktestItem[] }> {
  const reply = await start({ flow_id: 'email-triage', version, last });
  expect(reply).toMatchObject({ status: 202, body: { state: 'running' } });
  const { id } = reply.body as Backtest;
  const worker = runner();
  const done = await until(async () => {
    await worker.round();
    const now = await read(id);
    return now.state === 'running' ? undefined : now;
  });
  return { done, found: (await items(id)).items };
}

/** Content of every table of the tenant but those that a backtest may write. */
async function contents(): Promise<Record<string, string>> {
  return asOwner(test.owner, async (owner) => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
       AND table_name NOT LIKE 'backtest%' AND table_name NOT IN ('events', 'sessions', 'refresh_tokens') ORDER BY 1`,
    );
    const found: Record<string, string> = {};
    for (const { name } of rows) {
      const { rows: sums } = await owner.query<{ sum: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') AS sum FROM "${name}" t`,
      );
      found[name] = sums[0]?.sum ?? '';
    }
    return found;
  });
}

describe('a version tried on mails that were processed before', () => {
  let sure: string;
  let reply: string;
  let copy: string;
  let noise: string;
  beforeAll(async () => {
    sure = await take({ ...enquiry, messageId: 'bt-1@buyer.example' });
    reply = await take({ subject: `Re: ${enquiry.subject ?? ''}`, inReplyTo: 'bt-1@buyer.example' });
    copy = await take({ ...enquiry, messageId: 'bt-1@buyer.example' });
    noise = await take({
      from: 'MAILER-DAEMON@buyer.example',
      subject: 'Undelivered Mail Returned to Sender',
    });
  });

  it('makes of each what it was, when it is the active one', async () => {
    const { active } = await activeVersion();
    const { done, found } = await backtest(active);
    expect(done).toMatchObject({ state: 'finished', total: 4, done: 4, verdicts: { same: 4, changed: 0 } });
    const by = new Map(found.map((item) => [item.tracking_id, item]));
    expect(by.get(sure)?.tried).toMatchObject({
      outcome: 'created',
      board: 'crm',
      column: 'new',
      triage: false,
    });
    expect(by.get(reply)?.tried).toMatchObject({ outcome: 'appended', board: null });
    expect(by.get(copy)?.tried).toMatchObject({ outcome: 'duplicate' });
    expect(by.get(noise)?.tried?.outcome).toBe(by.get(noise)?.actual.outcome);
    expect(found.map((item) => item.position)).toEqual([1, 2, 3, 4]);
    expect(found[3]).toMatchObject({ tracking_id: sure, subject: enquiry.subject });
  });

  it('tells which cards would lie elsewhere, and leaves nothing behind', async () => {
    await upload(await draftOf('7.0.0', ALL_TO_TRIAGE));
    const before = await contents();
    const { done, found } = await backtest('7.0.0');
    expect(await contents()).toEqual(before);
    expect(done.verdicts).toMatchObject({ changed: 1, same: 3 });
    expect(done.differences).toMatchObject({ column: 1, triage: 1, board: 0, placed: 0 });
    const [changed] = found.filter((item) => item.verdict === 'changed');
    expect(changed).toMatchObject({
      tracking_id: sure,
      actual: { column: 'new', triage: false },
      today: { column: 'new', triage: false },
      tried: { column: 'triage', triage: true },
    });
    expect(changed?.steps.length).toBeGreaterThan(3);
  });

  it('tells another board and another intent', async () => {
    await upload(await draftOf('7.1.0', ALL_TENDERS));
    const { found } = await backtest('7.1.0');
    const [changed] = found.filter((item) => item.verdict === 'changed');
    expect(changed?.differences).toEqual(expect.arrayContaining(['board', 'intent']));
    expect(changed?.tried).toMatchObject({ board: 'tender', intent: 'nit_document' });
  });

  it('does not blame the version for what has changed around it', async () => {
    const { active } = await activeVersion();
    await test.send({
      method: 'PATCH',
      path: '/api/v1/flows/email-triage/knobs/',
      token: admin,
      body: { knobs: { confidence_floor: 0.99 } },
    });
    await upload(await draftOf('7.2.0'));
    const { done } = await backtest('7.2.0');
    expect(active).not.toBe('7.2.0');
    expect(done.verdicts).toMatchObject({ changed: 0 });
    await test.send({
      method: 'PATCH',
      path: '/api/v1/flows/email-triage/knobs/',
      token: admin,
      body: { knobs: { confidence_floor: 0.6 } },
    });
  });

  it('takes the newest mails only, and the list in parts', async () => {
    const { done, found } = await backtest('7.0.0', 2);
    expect(done).toMatchObject({ total: 2 });
    expect(found.map((item) => item.tracking_id)).toEqual([noise, copy]);
    const page = (await test.send({ path: `/api/v1/backtests/${done.id}/items/?limit=1`, token: admin }))
      .body;
    const { next_cursor } = page as { next_cursor: string };
    const rest = await items(done.id, `&cursor=${next_cursor}`);
    expect(rest.items.map((item) => item.position)).toEqual([2]);
    expect((await items(done.id, '&verdict=changed')).items).toEqual([]);
  });

  it('shows nothing of a mail to those who may not read mail', async () => {
    expect(listMails.access).not.toContain('integrator');
    const { done } = await backtest('7.0.0');
    const seen = await items(done.id, '', await test.signIn('integrator'));
    expect(seen.items.every((item) => item.subject === null && item.from_address === null)).toBe(true);
    expect((await items(done.id, '', await test.signIn('ops'))).items.at(-1)?.subject).toBe(enquiry.subject);
    const csv = await test.send({ path: `/api/v1/backtests/${done.id}/csv/`, token: admin });
    expect(csv.status).toBe(200);
  });

  it('goes on where a worker has died, and passes over a mail that cannot be tried', async () => {
    const begun = (await start({ flow_id: 'email-triage', version: '7.0.0', last: 3 })).body as Backtest;
    const broken = runner(async (tenant, mail, version) => {
      if (mail === copy) throw new Error('of the machine');
      return test.core.tryVersion(tenant, mail, version);
    });
    await broken.round();
    await broken.round();
    expect(await read(begun.id)).toMatchObject({ state: 'running', done: 2, verdicts: { untried: 1 } });
    const next = runner();
    await next.round();
    await next.round();
    expect(await read(begun.id)).toMatchObject({ state: 'finished', done: 3 });
    const [untried] = (await items(begun.id, '&verdict=untried')).items;
    expect(untried).toMatchObject({ tracking_id: copy, tried: null, reason: 'of the machine' });
  });

  it('is one at a time, and ends when a person says so', async () => {
    const first = (await start({ flow_id: 'email-triage', version: '7.0.0' })).body as Backtest;
    expect(await start({ flow_id: 'email-triage', version: '7.0.0' })).toMatchObject({
      status: 409,
      body: { code: 'backtest_running', existing_id: first.id },
    });
    const cancel = () =>
      test.send({ method: 'POST', path: `/api/v1/backtests/${first.id}/cancel/`, token: admin });
    expect(await cancel()).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    expect(await cancel()).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    await runner().round();
    expect(await read(first.id)).toMatchObject({ state: 'cancelled', done: 0 });
  });

  it('rests while real mail waits', async () => {
    const waiting = await acceptRaw(test.db, test.ours, rawMail());
    const begun = (await start({ flow_id: 'email-triage', version: '7.0.0' })).body as Backtest;
    await runner().round();
    expect(await read(begun.id)).toMatchObject({ state: 'running', done: 0 });
    await work(waiting);
    await until(async () => {
      await runner().round();
      return (await read(begun.id)).state === 'finished' ? true : undefined;
    });
  });

  it('is forgotten when its time is over', async () => {
    const { done } = await backtest('7.0.0', 1);
    const forget = (days: number) => test.db.withTenant(test.ours.scope, (tx) => forgetOld(tx, days));
    expect(await forget(30)).toBe(false);
    while (await forget(0));
    expect((await test.send({ path: `/api/v1/backtests/${done.id}/`, token: admin })).status).toBe(404);
  });
});

async function activeVersion(): Promise<{ active: string }> {
  const { items: flows } = (await test.send({ path: '/api/v1/flows/', token: admin })).body as {
    items: { flow_id: string; version: string; active: boolean }[];
  };
  return { active: flows.find((flow) => flow.active && flow.flow_id === 'email-triage')?.version ?? '' };
}

describe('what cannot be tried', () => {
  it('is a version that is not there', async () => {
    expect(await start({ flow_id: 'email-triage', version: '66.6.6' })).toMatchObject({ status: 404 });
  });

  it('is anything, while there is no mail', async () => {
    const token = await test.signIn('admin', 'theirs');
    const { active } = await activeVersion();
    expect(await start({ flow_id: 'email-triage', version: active }, token)).toMatchObject({
      body: { code: 'nothing_to_backtest' },
    });
    // Nothing of it was written down, so the next one is not in its way.
    expect((await test.send({ path: '/api/v1/backtests/', token })).body).toMatchObject({ items: [] });
  });

  it('is a flow that no mail goes through', async () => {
    const draft = await draftOf('1.0.0');
    await upload({ ...draft, manifest: { ...draft.manifest, id: 'other-flow' } });
    expect(await start({ flow_id: 'other-flow', version: '1.0.0' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'body.flow_id' }] },
    });
  });
});
