import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import { ApiProblem } from '../../http/problem.ts';
import { UnfinishedGauge } from './unfinished-gauge.ts';

export interface AdmissionLimits {
  /** Accepted and unfinished mails of a tenant, beyond which no more is taken. */
  unfinished: number;
  /** Mails a minute, in each process. */
  perMinute: {
    tenant: number;
    /** Of one person, source or mail account. */
    key: number;
  };
}

export const DEFAULT_LIMITS: AdmissionLimits = {
  unfinished: 100_000,
  perMinute: { tenant: 600_000, key: 300_000 },
};

/** After this somebody who met a full queue looks again, in seconds: long enough to work thousands of mails off. */
const COME_BACK_S = 10;

/**
 * Decides whether one more mail is taken. A sender that is told to come later keeps its mail; one that is accepted into
 * a queue without end gets a promise that nobody can keep in time.
 */
export class Admission {
  private readonly limits: AdmissionLimits;
  private readonly gauge: UnfinishedGauge;
  private readonly tenants: RateLimiterMemory;
  private readonly keys: RateLimiterMemory;

  constructor(db: Database, limits: AdmissionLimits = DEFAULT_LIMITS, now?: () => number) {
    this.limits = limits;
    this.gauge = new UnfinishedGauge(db, limits.unfinished + 1, now);
    this.tenants = new RateLimiterMemory({ points: limits.perMinute.tenant, duration: 60 });
    this.keys = new RateLimiterMemory({ points: limits.perMinute.key, duration: 60 });
  }

  /**
   * Looks whether the tenant's queue has room. Cheap enough to ask before a body is read.
   * @throws ApiProblem too_many_requests with the seconds to wait
   */
  async demandRoom(tenantId: string): Promise<void> {
    if ((await this.gauge.count(tenantId)) >= this.limits.unfinished) throw this.full();
  }

  /** How many more mails of the tenant the queue takes, for those who can choose their own pace. */
  async room(tenantId: string): Promise<number> {
    return Math.max(0, this.limits.unfinished - (await this.gauge.count(tenantId)));
  }

  /** Counts one mail against every limit. @throws ApiProblem too_many_requests with the seconds to wait */
  async admit({ tenantId, actor }: Pick<Scope, 'tenantId' | 'actor'>): Promise<void> {
    await this.gauge.count(tenantId);
    if (!this.gauge.take(tenantId, this.limits.unfinished)) throw this.full();
    await demandPace(this.keys.consume(`${tenantId} ${actor}`), 'you');
    await demandPace(this.tenants.consume(tenantId), 'your organisation');
  }

  private full(): ApiProblem {
    return new ApiProblem('too_many_requests', {
      detail: `${this.limits.unfinished} mails of your organisation wait to be processed; hand this one over again later.`,
      retryAfter: COME_BACK_S,
    });
  }
}

async function demandPace(consumption: Promise<RateLimiterRes>, who: string): Promise<void> {
  try {
    await consumption;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new ApiProblem('too_many_requests', {
      detail: `More mails a minute than ${who} may hand over; hand this one over again later.`,
      retryAfter: refused.msBeforeNext / 1000,
    });
  }
}
