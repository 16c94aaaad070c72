export type StepStatus = 'succeeded' | 'failed' | 'skipped';

/** Outcome of one step; in a loop, of all its iterations together. It holds no payload, so it may be stored. */
export interface StepOutcome {
  step: string;
  /** `skipped` when the run did not come past it; `failed` when any execution of it failed. */
  status: StepStatus;
  /** How often it was tried, retries and iterations counted alike; 0 when skipped. */
  attempts: number;
  /** Milliseconds, waits between attempts included. */
  duration_ms: number;
  /** Class name of the last error, e.g. `UpstreamError`. */
  error_class: string | null;
}

/** A step that failed, also when the flow went on (`continued`). */
export interface StepFailure {
  step: string;
  error_class: string;
  /** Carries no payload when the error is a kit error; an unknown error's own words are left out. */
  message: string;
  /** Whether the same run can succeed later. */
  retryable: boolean;
  /** Seconds that the other side asked to wait, if it did. */
  retry_after: number | null;
  continued: boolean;
  /** The error itself, for its stack. */
  cause: unknown;
}

export interface RunResult {
  status: 'succeeded' | 'failed';
  /** Every step of the flow in the order of the picture, trigger first. */
  steps: readonly StepOutcome[];
  /** Every failure in the order in which they happened. */
  failures: readonly StepFailure[];
  /** The failure that ended the run; null when it succeeded. */
  error: StepFailure | null;
  /** Output by step name, for tests and for nothing else: it is payload. */
  outputs: Readonly<Record<string, unknown>>;
  /** Milliseconds. */
  duration_ms: number;
}
