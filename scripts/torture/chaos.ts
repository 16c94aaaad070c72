import { setTimeout as pause } from 'node:timers/promises';
import type { FragilePostgres } from './fragile-postgres.ts';
import type { OwnRedis } from './own-redis.ts';
import type { Random } from './random.ts';
import type { Supervised } from './supervised.ts';

export interface Damage {
  kills: number;
  flushes: number;
  restarts: number;
}

interface Targets {
  fleet: readonly Supervised[];
  postgres: FragilePostgres;
  redis: OwnRedis | null;
}

const KILLED_AT_ANY_TIME = 0.1;

/** What goes wrong, and when: processes by the clock, the stores each time another share of the mails has been handed over. */
export class Chaos {
  readonly damage: Damage = { kills: 0, flushes: 0, restarts: 0 };
  private readonly targets: Targets;
  private readonly random: Random;
  private readonly say: (line: string) => void;
  private readonly calm = new AbortController();
  private readonly due: { at: number; strike: () => Promise<void> }[];
  private storms: Promise<void> = Promise.resolve();
  private stores: Promise<void> = Promise.resolve();

  constructor(
    targets: Targets,
    options: { flushRedis: number; restartPostgres: number; random: Random; say: (line: string) => void },
  ) {
    this.targets = targets;
    this.random = options.random;
    this.say = options.say;
    const spread = (times: number, strike: (nth: number) => Promise<void>) =>
      Array.from({ length: times }, (_, nth) => ({
        at: (nth + 0.2 + 0.6 * options.random.next()) / times,
        strike: () => strike(nth),
      }));
    this.due = [
      ...spread(options.flushRedis, () => this.flush()),
      ...spread(options.restartPostgres, (nth) => this.crashPostgres(nth)),
    ].sort((a, b) => a.at - b.at);
  }

  /** Begins to kill a process every `seconds`; 0 kills none. */
  start(seconds: number): void {
    if (seconds > 0) this.storms = this.killOnAndOn(seconds * 1000);
  }

  /** Tells which share of the mails, from 0 to 1, has been handed over. Strikes follow one after the other. */
  reached(share: number): void {
    while ((this.due[0]?.at ?? Number.POSITIVE_INFINITY) <= share) {
      const { strike } = this.due.shift() ?? { strike: async () => undefined };
      this.stores = this.stores.then(strike);
    }
  }

  /** Ends the killing and waits for what is under way. @throws when Postgres did not come back */
  async stop(): Promise<void> {
    this.calm.abort();
    await this.storms;
    await this.stores;
  }

  private async killOnAndOn(everyMs: number): Promise<void> {
    const { signal } = this.calm;
    for (;;) {
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const victim = this.victim(everyMs);
      if (victim === null) continue;
      victim.kill();
      this.damage.kills += 1;
      this.say(`killed ${victim.name}`);
    }
  }

  /** Mostly one that has worked for a while, but a start must survive being killed as well. */
  private victim(afterMs: number): Supervised | null {
    const { fleet } = this.targets;
    const any = this.random.chance(KILLED_AT_ANY_TIME);
    const candidates = fleet.filter((one) => one.alive && (any || one.hasWorked(afterMs)));
    return candidates.length === 0 ? null : this.random.pick(candidates);
  }

  private async flush(): Promise<void> {
    await this.targets.redis?.flush();
    this.damage.flushes += 1;
    this.say('Redis has forgotten everything');
  }

  private async crashPostgres(nth: number): Promise<void> {
    const signal = nth % 2 === 0 ? 'SIGKILL' : 'SIGQUIT';
    this.say(`Postgres goes down with ${signal}`);
    await this.targets.postgres.crash(signal);
    this.damage.restarts += 1;
    this.say('Postgres is back');
  }
}
