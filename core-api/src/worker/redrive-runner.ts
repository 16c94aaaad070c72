import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { newId } from '../db/new-id.ts';
import { systemScope } from '../db/scope.ts';
import { Pause } from '../features/events/pause.ts';
import { advanceOne } from './redrive.ts';

/** While there is nothing to redrive anywhere. */
const IDLE_MS = 1_000;
/** While something is under way. */
const BUSY_MS = 100;
/** Pieces of work for one tenant before the next has its turn. */
const TURNS = 10;

/** Works through redrives, of whatever tenant. Any number of processes may: each piece of work is done by one of them. */
export class RedriveRunner {
  private readonly deps: { db: Database; log: Logger };
  private readonly pause = new Pause();
  private running: Promise<void> = Promise.resolve();

  constructor(deps: { db: Database; log: Logger }) {
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
      const busy = await this.round().catch((error: unknown) => {
        this.deps.log.warn({ err: error }, 'redrives rest until the database answers again');
        return false;
      });
      const wait = busy ? BUSY_MS : IDLE_MS;
      await this.pause.wait({ atLeast: wait, atMost: wait });
    }
  }

  /** One look at all redrives that are due. Returns whether anything was done. */
  async round(): Promise<boolean> {
    const { db, log } = this.deps;
    let busy = false;
    for (const tenantId of await db.redrivesDue()) {
      const scope = systemScope(tenantId, 'redrive', newId());
      try {
        for (let turn = 0; turn < TURNS && !this.pause.closed; turn += 1) {
          if (!(await db.withTenant(scope, advanceOne))) break;
          busy = true;
        }
      } catch (error) {
        // One tenant's trouble must not hold up the others; nothing of the piece of work was committed.
        log.error({ err: error, tenant_id: tenantId }, 'a redrive could not be carried on; trying again');
      }
    }
    return busy;
  }
}
