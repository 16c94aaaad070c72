/** Something about a flow that has to be mended first. */
export interface Finding {
  /** Null for the flow as a whole. */
  step: string | null;
  problem: string;
  /** What to do about it. */
  remedy: string;
  /** The engine that it keeps the flow from; null when it is wrong everywhere. */
  engine: 'n8n' | null;
}

export function finding(step: string | null, problem: string, remedy: string): Finding {
  return { step, problem, remedy, engine: null };
}
