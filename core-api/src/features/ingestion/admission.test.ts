import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { ApiProblem } from '../../http/problem.ts';
import { Acceptor } from './acceptor.ts';
import { Admission, DEFAULT_LIMITS } from './admission.ts';
import { fromRawMail } from './incoming-mail.ts';

const LIMIT = 5;
let test: TestCore;
let clock = 1_000_000;

beforeAll(async () => {
  test = await createTestCore({ limits: { ...DEFAULT_LIMITS, unfinished: LIMIT } });
});
afterAll(() => test.close());

const post = async (tenant: 'ours' | 'theirs', raw = rawMail()) => {
  const token = await test.signIn('admin', tenant);
  return test.send({
    method: 'POST',
    path: '/api/v1/ingestion/email/',
    token,
    raw: { type: 'message/rfc822', bytes: raw },
  });
};
const newAdmission = (change: Partial<typeof DEFAULT_LIMITS>) =>
  new Admission(test.db, { ...DEFAULT_LIMITS, ...change }, () => clock);
const refusal = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  return error instanceof ApiProblem ? { code: error.code, retryAfter: error.extras.retryAfter } : error;
};

it('tells senders to come later when a queue is full, by 429 with Retry-After, and takes nothing', async () => {
  for (let n = 0; n < LIMIT; n += 1) expect((await post('ours')).status).toBe(202);
  const refused = await post('ours');
  expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  const [kept] = await test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql('inbound_emails').count<{ count: number }[]>('* as count'),
  );
  expect(kept?.count).toBe(LIMIT);
});

it('fills up for one tenant only', async () => {
  expect((await post('theirs')).status).toBe(202);
});

it('says so before it has read the body', async () => {
  const token = await test.signIn('admin', 'ours');
  let read = false;
  const reply = await test.core.dispatch({
    method: 'POST',
    path: '/api/v1/ingestion/email/',
    query: {},
    header: (name) => ({ authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' })[name],
    address: null,
    readBody: async () => {
      read = true;
      return rawMail();
    },
    signal: new AbortController().signal,
  });
  expect(reply.status).toBe(429);
  expect(read).toBe(false);
});

it('takes mail again once some of it is finished', async () => {
  const admission = newAdmission({ unfinished: LIMIT });
  expect(await refusal(admission.demandRoom(test.ours.id))).toMatchObject({ code: 'too_many_requests' });
  expect(await admission.room(test.ours.id)).toBe(0);
  await test.db.withTenant(test.ours.scope, (tx) => tx.sql('inbound_emails').update({ state: 'ignored' }));
  clock += 5_000;
  // The first look starts a new reading, and does not wait for it.
  while ((await admission.room(test.ours.id)) === 0) await new Promise(setImmediate);
  expect(await admission.room(test.ours.id)).toBe(LIMIT);
});

it('counts on between two readings, so that a burst within a second does not run over', async () => {
  const admission = newAdmission({ unfinished: 3 });
  const acceptor = new Acceptor(test.db, admission);
  const offers = await Promise.all(
    Array.from({ length: 10 }, async () => ({
      mail: await fromRawMail(rawMail(), undefined),
      trackingId: uuid(),
      correlationId: 'burst',
    })),
  );
  await admission.room(test.theirs.id);
  const results = await Promise.allSettled(offers.map((offer) => acceptor.accept(test.theirs.scope, offer)));
  expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(3);
});

it('holds each key to its pace, and all keys of a tenant together to theirs', async () => {
  const admission = newAdmission({ perMinute: { tenant: 5, key: 3 } });
  const mailFrom = (actor: string) => admission.admit({ tenantId: test.ours.id, actor });
  for (let n = 0; n < 3; n += 1) await mailFrom('user:a');
  expect(await refusal(mailFrom('user:a'))).toMatchObject({ code: 'too_many_requests' });
  for (let n = 0; n < 2; n += 1) await mailFrom('user:b');
  const refused = await refusal(mailFrom('user:b'));
  expect(refused).toMatchObject({ code: 'too_many_requests' });
  expect((refused as { retryAfter: number }).retryAfter).toBeGreaterThan(0);
  await admission.admit({ tenantId: test.theirs.id, actor: 'user:a' });
});

it('sees the mail of other processes', async () => {
  const admission = newAdmission({ unfinished: 1 });
  await acceptRaw(test.db, test.ours, rawMail());
  expect(await refusal(admission.demandRoom(test.ours.id))).toMatchObject({ code: 'too_many_requests' });
});
