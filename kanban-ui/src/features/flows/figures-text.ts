import type { StepFigures } from '@pebble/contract/flow-versions';
import { duration, texts } from '../../messages/flows.ts';
import type { Colours } from './step-tones.ts';

const words = texts.picture;

/** The same in the room that a step of the picture has. */
export function briefFigures(figures: StepFigures | undefined, colours: Colours): string | null {
  const slow = figures?.p95_ms;
  if (colours !== 'time' || slow === null || slow === undefined) return figuresText(figures, colours);
  return words.slow(duration(slow));
}

/** What the last runs say about a step, in a few words; null when nothing was asked. */
export function figuresText(figures: StepFigures | undefined, colours: Colours): string | null {
  if (colours === 'none') return null;
  if (!figures || figures.runs === 0) return words.notRun;
  if (colours === 'failures') return words.failed(figures.failed, figures.runs);
  return [
    figures.median_ms !== null && words.took(duration(figures.median_ms)),
    figures.p95_ms !== null && words.slow(duration(figures.p95_ms)),
  ]
    .filter(Boolean)
    .join(', ');
}
