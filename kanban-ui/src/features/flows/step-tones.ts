import type { StepFigures } from '@pebble/contract/flow-versions';

export const COLOURS = ['none', 'failures', 'time'] as const;
/** What the colours of a picture tell. */
export type Colours = (typeof COLOURS)[number];
export type StepTone = 'none' | 'ok' | 'warn' | 'danger';

/** Share of failed runs from which a step is shown in red. */
const BAD_SHARE = 0.1;
/** Milliseconds, of the 95th percentile. */
const SLOW_MS = 500;
const VERY_SLOW_MS = 3000;

/** The colour of a step; the same stands beside it in words. */
export function toneOf(figures: StepFigures | undefined, colours: Colours): StepTone {
  if (colours === 'none' || !figures || figures.runs === 0) return 'none';
  if (colours === 'failures') {
    if (figures.failed === 0) return 'ok';
    return figures.failed / figures.runs > BAD_SHARE ? 'danger' : 'warn';
  }
  const ms = figures.p95_ms ?? 0;
  return ms > VERY_SLOW_MS ? 'danger' : ms > SLOW_MS ? 'warn' : 'ok';
}
