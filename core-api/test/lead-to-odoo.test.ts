import { tmpdir } from 'node:os';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOdooTwin, type OdooTwin } from '../../pieces/odoo/twin/odoo-twin.ts';
import { startGraphTwin, type GraphTwin } from '../../pieces/outlook/twin/graph-twin.ts';
import { systemScope } from '../src/db/scope.ts';
import { acceptBatch } from '../src/features/ingestion/accept-batch.ts';
import { fromRawMail } from '../src/features/ingestion/incoming-mail.ts';
import { newSigningSecret, recordDeployment } from '../src/features/flows/deployments.ts';
import { activeFlow } from '../src/features/flows/flow-versions.ts';
import { SecretKeeper } from '../src/features/sources/sealed-secret.ts';
import { createApp } from '../src/http/express-app.ts';
import { listen } from '../src/http/listen.ts';
import { createOutside } from '../src/outside.ts';
import { outsideHttp } from '../src/worker/outside-http.ts';
import { processMail } from '../src/worker/process-mail.ts';
import { RetryLater } from '../src/worker/retry-policy.ts';
import { tenantConnections } from '../src/worker/tenant-connections.ts';
import { startStandInHost } from '../src/worker/testing/stand-in-host.ts';
import { KEY_RING } from './key-ring.ts';
import { rawMail, type TestMail } from './mails.ts';
import { createTestCore, type TestCore } from './test-core.ts';
import { startTestWorker, workerDeps, type TestWorker } from './test-worker.ts';

/** The flow lead-to-odoo from mail to lead and draft, over the connections of a tenant, against the twins of Outlook and Odoo. */
const BOX = 'sales@north.ours.example';
/** The same mailbox, as Outlook calls it. */
const REMOTE = 'sales@ours.onmicrosoft.example';
let test: TestCore;
let worker: TestWorker;
let odoo: OdooTwin;
let graph: GraphTwin;
let admin: string;
let stopped = false;

beforeAll(async () => {
  odoo = await startOdooTwin();
  graph = await startGraphTwin({ mails: 'none', users: [{ address: REMOTE, name: 'Sales' }] });
  test = await createTestCore({ outside: createOutside({ privateHosts: ['*'], publicUrl: null }) });
  admin = await test.signIn('admin');
  const openConnection = tenantConnections(() => test.core.feeds.connections);
  worker = await startTestWorker(test, { openConnection });
  await ask('PUT', '/api/v1/mail-flow/', { flow_id: 'lead-to-odoo' });
  const knobs = { draft_reply: true, confidence_floor: 0.5, reply_text: 'We will quote.' };
  await ask('PATCH', '/api/v1/flows/lead-to-odoo/knobs/', { knobs });
});
afterAll(async () => {
  if (!stopped) await worker.stop();
  await test.close();
  await odoo.close();
  await graph.close();
});

async function ask(method: string, path: string, body: unknown): Promise<Record<string, unknown>> {
  const reply = await test.send({ method, path, token: admin, body });
  expect(reply.status, `${method} ${path} ${JSON.stringify(reply.body)}`).toBeLessThan(300);
  return reply.body as Record<string, unknown>;
}

/** A mail as the feed of an Outlook mailbox hands it over. */
async function fromOutlook(mail: TestMail = {}): Promise<string> {
  const raw = rawMail({ subject: 'Price for forty valves', to: BOX, ...mail });
  const { id } = await graph.deliver(REMOTE, raw);
  const trackingId = uuid();
  const scope = systemScope(test.ours.id, 'outlook', `accept-${trackingId}`);
  const offer = {
    mail: await fromRawMail(raw, undefined),
    trackingId,
    correlationId: `accept-${trackingId}`,
    origin: { connection: 'outlook', externalId: id, mailbox: REMOTE },
  };
  const [refusal] = await test.db.withTenant(scope, (tx) => acceptBatch(tx, [offer]));
  if (refusal) throw refusal;
  return trackingId;
}

const notesOf = (trackingId: string) =>
  test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql('events')
      .where({ inbound_id: trackingId, type: 'flow.note' })
      .orderBy('id')
      .select<{ data: Record<string, unknown> }[]>('data'),
  );
const drafts = () => graph.holds(REMOTE, 'drafts');
const leads = async () => {
  const control = await fetch(`${odoo.url}/__twin/rows/crm.lead`);
  const rows = (await control.json()) as { id: number; name: string }[];
  return rows.filter(({ name }) => name.startsWith('Enquiry:'));
};

describe('an enquiry from Outlook', () => {
  it('keeps its card when nobody has connected anything, and the card says what to do', async () => {
    const id = await fromOutlook();
    expect(await worker.outcome(id)).toMatchObject({ state: 'done' });
    await expect.poll(() => notesOf(id)).toHaveLength(2);
    const texts = (await notesOf(id)).map(({ data }) => String(data['text']));
    expect(texts[0]).toContain('look at the connection "odoo"');
    expect(texts[1]).toContain('look at the connection "outlook"');
    expect(await leads()).toEqual([]);
  });

  it('becomes a card, a lead and a draft, each once', async () => {
    await ask('POST', '/api/v1/connections/', { name: 'odoo', connector: 'odoo', values: odoo.credential });
    await ask('POST', '/api/v1/connections/', {
      ...{ name: 'outlook', connector: 'outlook', auth: 'app' },
      values: graph.credential,
    });
    const id = await fromOutlook();
    const { card_id } = await worker.outcome(id);
    expect(card_id).not.toBeNull();
    await expect.poll(() => notesOf(id)).toHaveLength(2);
    const [lead] = await leads();
    expect(lead).toMatchObject({ name: 'Enquiry: Price for forty valves' });
    expect((await notesOf(id)).map(({ data }) => data)).toEqual([
      { text: 'Lead in Odoo', odoo_lead_id: lead?.id },
      { text: 'Answer drafted in Outlook', draft_id: drafts()[0] },
    ]);
    expect(drafts()).toHaveLength(1);
  });

  it('is rehearsed without a lead, a draft or a trace', async () => {
    const before = [await leads(), drafts()];
    const incoming = await fromRawMail(rawMail({ subject: 'Price for fifty valves', to: BOX }), undefined);
    const rehearsal = await test.core.rehearse(test.ours.scope, { incoming });
    expect(rehearsal).toMatchObject({ outcome: 'created', flow: { flow_id: 'lead-to-odoo' } });
    // Signing in and looking at the fields of a lead are reads; writing the lead is not.
    expect(rehearsal.not_sent).toMatchObject([{ method: 'POST' }]);
    expect([await leads(), drafts()]).toEqual(before);
  });
});

it('that another engine runs twice is still one card, one lead and one draft', async () => {
  const app = createApp({ dispatch: test.core.dispatch, docsPage: '', uiFolder: tmpdir() });
  const api = await listen(app, '127.0.0.1', 0);
  const open = tenantConnections(() => test.core.feeds.connections);
  const secret = newSigningSecret();
  const host = await startStandInHost(api.url, secret, {
    flowId: 'lead-to-odoo',
    findConnection: (name) => (name === 'pebble' ? Promise.resolve(null) : open(test.ours.scope, name)),
  });
  host.faults.runs = 2;
  const keeper = new SecretKeeper(KEY_RING);
  await test.db.withTenant(test.ours.scope, async (tx) =>
    recordDeployment(tx, keeper, {
      version: await activeFlow(tx, 'lead-to-odoo'),
      engine: 'n8n',
      deployedBy: 'system',
      remote: { id: 'w', url: null, webhookUrl: host.url, secret },
    }),
  );
  const foreign = { engine: 'n8n' as const, keeper, http: outsideHttp, leaseSeconds: 300, mostInHand: 8 };
  const before = [(await leads()).length, drafts().length];
  // The worker of this file runs flows by itself: it leaves the queue before this mail comes.
  await worker.stop();
  stopped = true;
  const id = await fromOutlook({ subject: 'Price for sixty valves' });
  const job = { tenant_id: test.ours.id, tracking_id: id, correlation_id: `accept-${id}` };
  await expect(processMail(workerDeps(test, { foreign }), { job, number: 1, last: false })).rejects.toThrow(
    RetryLater,
  );
  await expect.poll(() => host.reported).toHaveLength(2);
  expect(host.reported).toEqual([200, 200]);
  await processMail(workerDeps(test, { foreign }), { job, number: 1, last: false });
  expect([(await leads()).length, drafts().length]).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 1]);
  const runs = await test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql('flow_runs').where({ inbound_id: id }).select<object[]>('status', 'engine'),
  );
  expect(runs).toEqual([{ status: 'succeeded', engine: 'n8n' }]);
  await host.close();
  await api.close();
});
