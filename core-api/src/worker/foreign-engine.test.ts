import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestWorker, type TestWorker } from '../../test/test-worker.ts';
import { until } from '../../test/until.ts';
import { MOST_RESUMED } from '../features/flows/cut-runs.ts';
import { outsideHttp } from './outside-http.ts';
import { openForeignLab, type ForeignLab } from './testing/foreign-lab.ts';

let lab: ForeignLab;
let worker: TestWorker;
beforeAll(async () => {
  lab = await openForeignLab();
  worker = await startTestWorker(lab.test, { foreign: lab.foreign });
});
beforeEach(() => lab.faults());
afterAll(async () => {
  await worker.stop();
  await lab.close();
});

/** Runs of a mail once there are so many, oldest first. */
const runs = (id: string, many = 1) =>
  until(async () => {
    const found = await lab.rows('flow_runs', id);
    const sorted = found.sort((a, b) => Number(a['started_at']) - Number(b['started_at']));
    return found.length >= many ? sorted : undefined;
  });
const expired = (id: string) => until(async () => ((await lab.expire(id)) ? true : undefined));
/** The whole effect of a mail: one card, and nothing in hand any more. */
async function expectOneCard(id: string): Promise<void> {
  expect(await worker.outcome(id)).toMatchObject({ state: 'done' });
  expect(await lab.rows('emails', id)).toHaveLength(1);
  const created = (await lab.rows('events', id)).filter(({ type }) => type === 'card.created');
  expect(created).toHaveLength(1);
  expect(await lab.rows('sync_errors', id)).toEqual([]);
}

describe('a mail in another engine', () => {
  it('gets its card, and the run is recorded with what was deployed', async () => {
    const id = await lab.accept();
    await expectOneCard(id);
    expect(await runs(id)).toMatchObject([
      {
        status: 'succeeded',
        engine: 'n8n',
        attempt: 1,
        flow_id: 'email-triage',
        correlation_id: `accept-${id}`,
      },
    ]);
    expect(await lab.rows('flow_leases', id)).toMatchObject([{ report: { status: 'succeeded' } }]);
  });

  it('has one effect when the engine runs a call twice, and says so twice', async () => {
    lab.faults({ runs: 2, reports: 2 });
    const id = await lab.accept();
    await expectOneCard(id);
    expect(await runs(id)).toMatchObject([{ status: 'succeeded' }]);
    expect((await lab.rows('inbound_emails', id, 'id'))[0]).toMatchObject({ attempts: 1 });
  });

  it('has one effect when the answer to the call is lost', async () => {
    lab.faults({ loseAnswer: true });
    const before = lab.host.calls.length;
    const id = await lab.accept();
    await expectOneCard(id);
    expect(await runs(id)).toMatchObject([{ status: 'succeeded' }]);
    expect(lab.host.calls).toHaveLength(before + 1);
  });

  it('keeps its card when the engine dies before it reports, and the flow is gone through once more', async () => {
    lab.faults({ dies: 'before-report' });
    const id = await lab.accept();
    await expectOneCard(id);
    lab.faults();
    await expired(id);
    expect(await runs(id)).toMatchObject([{ status: 'succeeded', attempt: 1, engine: 'n8n' }]);
    expect(await lab.rows('flow_leases', id)).toHaveLength(2);
    await expectOneCard(id);
  });

  it('keeps its card when the engine dies each time before it reports, and the card says so', async () => {
    lab.faults({ dies: 'before-report' });
    const id = await lab.accept();
    await expectOneCard(id);
    for (let life = 0; life <= MOST_RESUMED; life += 1) {
      await until(async () => ((await lab.rows('flow_leases', id)).length > life ? true : undefined));
      await expired(id);
    }
    expect(await runs(id)).toMatchObject([{ status: 'failed', attempt: 1, engine: 'n8n' }]);
    await expectOneCard(id);
    const notes = (await lab.rows('events', id)).filter(({ type }) => type === 'flow.note');
    expect(notes).toMatchObject([{ data: { text: expect.stringContaining('by hand') as string } }]);
    expect(await lab.rows('flow_leases', id)).toHaveLength(1 + MOST_RESUMED);
  });

  it.each([
    ['forgets the call', { runs: 0 }],
    ['dies before the card', { dies: 'before-card' as const }],
  ])('is tried again when the engine %s', async (_, fault) => {
    lab.faults(fault);
    const id = await lab.accept();
    await until(async () => ((await lab.rows('flow_leases', id))[0]?.['taken_at'] ? true : undefined));
    lab.faults();
    await expired(id);
    await expectOneCard(id);
    expect(await runs(id, 2)).toMatchObject([
      { status: 'failed', attempt: 1 },
      { status: 'succeeded', attempt: 2 },
    ]);
  });

  it('is tried again when its flow reports a failure', async () => {
    lab.faults({ card: 503 });
    const id = await lab.accept();
    expect(await runs(id)).toMatchObject([{ status: 'failed', attempt: 1 }]);
    lab.faults();
    await expectOneCard(id);
    await until(async () => ((await runs(id, 2)).at(-1)?.['status'] === 'succeeded' ? true : undefined));
  });

  it('dies after the last attempt, in the words of the flow, and goes through when it is redriven', async () => {
    lab.faults({ card: 503 });
    const id = await lab.accept();
    expect(await worker.outcome(id)).toMatchObject({
      state: 'dead',
      attempts: 4,
      reason: expect.stringContaining('No card came back for this mail.') as string,
    });
    expect(await runs(id, 4)).toHaveLength(4);
    lab.faults();
    const token = await lab.test.signIn('ops');
    const [letter] = await lab.rows('sync_errors', id);
    const redriven = await lab.test.send({
      ...{ method: 'POST', path: '/api/v1/sync-errors/redrives/', token },
      body: { selection: { ids: [letter?.['id']] } },
    });
    expect(redriven.status).toBeLessThan(300);
    await until(async () => {
      const [mail] = await lab.rows('inbound_emails', id, 'id');
      return mail?.['state'] === 'done' ? mail : undefined;
    });
    expect(await lab.rows('emails', id)).toHaveLength(1);
  });
});

describe('an engine that does not take a job', () => {
  it.each([503, 429, 404, 401])('answers %i, and the mail loses no attempt', async (status) => {
    lab.faults({ status });
    const before = lab.host.calls.length;
    const id = await lab.accept();
    await until(async () => (lab.host.calls.length > before ? true : undefined));
    lab.faults();
    // It is asked again after some seconds; nobody waits for them here.
    await until(async () => ((await lab.rows('flow_leases', id)).length === 0 ? true : undefined));
    await expect
      .poll(async () => (await lab.rows('inbound_emails', id, 'id'))[0])
      .toMatchObject({
        state: 'processing',
        attempts: 0,
        retry_at: expect.any(Date) as Date,
      });
    expect(await lab.rows('flow_runs', id)).toEqual([]);
  });

  it('ends a mail that it refuses for what it is, with its answer as the reason', async () => {
    lab.faults({ status: 413 });
    const id = await lab.accept();
    expect(await worker.outcome(id)).toMatchObject({
      state: 'dead',
      attempts: 4,
      reason: 'NotStarted: n8n answered 413 to a job for flow "email-triage"',
    });
  });
});

it('hands over no more than the engine may have in hand', async () => {
  let open: () => void = () => undefined;
  lab.faults({ gate: new Promise((go) => (open = go)) });
  lab.foreign.mostInHand = 2;
  const before = lab.host.calls.length;
  const ids = await Promise.all([1, 2, 3, 4].map(() => lab.accept()));
  try {
    await until(async () => (lab.host.calls.length >= before + 2 ? true : undefined));
    const leases = await Promise.all(ids.map((id) => lab.rows('flow_leases', id)));
    expect(leases.flat()).toHaveLength(2);
  } finally {
    open();
    lab.foreign.mostInHand = 32;
  }
  for (const id of ids) await expectOneCard(id);
});

it('is not there: the port is closed', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  const { sendJob } = await import('./foreign-engine.ts');
  const call = { id: 'x', url: `http://127.0.0.1:${port}/`, secret: 'whsec_c2FtcGxl', correlationId: 'c' };
  await expect(
    sendJob({ ...lab.foreign, http: outsideHttp }, { ...call, flowId: 'f', event: {} as never }),
  ).rejects.toThrow('n8n cannot be reached (ECONNREFUSED)');
});
