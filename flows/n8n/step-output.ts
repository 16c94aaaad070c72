/** Where a step's output lies in n8n. */
export interface StepOutput {
  /** Number of the node's output that always has it. */
  output: number;
  /** Its key in the item; null when the item is the output. */
  key: string | null;
}

/** Where an expression is written: by which step, and what it can see. */
export interface Writer {
  step: string;
  /** The step whose item this one gets; null for the trigger. */
  previous: string | null;
  outputs: ReadonlyMap<string, StepOutput>;
  /** Steps that have run for certain; the others may have been passed by. */
  sure: ReadonlySet<string>;
}
