// Generated from pieces/kit/src/host/retrying.ts by `npm run nodes:generate`: change it there.
import { retryAfterSeconds } from '../error-for-status';
import { effectOf, type Http, type HttpRequest, type HttpResponse } from '../http';

/** What a host brings to repeat requests. */
export interface RetryPort {
  /** Milliseconds. Rejects when the run is called off. */
  sleep: (ms: number) => Promise<void>;
  /** In [0, 1); spreads the tries of many. */
  random: () => number;
  /** Tries in all; 4 when left out. */
  attempts?: number;
  /** Ceiling of the first pause in milliseconds, doubled with each try; 500 when left out. */
  baseMs?: number;
  /** A wait that the other side asks for is kept up to here, in milliseconds; 30,000 when left out. A longer one is the caller's. */
  longestMs?: number;
}

/** Answers after which the other side may be well again. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 500, 502, 503, 504, 509]);

/**
 * Repeats single requests, not whole operations: what an operation has done before is not done again. A request that changes
 * something once is repeated only when it was certainly not carried out: after 429, which is said before any work.
 */
export function retrying(http: Http, port: RetryPort): Http {
  const { attempts = 4, longestMs = 30_000 } = port;
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await tryOnce(http, request);
      const last = attempt >= attempts || !mayRepeat(request, outcome);
      const wait = last ? null : pause(port, attempt, outcome);
      if (wait === null || wait > longestMs) {
        if ('error' in outcome) throw outcome.error;
        return outcome.answer;
      }
      await port.sleep(wait);
    }
  };
}

type Outcome = { answer: HttpResponse } | { error: unknown };

async function tryOnce(http: Http, request: HttpRequest): Promise<Outcome> {
  try {
    return { answer: await http(request) };
  } catch (error) {
    return { error };
  }
}

function mayRepeat(request: HttpRequest, outcome: Outcome): boolean {
  if ('answer' in outcome && outcome.answer.status === 429) return true;
  if (effectOf(request) === 'once') return false;
  return 'error' in outcome ? !isFinal(outcome.error) : PASSING.has(outcome.answer.status);
}

// An error of the host's own, such as an open breaker or an ended run, says itself whether it passes.
function isFinal(error: unknown): boolean {
  return error instanceof Error && 'retryable' in error;
}

/** Milliseconds: what the other side asked for, else exponential with full jitter. */
function pause({ random, baseMs = 500 }: RetryPort, attempt: number, outcome: Outcome): number {
  const asked = 'answer' in outcome ? retryAfterSeconds(outcome.answer.headers) : null;
  // A little more than asked, and not all at the same instant.
  if (asked !== null) return Math.ceil(asked * 1000 + random() * baseMs);
  return Math.ceil(random() * baseMs * 2 ** (attempt - 1));
}
