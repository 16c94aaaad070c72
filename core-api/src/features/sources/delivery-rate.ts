import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ApiProblem } from '../../http/problem.ts';

/**
 * How many signed deliveries of a source are taken in a minute. Counted in this process only: it keeps one third party
 * from using up the process, and costs no write. What is not signed is not counted, or a stranger could shut a source out.
 */
export class DeliveryRate {
  private readonly limiters = new Map<number, RateLimiterMemory>();

  /** @throws ApiProblem too_many_requests */
  async admit(source: { id: string; rate_per_minute: number }): Promise<void> {
    const points = source.rate_per_minute;
    const limiter = this.limiters.get(points) ?? new RateLimiterMemory({ points, duration: 60 });
    this.limiters.set(points, limiter);
    try {
      await limiter.consume(source.id);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new ApiProblem('too_many_requests', {
        detail: `This source may post ${points} times a minute.`,
        retryAfter: refused.msBeforeNext / 1000,
      });
    }
  }
}
