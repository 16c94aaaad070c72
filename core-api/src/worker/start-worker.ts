import type { Database } from '../db/database.ts';
import { systemScope } from '../db/scope.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { installFlow, type FlowPackage } from '../features/flows/install-flow.ts';
import { EMAIL_QUEUE } from '../features/ingestion/accept-batch.ts';
import { crashPoint } from '../runtime/crash-points.ts';
import { isKept } from './kept-flow.ts';
import { OutboxRelay } from './outbox-relay.ts';
import { processMail, type WorkerDeps } from './process-mail.ts';
import type { Queue } from './queue.ts';
import { RedriveRunner } from './redrive-runner.ts';
import { RetentionKeeper } from './retention-keeper.ts';
import { Sweeper, type SweepTimes } from './sweeper.ts';

/** Gives every tenant the catalogue's flows, but for those that it keeps. Returns how many were new or changed. */
export async function installFlows(
  db: Database,
  catalog: readonly FlowPackage[],
  correlationId: string,
): Promise<number> {
  let changed = 0;
  for (const tenant of await db.tenants()) {
    for (const flow of catalog) {
      const scope = systemScope(tenant.id, 'catalogue', correlationId);
      const install = async (tx: TenantTx) => !(await isKept(tx, flow)) && installFlow(tx, flow);
      if (await db.withTenant(scope, install)) changed += 1;
    }
  }
  return changed;
}

export interface RunningWorker {
  /** Carries no more mail to the queue. What the queue has is worked on until it is closed, which waits for it. */
  stop(): Promise<void>;
}

/** Begins to carry accepted mail to the queue, and to work through it with `concurrency` mails at a time. */
export async function startWorker(
  deps: WorkerDeps & {
    queue: Queue;
    concurrency: number;
    window: number;
    sweep: SweepTimes;
    retentionDays: number;
  },
): Promise<RunningWorker> {
  const relay = new OutboxRelay(deps);
  await deps.queue.consume(EMAIL_QUEUE, deps.concurrency, async (attempt) => {
    try {
      await processMail(deps, attempt);
      crashPoint('attempt.before-acknowledge');
    } finally {
      relay.progress();
    }
  });
  relay.start();
  const sweeper = new Sweeper(deps);
  sweeper.start();
  const background = [new RedriveRunner(deps), new RetentionKeeper(deps)];
  for (const one of background) one.start();
  return {
    async stop() {
      await Promise.all(background.map((one) => one.stop()));
      await sweeper.stop();
      await relay.stop();
    },
  };
}
