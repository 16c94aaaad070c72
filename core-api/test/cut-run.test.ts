import type { Http } from '@pebble/kit/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOdooTwin, type OdooTwin } from '../../pieces/odoo/twin/odoo-twin.ts';
import { MOST_RESUMED } from '../src/features/flows/cut-runs.ts';
import { AttemptMemos } from '../src/features/jobs/attempt-memos.ts';
import { createOutside } from '../src/outside.ts';
import { createCoreHttp } from '../src/worker/core-http.ts';
import { outsideHttp } from '../src/worker/outside-http.ts';
import { processMail, type WorkerDeps } from '../src/worker/process-mail.ts';
import { MAX_ATTEMPTS } from '../src/worker/queue.ts';
import { RetryLater } from '../src/worker/retry-policy.ts';
import { tenantConnections } from '../src/worker/tenant-connections.ts';
import { acceptRaw, rawMail } from './mails.ts';
import { createTestCore, type TestCore } from './test-core.ts';
import { workerDeps } from './test-worker.ts';

/**
 * Workers that die between a mail's card and the end of its run, with a flow that writes to another system behind the card. A worker
 * that dies is one whose promise is never waited for: what it has committed and sent is all that is left of it.
 */
let test: TestCore;
let odoo: OdooTwin;

beforeAll(async () => {
  odoo = await startOdooTwin();
  test = await createTestCore({ outside: createOutside({ privateHosts: ['*'], publicUrl: null }) });
  const admin = await test.signIn('admin');
  const ask = async (method: string, path: string, body: unknown) =>
    expect((await test.send({ method, path, token: admin, body })).status).toBeLessThan(300);
  await ask('PUT', '/api/v1/mail-flow/', { flow_id: 'lead-to-odoo' });
  const knobs = { draft_reply: false, confidence_floor: 0.5 };
  await ask('PATCH', '/api/v1/flows/lead-to-odoo/knobs/', { knobs });
  await ask('POST', '/api/v1/connections/', { name: 'odoo', connector: 'odoo', values: odoo.credential });
});
afterAll(async () => {
  await test.close();
  await odoo.close();
});

let count = 0;
const accept = () => {
  count += 1;
  const mail = { subject: `Price for ${count} valves`, messageId: `cut-${count}@buyer.example` };
  return acceptRaw(test.db, test.ours, rawMail(mail));
};
/** Each attempt is a worker of its own. */
const depsOf = (change: Partial<WorkerDeps> = {}) =>
  workerDeps(test, { openConnection: tenantConnections(() => test.core.feeds.connections), ...change });
const attempt = (id: string, deps: WorkerDeps = depsOf(), number = 1) =>
  processMail(deps, {
    job: { tenant_id: test.ours.id, tracking_id: id, correlation_id: `accept-${id}` },
    number,
    last: number >= MAX_ATTEMPTS,
  });

/** Lets a worker die when its flow calls what ends like this, before the call has arrived or after it. */
async function killedAt(id: string, ending: string, when: 'before' | 'after'): Promise<void> {
  let die: () => void = () => undefined;
  const dead = new Promise<void>((resolve) => (die = resolve));
  const httpFor = (correlationId: string): Http => {
    const real = createCoreHttp(test.core.dispatch, correlationId, outsideHttp);
    return async (request) => {
      if (!request.url.endsWith(ending)) return real(request);
      if (when === 'after') await real(request);
      die();
      return new Promise(() => undefined);
    };
  };
  // Its memory dies with it.
  void attempt(id, depsOf({ httpFor, memos: new AttemptMemos() }));
  await dead;
}

const rows = (table: string, id: string, column = 'inbound_id') =>
  test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql<Record<string, unknown>>(table).where(column, id).select<Record<string, unknown>[]>('*'),
  );
const runs = async (id: string) => (await rows('flow_runs', id)).map((run) => run['status']);
const events = async (id: string) => (await rows('events', id)).map((event) => String(event['type'])).sort();
const leads = async (id: string) => {
  const [mail] = await rows('emails', id);
  const all = (await (await fetch(`${odoo.url}/__twin/rows/crm.lead`)).json()) as { name: string }[];
  return all.filter(({ name }) => name === `Enquiry: ${String(mail?.['subject'])}`).length;
};
const ONCE = ['card.created', 'flow.note', 'mail.accepted'];

/** What a mail has come to when nothing of it is there twice, and nothing is missing. */
async function expectWhole(id: string): Promise<void> {
  expect(await rows('inbound_emails', id, 'id')).toMatchObject([{ state: 'done', attempts: 1 }]);
  expect(await rows('emails', id)).toHaveLength(1);
  expect(await leads(id)).toBe(1);
  expect(await events(id)).toEqual(ONCE);
  expect(await runs(id)).toEqual(['succeeded']);
}

describe('a worker that dies', () => {
  it.each([
    ['behind the card', '/card/', 'after', 0],
    ['behind the lead', '/events/', 'before', 1],
    ['behind the note of the lead', '/events/', 'after', 1],
    ['before the report', '/report/', 'before', 1],
  ] as const)('%s leaves the rest of the run to the next one', async (_, ending, when, written) => {
    const id = await accept();
    await killedAt(id, ending, when);
    expect(await rows('inbound_emails', id, 'id')).toMatchObject([{ state: 'done' }]);
    expect([await leads(id), await runs(id)]).toEqual([written, []]);
    await attempt(id);
    await expectWhole(id);
    // And once: the queue may bring the job as often as it likes.
    await attempt(id);
    await expectWhole(id);
  });

  it('in the rest as well leaves it to the one after it', async () => {
    const id = await accept();
    await killedAt(id, '/card/', 'after');
    await killedAt(id, '/card/', 'after');
    await killedAt(id, '/events/', 'before');
    await attempt(id);
    await expectWhole(id);
  });

  it('each time is not followed for ever, and the card says what is missing', async () => {
    const id = await accept();
    for (let life = 0; life <= MOST_RESUMED; life += 1) await killedAt(id, '/card/', 'after');
    for (let turn = 0; turn < 2; turn += 1) await attempt(id);
    expect(await runs(id)).toEqual(['failed']);
    expect([await leads(id), await events(id)]).toEqual([0, ONCE]);
    const [note] = (await rows('events', id)).filter((event) => event['type'] === 'flow.note');
    expect(note).toMatchObject({ data: { text: expect.stringContaining('by hand') as string } });
    expect(note?.['card_id']).toBe((await rows('emails', id))[0]?.['card_id']);
  });
});

describe('what fails in the rest of a run', () => {
  const broken = () =>
    depsOf({
      issueJobToken: () => {
        throw new Error('the signing key is away');
      },
    });

  it('is tried again, and the mail stays what it is', async () => {
    const id = await accept();
    await killedAt(id, '/card/', 'after');
    await expect(attempt(id, broken())).rejects.toThrow(RetryLater);
    expect(await rows('inbound_emails', id, 'id')).toMatchObject([{ state: 'done', retry_at: null }]);
    await attempt(id, depsOf(), 2);
    await expectWhole(id);
  });

  it('is given up with the last attempt, which is no dead letter', async () => {
    const id = await accept();
    await killedAt(id, '/card/', 'after');
    await attempt(id, broken(), MAX_ATTEMPTS);
    expect(await runs(id)).toEqual(['failed']);
    expect(await events(id)).toEqual(ONCE);
    expect(await rows('inbound_emails', id, 'id')).toMatchObject([{ state: 'done' }]);
    expect(await rows('sync_errors', id)).toEqual([]);
  });
});

it('a run that is still under way in this process is not begun a second time', async () => {
  const id = await accept();
  await killedAt(id, '/card/', 'after');
  const deps = depsOf();
  const forget = deps.memos.keep(test.ours.id, id, { flow: {} as never, claimed: true });
  await expect(attempt(id, deps)).rejects.toMatchObject({ counts: false });
  expect(await rows('inbound_emails', id, 'id')).toMatchObject([{ resumed: 0 }]);
  forget();
  await attempt(id);
  await expectWhole(id);
});
