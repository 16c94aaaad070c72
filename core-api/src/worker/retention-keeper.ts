import type { Logger } from 'pino';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Database } from '../db/database.ts';
import { newId } from '../db/new-id.ts';
import { systemScope } from '../db/scope.ts';
import { Pause } from '../features/events/pause.ts';
import { destroyPayloads } from './retention.ts';
import { rewrapTenant } from './rewrap-keys.ts';

const EVERY_MS = 3600_000;

interface Deps {
  db: Database;
  log: Logger;
  keyRing: KeyRing;
  /** Days after which a settled dead letter's mail is destroyed. */
  retentionDays: number;
}

/**
 * Keeps what is sealed: destroys mails whose time is over, and brings the rest under the current key. At the start and every
 * hour, tenant by tenant. Several processes may do it at once: they pass over each other's rows.
 */
export class RetentionKeeper {
  private readonly deps: Deps;
  private readonly pause = new Pause();
  private running: Promise<void> = Promise.resolve();

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
      await this.round().catch((error: unknown) =>
        this.deps.log.warn({ err: error }, 'sealed mail was not looked after; trying again within the hour'),
      );
      await this.pause.wait({ atLeast: EVERY_MS, atMost: EVERY_MS });
    }
  }

  /** One look at every tenant. */
  async round(): Promise<void> {
    const { db, log } = this.deps;
    for (const { id } of await db.tenants()) {
      if (this.pause.closed) return;
      await this.look(id).catch((error: unknown) =>
        log.error({ err: error, tenant_id: id }, 'sealed mail of a tenant was not looked after'),
      );
    }
  }

  private async look(tenantId: string): Promise<void> {
    const { db, log, keyRing, retentionDays } = this.deps;
    const scope = systemScope(tenantId, 'retention', newId());
    let destroyed = 0;
    for (let batch = 1; batch > 0 && !this.pause.closed; destroyed += batch) {
      batch = await db.withTenant(scope, (tx) => destroyPayloads(tx, retentionDays));
    }
    const { changed, stuck } = await rewrapTenant(
      keyRing,
      (work) => db.withTenant(scope, work),
      () => this.pause.closed,
    );
    if (destroyed > 0 || changed > 0)
      log.info({ tenant_id: tenantId, destroyed, rewrapped: changed }, 'sealed mail');
    if (Object.keys(stuck).length > 0) {
      log.error(
        { tenant_id: tenantId, stuck },
        'sealed rows do not open: put the keys of these names back into PEBBLE_SEALING_KEYS',
      );
    }
  }
}
