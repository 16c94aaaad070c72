import { pino } from 'pino';
import type { FetchResult } from '../src/mail/fetch-guard.ts';
import { Attempts } from '../src/worker/attempts.ts';
import { createBullQueue } from '../src/worker/bullmq-queue.ts';
import { createCoreHttp } from '../src/worker/core-http.ts';
import { LoadedFlows } from '../src/worker/loaded-flows.ts';
import { outsideHttp } from '../src/worker/outside-http.ts';
import type { WorkerDeps } from '../src/worker/process-mail.ts';
import { startWorker } from '../src/worker/start-worker.ts';
import { KEY_RING } from './key-ring.ts';
import type { TestCore } from './test-core.ts';
import { PIPELINE_TRANSPORT, testTransport } from './transports.ts';
import { until } from './until.ts';

export interface TestWorker {
  deps: WorkerDeps;
  /** Resolves with the ingestion record once the mail has its outcome. */
  outcome(
    trackingId: string,
  ): Promise<{ state: string; card_id: string | null; attempts: number; reason: string | null }>;
  stop(): Promise<void>;
}

/** What the worker needs, for a test that hands it the attempts itself. */
export function workerDeps(test: TestCore, change: Partial<WorkerDeps> = {}): WorkerDeps {
  return {
    db: test.db,
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    attempts: new Attempts(test.core.mails, new LoadedFlows()),
    memos: test.core.memos,
    keyRing: KEY_RING,
    fetchFile: async (): Promise<FetchResult> => ({
      ok: false,
      kind: 'refused',
      reason: 'no network in tests',
    }),
    httpFor: (correlationId) => createCoreHttp(test.core.dispatch, correlationId, outsideHttp),
    issueJobToken: test.core.issueJobToken,
    retryBaseMs: 10,
    ...change,
  };
}

/** The real worker on the real queue, with pauses short enough to wait for. */
export async function startTestWorker(test: TestCore, change: Partial<WorkerDeps> = {}): Promise<TestWorker> {
  const deps = workerDeps(test, change);
  const transport = await testTransport(test, PIPELINE_TRANSPORT, deps.log);
  const queue = createBullQueue({ transport, retryBaseMs: 10, log: deps.log });
  const worker = await startWorker({
    ...deps,
    queue,
    concurrency: 8,
    window: 256,
    sweep: { everyMs: 60_000, forgottenAfterSeconds: 300 },
    retentionDays: 90,
  });
  const token = await test.signIn('admin');
  return {
    deps,
    outcome: (trackingId) =>
      until(async () => {
        const reply = await test.send({ path: `/api/v1/ingestion/${trackingId}/`, token });
        const body = reply.body as Awaited<ReturnType<TestWorker['outcome']>>;
        return ['accepted', 'processing'].includes(body.state) ? undefined : body;
      }),
    async stop() {
      await worker.stop();
      await queue.close();
    },
  };
}
