import { loadCatalog } from '@pebble/flows/catalog';
import type { Http } from '@pebble/kit/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../test/mails.ts';
import { createTestCore, type TestCore } from '../../test/test-core.ts';
import { KEY_RING } from '../../test/key-ring.ts';
import { workerDeps } from '../../test/test-worker.ts';
import { deadPayload } from '../crypto/contexts.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import type { FlowVersionRow } from '../features/flows/flow-versions.ts';
import { installFlow } from '../features/flows/install-flow.ts';
import { lockInbound } from '../features/jobs/inbound-mail.ts';
import { causeOfDeath } from './cause-of-death.ts';
import { createCoreHttp } from './core-http.ts';
import { bury } from './dead-letter.ts';
import { processMail, type WorkerDeps } from './process-mail.ts';
import { outsideHttp } from './outside-http.ts';
import { MAX_ATTEMPTS } from './queue.ts';
import { RetryLater } from './retry-policy.ts';
import { installFlows } from './start-worker.ts';

let test: TestCore;
beforeAll(async () => {
  test = await createTestCore();
});
afterAll(() => test.close());

interface IdleFlow {
  flows: { trigger: { nextAction?: unknown; settings: { pieceName: string; pieceVersion: string } } }[];
}

const accept = () => acceptRaw(test.db, test.ours, rawMail({ body: 'a secret word: unicorn' }));
const attempt = (deps: WorkerDeps, id: string, number = 1) =>
  processMail(deps, {
    job: { tenant_id: test.ours.id, tracking_id: id, correlation_id: `accept-${id}` },
    number,
    last: number >= MAX_ATTEMPTS,
  });
const rows = (table: string, id: string, column = 'inbound_id') =>
  test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql<Record<string, unknown>>(table).where(column, id).select<Record<string, unknown>[]>('*'),
  );
const inbound = async (id: string) => (await rows('inbound_emails', id, 'id'))[0];

/** The core, with another answer for requests that end like this. */
const answering = (status: number, ending: string) =>
  workerDeps(test, {
    httpFor: (id): Http => {
      const real = createCoreHttp(test.core.dispatch, id, outsideHttp);
      return async (request) =>
        request.url.endsWith(ending) ? { status, headers: {}, body: '{}' } : real(request);
    },
  });

describe('a job that is handed over twice', () => {
  it('has one effect, and the second time nothing is run', async () => {
    const id = await accept();
    const deps = workerDeps(test);
    await attempt(deps, id);
    await attempt(deps, id);
    expect(await inbound(id)).toMatchObject({ state: 'done', attempts: 1 });
    expect(await rows('flow_runs', id)).toHaveLength(1);
    expect(await rows('emails', id)).toHaveLength(1);
  });

  it('has one effect when both are at work at the same moment', async () => {
    const id = await accept();
    const deps = workerDeps(test);
    await Promise.allSettled([attempt(deps, id), attempt(deps, id), attempt(deps, id)]);
    expect(await inbound(id)).toMatchObject({ state: 'done' });
    expect(await rows('emails', id)).toHaveLength(1);
    expect(await rows('sync_errors', id)).toEqual([]);
  });

  it('is nothing to worry about when its mail is not there', async () => {
    await attempt(workerDeps(test), crypto.randomUUID());
  });
});

describe('a failure that another attempt may mend', () => {
  it('asks for the mail again, records the run, and says nothing of the mail to the queue', async () => {
    const id = await accept();
    const failure: unknown = await attempt(answering(503, '/jobs/current/card/'), id).catch((error) => error);
    expect(failure).toBeInstanceOf(RetryLater);
    expect(String(failure)).toBe('RetryLater: the attempt failed with UpstreamError');
    expect(await inbound(id)).toMatchObject({ state: 'processing', attempts: 1 });
    const [run] = await rows('flow_runs', id);
    expect(run).toMatchObject({ status: 'failed', attempt: 1, correlation_id: `accept-${id}` });
    expect(JSON.stringify(run)).not.toContain('unicorn');
    await attempt(workerDeps(test), id, 2);
    expect(await inbound(id)).toMatchObject({ state: 'done', attempts: 2 });
    expect((await rows('flow_runs', id)).map((one) => one['status']).sort()).toEqual(['failed', 'succeeded']);
  });

  it('is the end of the mail at the last attempt', async () => {
    const id = await accept();
    await attempt(answering(503, '/jobs/current/card/'), id, MAX_ATTEMPTS);
    expect(await inbound(id)).toMatchObject({ state: 'dead' });
    expect(await rows('sync_errors', id)).toMatchObject([
      { error_class: 'UpstreamError', step: expect.stringMatching(/^place_/), attempts: MAX_ATTEMPTS },
    ]);
  });

  it('includes what is thrown outside the flow', async () => {
    const id = await accept();
    const away = () => {
      throw new Error('the signing key is away');
    };
    await expect(attempt(workerDeps(test, { issueJobToken: away }), id)).rejects.toThrow(RetryLater);
  });
});

describe('a failure that no attempt can mend', () => {
  const versions = <T>(work: (tx: TenantTx, flow: FlowVersionRow) => Promise<T>) =>
    test.db.withTenant(test.ours.scope, async (tx) => {
      const flow = await tx
        .sql<FlowVersionRow>('flow_versions')
        .where({ flow_id: 'email-triage', active: true })
        .first();
      if (!flow) throw new Error('a flow was installed');
      return work(tx, flow);
    });

  it('ends a mail whose flow the engine refuses, at once and with the reason', async () => {
    const id = await accept();
    await versions((tx, { manifest, flow_id }) =>
      installFlow(tx, { id: flow_id, version: '9.9.9', contentHash: 'f', manifest, flow: { nothing: true } }),
    );
    await attempt(workerDeps(test), id);
    await installFlows(test.db, await loadCatalog(), 'mended');
    expect(await inbound(id)).toMatchObject({ state: 'dead', attempts: 1 });
    const [error] = await rows('sync_errors', id);
    expect(error).toMatchObject({ error_class: 'FlowRefused', attempts: 1 });
    expect((await inbound(id))?.['reason']).toBe(`FlowRefused: ${String(error?.['message'])}`);
  });

  it('ends a mail whose tenant has no flow', async () => {
    const id = await accept();
    const mended = await versions(async (tx, { id }) => {
      await tx.sql('flow_versions').where({ id }).update({ active: false });
      return id;
    });
    await attempt(workerDeps(test), id);
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('flow_versions').where({ id: mended }).update({ active: true }),
    );
    expect(await inbound(id)).toMatchObject({
      state: 'dead',
      attempts: 1,
      reason: 'ApiProblem: This flow has no active version.',
    });
  });

  it('ends a mail for which a run went well and did nothing', async () => {
    const id = await accept();
    await versions((tx, { manifest, flow_id, flow }) => {
      const idle = structuredClone(flow) as IdleFlow;
      for (const { trigger } of idle.flows) delete trigger.nextAction;
      const used = idle.flows.map(({ trigger: { settings } }) => [settings.pieceName, settings.pieceVersion]);
      const about = { ...manifest, pieces: Object.fromEntries(used) as Record<string, string> };
      const version = { id: flow_id, version: '9.9.8', contentHash: 'e', manifest: about, flow: idle };
      return installFlow(tx, version);
    });
    await attempt(workerDeps(test), id);
    await installFlows(test.db, await loadCatalog(), 'mended');
    expect(await rows('flow_runs', id)).toMatchObject([{ status: 'failed', version: '9.9.8' }]);
    expect(await inbound(id)).toMatchObject({
      state: 'dead',
      reason: 'FlowFailed: the flow ended without giving the mail a card or another outcome',
    });
  });
});

it('keeps what it could not process sealed, and nowhere in the open', async () => {
  const id = await accept();
  await attempt(answering(422, '/jobs/current/card/'), id);
  const [error] = await rows('sync_errors', id);
  const { payload_sealed, payload_key, ...open } = error ?? {};
  const sealed = { key: payload_key as Buffer, box: payload_sealed as Buffer };
  const raw = KEY_RING.open(deadPayload(test.ours.id, id), sealed);
  expect(Buffer.from(raw).toString()).toContain('unicorn');
  expect(JSON.stringify(open)).not.toContain('unicorn');
  expect((payload_sealed as Buffer).toString('latin1')).not.toContain('unicorn');
});

it('a mail that has ended meanwhile is not buried', async () => {
  const id = await accept();
  await attempt(workerDeps(test), id);
  await test.db.withTenant(test.ours.scope, (tx) =>
    bury(tx, KEY_RING, id, 4, causeOfDeath(new Error('too late'))),
  );
  expect(await inbound(id)).toMatchObject({ state: 'done' });
  expect(await rows('sync_errors', id)).toEqual([]);
  expect((await test.db.withTenant(test.ours.scope, (tx) => lockInbound(tx, id))).card_id).not.toBeNull();
});
