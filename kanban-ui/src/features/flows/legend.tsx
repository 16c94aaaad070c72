import { texts } from '../../messages/flows.ts';
import type { Colours } from './step-tones.ts';

const words = texts.picture;
const TONES = ['ok', 'warn', 'danger'] as const;

/** What the colours mean, and how many runs they are taken from. */
export function Legend({ colours, runs }: { colours: Exclude<Colours, 'none'>; runs: number | null }) {
  const meanings = colours === 'failures' ? words.legend : words.legendTime;
  return (
    <p className="flow-legend" role="status">
      {runs === 0
        ? words.noRuns
        : TONES.map((tone) => (
            <span key={tone} data-tone={tone}>
              {meanings[tone]}
            </span>
          ))}
      {runs !== null && runs > 0 && words.figuresOf(runs)}
    </p>
  );
}
