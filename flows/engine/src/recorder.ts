import type { StepFailure, StepOutcome, StepStatus } from './run-result.ts';

/** Keeps what became of each step. It sees names, times and classes of errors, and never a payload. */
export interface Recorder {
  record(step: string, execution: { attempts: number; duration: number; failure?: StepFailure }): void;
  outcomes(): StepOutcome[];
  failures(): StepFailure[];
}

export function startRecorder(steps: readonly string[]): Recorder {
  const outcomes = new Map<string, StepOutcome>(steps.map((step) => [step, blank(step)]));
  const failures: StepFailure[] = [];
  return {
    record(step, { attempts, duration, failure }) {
      const outcome = outcomes.get(step) ?? blank(step);
      outcome.attempts += attempts;
      outcome.duration_ms = round(outcome.duration_ms + duration);
      outcome.status = failure ? 'failed' : worseOf(outcome.status, 'succeeded');
      if (failure) {
        outcome.error_class = failure.error_class;
        failures.push(failure);
      }
      outcomes.set(step, outcome);
    },
    outcomes: () => [...outcomes.values()],
    failures: () => failures,
  };
}

function blank(step: string): StepOutcome {
  return { step, status: 'skipped', attempts: 0, duration_ms: 0, error_class: null };
}

// In a loop one failed iteration marks the step, whatever the next ones do.
function worseOf(current: StepStatus, next: StepStatus): StepStatus {
  return current === 'failed' ? current : next;
}

/** Microseconds are enough; the rest is noise of the floating point. */
export function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
