import type { StepRun } from '@pebble/contract/flows';
import type { z } from 'zod';
import { duration, texts } from '../../messages/flows.ts';

const words = texts.runs;
type Step = z.infer<typeof StepRun>;

/**
 * The steps of a run, one below the other, each bar beginning where the one before ended. Steps of the embedded engine run one after
 * the other, so that is when they ran.
 */
export function StepBars({ label, steps }: { label: string; steps: readonly Step[] }) {
  const all = Math.max(
    0.001,
    steps.reduce((sum, step) => sum + step.duration_ms, 0),
  );
  const begins = steps.map((_, at) => steps.slice(0, at).reduce((sum, step) => sum + step.duration_ms, 0));
  return (
    <ol className="step-bars" aria-label={label}>
      {steps.map((step, at) => (
        <li key={step.step} data-status={step.status}>
          <span className="step-name">{step.step}</span>
          <span className="step-line" aria-hidden>
            <span
              style={{
                marginInlineStart: `${(100 * (begins[at] ?? 0)) / all}%`,
                width: `${(100 * step.duration_ms) / all}%`,
              }}
            />
          </span>
          <span className="step-said">
            {step.status === 'skipped'
              ? words.stepStatuses.skipped
              : `${duration(step.duration_ms)}${step.attempts > 1 ? `, ${words.tries(step.attempts)}` : ''}`}
            {step.status === 'failed' && `, ${step.error_class ?? words.stepStatuses.failed}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
