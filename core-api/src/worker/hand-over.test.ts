import type { Http } from '@pebble/kit/http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { workerDeps } from '../../test/test-worker.ts';
import { until } from '../../test/until.ts';
import { retireDeployment } from '../features/flows/deployments.ts';
import { processMail } from './process-mail.ts';
import { outsideHttp } from './outside-http.ts';
import { MAX_ATTEMPTS } from './queue.ts';
import { RetryLater } from './retry-policy.ts';
import { openForeignLab, type ForeignLab } from './testing/foreign-lab.ts';

// A worker that dies is one whose promise is never waited for: what it has committed is all that is left of it.
let lab: ForeignLab;
beforeAll(async () => {
  lab = await openForeignLab();
});
beforeEach(() => lab.faults());
afterAll(() => lab.close());

const attempt = (id: string, { http = outsideHttp, number = 1 }: { http?: Http; number?: number } = {}) =>
  processMail(workerDeps(lab.test, { foreign: { ...lab.foreign, http } }), {
    job: { tenant_id: lab.test.ours.id, tracking_id: id, correlation_id: `accept-${id}` },
    number,
    last: number >= MAX_ATTEMPTS,
  });
const later = (id: string, options = {}): Promise<RetryLater> =>
  attempt(id, options).then(
    () => Promise.reject(new Error('it was over')),
    (error: unknown) => (error instanceof RetryLater ? error : Promise.reject(error as Error)),
  );
const stateOf = async (id: string) => (await lab.rows('inbound_emails', id, 'id'))[0];
const reported = (id: string) =>
  until(async () => ((await lab.rows('flow_leases', id)).at(-1)?.['reported_at'] ? true : undefined));

/** A line on which the call gets lost, before or after it has arrived. */
function dying(when: 'before' | 'after'): { http: Http; dead: Promise<void> } {
  let die: () => void = () => undefined;
  const dead = new Promise<void>((resolve) => (die = resolve));
  const http: Http = async (request) => {
    if (when === 'after') await outsideHttp(request);
    die();
    return new Promise(() => undefined);
  };
  return { http, dead };
}

describe('a worker that dies', () => {
  it('before it has sent the job costs time and no attempt, and the job is not sent twice meanwhile', async () => {
    const id = await lab.accept();
    const before = lab.host.calls.length;
    const { http, dead } = dying('before');
    void attempt(id, { http });
    await dead;
    expect(await later(id)).toMatchObject({ counts: false });
    expect(lab.host.calls).toHaveLength(before);
    await lab.expire(id);
    expect(await later(id)).toMatchObject({
      counts: false,
      message: expect.stringContaining('NotStarted') as string,
    });
    await later(id);
    await reported(id);
    await attempt(id);
    expect(await stateOf(id)).toMatchObject({ state: 'done' });
    expect(await lab.rows('emails', id)).toHaveLength(1);
    expect(lab.host.calls).toHaveLength(before + 1);
  });

  it('after it has sent the job leaves the run to its end, and the next worker finds its report', async () => {
    const id = await lab.accept();
    const before = lab.host.calls.length;
    const { http, dead } = dying('after');
    void attempt(id, { http });
    await dead;
    await reported(id);
    await attempt(id);
    expect(await stateOf(id)).toMatchObject({ state: 'done', attempts: 1 });
    expect(await lab.rows('flow_runs', id)).toMatchObject([{ status: 'succeeded', engine: 'n8n' }]);
    expect(lab.host.calls).toHaveLength(before + 1);
  });
});

it('what fails before the job is sent leaves no lease to wait for', async () => {
  const id = await lab.accept();
  const away = () => {
    throw new Error('the signing key is away');
  };
  const deps = workerDeps(lab.test, { foreign: lab.foreign, issueJobToken: away });
  const job = { tenant_id: lab.test.ours.id, tracking_id: id, correlation_id: `accept-${id}` };
  await expect(processMail(deps, { job, number: 1, last: false })).rejects.toMatchObject({ counts: true });
  expect(await lab.rows('flow_leases', id)).toEqual([]);
});

it('two workers with the same job send it once', async () => {
  const id = await lab.accept();
  const before = lab.host.calls.length;
  const both = await Promise.all([later(id), later(id)]);
  expect(both.map(({ counts }) => counts)).toEqual([false, false]);
  await reported(id);
  expect(lab.host.calls).toHaveLength(before + 1);
  await attempt(id);
  await attempt(id);
  expect(await lab.rows('flow_runs', id)).toHaveLength(1);
});

it('a mail that is worked on is looked at again, rarely and rarelier, and never long after its time is over', async () => {
  lab.faults({ runs: 0 });
  const id = await lab.accept();
  const first = await later(id);
  expect(first.delayMs).toBeLessThanOrEqual(1_000);
  const next = await later(id);
  expect(next.delayMs).toBeLessThanOrEqual(10_000);
  await lab.expire(id);
  expect(await later(id)).toMatchObject({
    counts: true,
    message: expect.stringContaining('LeaseEnded') as string,
  });
});

it('a call is signed, named by its attempt, and carries what the flow needs and no more', async () => {
  const seen: { headers: Record<string, string>; body: string }[] = [];
  const http: Http = async ({ headers, body }) => {
    seen.push({ headers, body: String(body) });
    return { status: 200, headers: {}, body: '' };
  };
  const id = await lab.accept({ subject: 'Forty valves' });
  await later(id, { http });
  const [lease] = await lab.rows('flow_leases', id);
  expect(seen).toHaveLength(1);
  expect(seen[0]?.headers).toMatchObject({
    'webhook-id': lease?.['id'],
    'webhook-signature': expect.stringMatching(/^v1,/) as string,
    'x-correlation-id': `accept-${id}`,
  });
  const event = JSON.parse(seen[0]?.body ?? '{}') as Record<string, unknown>;
  expect(event).toMatchObject({
    tracking_id: id,
    source: { connection: null, external_id: null },
    mail: { subject: 'Forty valves' },
  });
});

it('a run that is a success without an outcome for its mail is a failed attempt, and another would not help', async () => {
  const http: Http = async ({ body }) => {
    const { job_token: token } = JSON.parse(String(body)) as { job_token: string };
    const report = {
      method: 'POST',
      path: '/api/v1/jobs/current/report/',
      token,
      body: { status: 'succeeded' },
    };
    await lab.test.send(report);
    return { status: 200, headers: {}, body: '' };
  };
  const id = await lab.accept();
  await later(id, { http });
  await attempt(id);
  expect(await stateOf(id)).toMatchObject({
    state: 'dead',
    reason: 'FlowFailed: the flow ended without giving the mail a card or another outcome',
  });
});

it('a flow that is not deployed waits for somebody to do so, and says how', async () => {
  await lab.test.db.withTenant(lab.test.ours.scope, (tx) => retireDeployment(tx, 'email-triage', 'n8n'));
  const id = await lab.accept();
  expect(await later(id)).toMatchObject({
    counts: false,
    cause: expect.objectContaining({
      message: expect.stringContaining('npm run flows -- deploy email-triage --to n8n') as string,
    }) as object,
  });
});
