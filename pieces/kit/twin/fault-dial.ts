/** What goes wrong with a request instead of its answer, or before it. */
export type Fault =
  | { kind: 'status'; status: number; retryAfter?: number; body?: unknown }
  /** Milliseconds before the answer. */
  | { kind: 'slow'; ms: number }
  /** The line is cut. `before`: nothing was done; `after`: it was done, and nobody is told. */
  | { kind: 'drop'; when: 'before' | 'after' };

export interface FaultRule {
  fault: Fault;
  /** Requests it is for, by method and path; all when left out. */
  method?: string;
  /** A prefix of the path, or a pattern. */
  path?: string | RegExp;
  /** Share of the requests that it hits, in [0, 1]; all when left out. */
  rate?: number;
  /** How often it hits before it is spent; endless when left out. */
  times?: number;
}

/** Turns faults on and off while a twin runs. The same seed hits the same requests. */
export class FaultDial {
  private rules: (FaultRule & { left: number })[] = [];
  private readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  /** Replaces all rules; without any, everything works. */
  set(...rules: readonly FaultRule[]): void {
    this.rules = rules.map((rule) => ({ ...rule, left: rule.times ?? Infinity }));
  }

  add(rule: FaultRule): void {
    this.rules.push({ ...rule, left: rule.times ?? Infinity });
  }

  /** The first fault that hits this request, null for none. */
  next(request: { method: string; path: string }): Fault | null {
    for (const rule of this.rules) {
      if (rule.left <= 0 || !fits(rule, request)) continue;
      if (rule.rate !== undefined && this.random() >= rule.rate) continue;
      rule.left -= 1;
      return rule.fault;
    }
    return null;
  }
}

function fits({ method, path }: FaultRule, request: { method: string; path: string }): boolean {
  if (method !== undefined && method !== request.method) return false;
  if (path === undefined) return true;
  return typeof path === 'string' ? request.path.startsWith(path) : path.test(request.path);
}
