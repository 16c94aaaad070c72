import type { Http, HttpResponse } from '@pebble/kit/http';
import { CircuitOpenError } from '@pebble/kit/errors';
import {
  circuitBreaker,
  ConsecutiveBreaker,
  handleAll,
  BrokenCircuitError,
  type CircuitBreakerPolicy,
} from 'cockatiel';

/** Failures in a row that open the circuit of a target. */
const FAILURES = 5;
/** How long a target is left alone before one call tries it again. */
const REST_MS = 30_000;
/** Targets that are remembered; flows name few, but a mail may bring links to many. */
const MOST = 500;

/** A target that answers, but says that it cannot: as good as down. */
class Unwell extends Error {
  readonly response: HttpResponse;

  constructor(response: HttpResponse) {
    super('the target answered that it is not well');
    this.response = response;
  }
}

/**
 * Stops calling a target (scheme, host and port) that has failed again and again: a dead CRM must neither be hammered when it
 * comes back nor hold every worker in time-outs. What counts is no answer, 502, 503 and 504; a plain 500 may be one bad record.
 *
 * @throws CircuitOpenError with the seconds until the next try
 */
export function withBreaker(
  http: Http,
  options: { restMs?: number; failures?: number; now?: () => number } = {},
): Http {
  const { restMs = REST_MS, failures = FAILURES, now = Date.now } = options;
  const targets = new Map<string, { policy: CircuitBreakerPolicy; openUntil: number }>();
  const targetOf = (origin: string) => {
    const known = targets.get(origin);
    if (known) return known;
    const policy = circuitBreaker(handleAll, {
      halfOpenAfter: restMs,
      breaker: new ConsecutiveBreaker(failures),
    });
    const target = { policy, openUntil: 0 };
    policy.onBreak(() => (target.openUntil = now() + restMs));
    targets.set(origin, target);
    const [oldest] = targets.keys();
    if (targets.size > MOST && oldest !== undefined) targets.delete(oldest);
    return target;
  };
  return async (request) => {
    const { host, origin } = new URL(request.url);
    const target = targetOf(origin);
    try {
      return await target.policy.execute(async () => {
        const response = await http(request);
        if ([502, 503, 504].includes(response.status)) throw new Unwell(response);
        return response;
      });
    } catch (error) {
      if (error instanceof Unwell) return error.response;
      if (!(error instanceof BrokenCircuitError)) throw error;
      const seconds = Math.max(1, Math.ceil((target.openUntil - now()) / 1000));
      throw new CircuitOpenError(
        `${host} has failed again and again and is left alone for ${seconds} s`,
        seconds,
      );
    }
  };
}
