import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { SyncErrorDetail } from '@pebble/contract/dead-letters';
import type { Redrive } from '@pebble/contract/redrives';
import { InputError } from '@pebble/kit/errors';
import type { Http } from '@pebble/kit/http';
import { KEY_RING } from '../../../../test/key-ring.ts';
import { rawMail, type TestMail } from '../../../../test/mails.ts';
import { createTestCore, type TestCore, type TestRequest } from '../../../../test/test-core.ts';
import { startTestWorker, type TestWorker } from '../../../../test/test-worker.ts';
import { until } from '../../../../test/until.ts';
import { acceptBatch } from '../../ingestion/accept-batch.ts';
import { fromRawMail } from '../../ingestion/incoming-mail.ts';
import type { RawReply } from '../../../http/dispatch.ts';
import { causeOfDeath } from '../../../worker/cause-of-death.ts';
import { bury } from '../../../worker/dead-letter.ts';
import { FlowFailed } from '../../../worker/retry-policy.ts';
import { createCoreHttp } from '../../../worker/core-http.ts';
import { outsideHttp } from '../../../worker/outside-http.ts';

export interface DeadMail {
  id: string;
  trackingId: string;
}

/** A call of the flow that fails: which one, and with which status. */
export interface Trouble {
  at: '/claim/' | '/card/';
  status: number;
}

const REFUSED: Trouble = { at: '/claim/', status: 422 };

export interface DeadMails extends TestCore {
  worker: TestWorker;
  /** Tracking ids of mails that die whenever they are tried, with how the core seems to answer. */
  broken: Map<string, Trouble>;
  /** Has a mail die at its first attempt, and mends its trouble afterwards. */
  die(mail?: TestMail, trouble?: Trouble): Promise<DeadMail>;
  /** Buries mails at once, as if each had been refused by the core. In the order of their age. */
  bury(number: number): Promise<DeadMail[]>;
  /** As ops of the tenant; throws unless the status is as expected. */
  ask<T>(request: Omit<TestRequest, 'token'>, status?: number): Promise<T>;
  refused(request: Omit<TestRequest, 'token'>): Promise<RawReply>;
  letter(id: string): Promise<SyncErrorDetail>;
  /** Resolves when a redrive is over. */
  over(id: string): Promise<Redrive>;
  events(
    type: string,
  ): Promise<{ type: string; actor: string; inbound_id: string | null; data: Record<string, unknown> }[]>;
}

const PATH = '/api/v1/sync-errors/';

/** The API with a real worker, whose flow cannot reach the core for mails that are to die. */
export async function startDeadMails(): Promise<DeadMails> {
  const test = await createTestCore();
  const broken = new Map<string, Trouble>();
  const httpFor = (correlationId: string): Http => {
    const real = createCoreHttp(test.core.dispatch, correlationId, outsideHttp);
    return async (request) => {
      const trouble = broken.get(correlationId.replace('accept-', ''));
      return trouble && request.url.endsWith(trouble.at)
        ? { status: trouble.status, headers: {}, body: '{}' }
        : real(request);
    };
  };
  const worker = await startTestWorker(test, { httpFor });
  const token = await test.signIn('ops');
  const ask = async <T>(request: Omit<TestRequest, 'token'>, status?: number): Promise<T> => {
    const reply = await test.send({ ...request, token });
    const fine = status === undefined ? reply.status < 300 : reply.status === status;
    if (!fine) throw new Error(`${request.path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply.body as T;
  };
  return {
    ...test,
    ...{ worker, broken, ask },
    refused: (request) => test.send({ ...request, token }),
    letter: (id) => ask<SyncErrorDetail>({ path: `${PATH}${id}/` }),
    async die(mail = {}, trouble = REFUSED) {
      const trackingId = randomUUID();
      broken.set(trackingId, trouble);
      await accept(test, trackingId, mail);
      await worker.outcome(trackingId);
      broken.delete(trackingId);
      const row = await test.db.withTenant(test.ours.scope, (tx) =>
        tx.sql<SyncErrorRow>('sync_errors').where({ inbound_id: trackingId }).first('id'),
      );
      if (!row) throw new Error('the mail did not die');
      return { id: row.id, trackingId };
    },
    bury: (number) => buryMany(test, number),
    over: (id) =>
      until(async () => {
        // Each look is a request with a token: no more of them than somebody at a screen would send.
        await pause(100);
        const redrive = await ask<Redrive>({ path: `${PATH}redrives/${id}/` });
        return redrive.state === 'finished' || redrive.state === 'stopped' ? redrive : undefined;
      }),
    events: (type) =>
      test.db.withTenant(test.ours.scope, (tx) =>
        tx
          .sql<{
            id: number;
            type: string;
            actor: string;
            inbound_id: string | null;
            data: Record<string, unknown>;
          }>('events')
          .where({ type })
          .orderBy('id')
          .select('type', 'actor', 'inbound_id', 'data'),
      ),
    async close() {
      await worker.stop();
      await test.close();
    },
  };
}

async function buryMany(test: TestCore, number: number): Promise<DeadMail[]> {
  const refused = new FlowFailed({
    ...{ status: 'failed', steps: [], failures: [], outputs: {}, duration_ms: 1 },
    error: {
      ...{
        step: 'check_duplicate',
        error_class: 'InputError',
        message: 'the core refused it',
        cause: new InputError('no'),
      },
      ...{ retryable: false, retry_after: null, continued: false },
    },
  });
  const dead: DeadMail[] = [];
  for (let at = 0; at < number; at += 1) {
    const trackingId = randomUUID();
    const mail = await fromRawMail(rawMail({ subject: `RFQ ${at}: price for ball valves` }), undefined);
    // Accepted and buried in one transaction: no worker ever sees it alive.
    const id = await test.db.withTenant(test.ours.scope, async (tx) => {
      await acceptBatch(tx, [{ mail, trackingId, correlationId: `accept-${trackingId}` }]);
      await bury(tx, KEY_RING, trackingId, 4, causeOfDeath(refused));
      const row = await tx.sql<SyncErrorRow>('sync_errors').where({ inbound_id: trackingId }).first('id');
      return row?.id ?? '';
    });
    dead.push({ id, trackingId });
  }
  return dead;
}

interface SyncErrorRow {
  id: string;
  inbound_id: string;
}

/** Under an id that is known beforehand: the mail must be broken before anybody can work on it. */
async function accept(test: TestCore, trackingId: string, mail: TestMail): Promise<void> {
  const offer = {
    mail: await fromRawMail(rawMail(mail), undefined),
    trackingId,
    correlationId: `accept-${trackingId}`,
  };
  const [refusal] = await test.db.withTenant(test.ours.scope, (tx) => acceptBatch(tx, [offer]));
  if (refusal) throw refusal;
}
