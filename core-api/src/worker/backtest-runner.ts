import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { newId } from '../db/new-id.ts';
import { systemScope } from '../db/scope.ts';
import { KEPT_DAYS } from '../features/backtests/backtest-rows.ts';
import { Pause } from '../features/events/pause.ts';
import { forgetOld, tryNext } from './backtest.ts';
import type { TryVersion } from './backtest-mail.ts';

/** While there is nothing to try anywhere. */
const IDLE_MS = 1_000;
/** After each mail it rests as long as that took, within these bounds: at most half of one core's time is spent on trying. */
const REST_MS = { least: 5, most: 1_000 };
const FORGET_EVERY_MS = 3600_000;

interface Deps {
  db: Database;
  log: Logger;
  tryVersion: TryVersion;
}

/** Works through backtests, of whatever tenant, one mail at a time. Any number of processes may: each mail is tried by one of them. */
export class BacktestRunner {
  private readonly deps: Deps;
  private readonly pause = new Pause();
  private running: Promise<void> = Promise.resolve();
  private forgetAt = 0;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  start(): void {
    this.running = this.loop();
  }

  async stop(): Promise<void> {
    this.pause.close();
    await this.running;
  }

  private async loop(): Promise<void> {
    while (!this.pause.closed) {
      const began = Date.now();
      const busy = await this.round().catch((error: unknown) => {
        this.deps.log.warn({ err: error }, 'backtests rest until the database answers again');
        return false;
      });
      const took = Math.min(Math.max(Date.now() - began, REST_MS.least), REST_MS.most);
      const wait = busy ? took : IDLE_MS;
      await this.pause.wait({ atLeast: wait, atMost: wait });
    }
  }

  /** One mail of each tenant whose backtest is due. Returns whether anything was done. */
  async round(): Promise<boolean> {
    const { db, log, tryVersion } = this.deps;
    let busy = false;
    for (const tenantId of await db.backtestsDue()) {
      if (this.pause.closed) break;
      const scope = systemScope(tenantId, 'backtest', newId());
      try {
        if (await tryNext(db, scope, tryVersion)) busy = true;
      } catch (error) {
        // One tenant's trouble must not hold up the others; the lease ends by itself, and then it is tried again.
        log.error({ err: error, tenant_id: tenantId }, 'a backtest could not be carried on; trying again');
      }
    }
    if (Date.now() >= this.forgetAt) await this.forget();
    return busy;
  }

  private async forget(): Promise<void> {
    const { db } = this.deps;
    for (const { id } of await db.tenants()) {
      const scope = systemScope(id, 'retention', newId());
      while (!this.pause.closed && (await db.withTenant(scope, (tx) => forgetOld(tx, KEPT_DAYS))));
    }
    this.forgetAt = Date.now() + FORGET_EVERY_MS;
  }
}

/** Begins to work through backtests. Returns what stops it. */
export function startBacktests(deps: Deps): () => Promise<void> {
  const runner = new BacktestRunner(deps);
  runner.start();
  return () => runner.stop();
}
