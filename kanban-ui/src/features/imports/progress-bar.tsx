import type { Import, RowResult } from '@pebble/contract/imports';
import { texts } from '../../messages/imports.ts';
import type { ChipTone } from '../../ui/chip.tsx';
import { isArchive } from './import-kinds.ts';
import { RESULT_TONES } from './result-tones.ts';
import './progress-bar.css';

const ORDER: readonly ChipTone[] = ['ok', 'none', 'warn', 'danger'];

/** How far an import is, by what became of its rows. */
export function ProgressBar({ one }: { one: Import }) {
  const { rows_done: done, rows_total: total, counts } = one;
  const all = Math.max(total ?? done, done, 1);
  const results = (Object.entries(counts) as [RowResult, number][]).toSorted(
    ([a], [b]) => ORDER.indexOf(RESULT_TONES[a]) - ORDER.indexOf(RESULT_TONES[b]),
  );
  return (
    <span
      className="import-bar"
      role="progressbar"
      aria-label={texts.progress.meter}
      aria-valuemin={0}
      aria-valuemax={all}
      aria-valuenow={done}
      aria-valuetext={texts.progress.of(done, total, isArchive(one))}
    >
      {results.map(([result, n]) => (
        <span key={result} data-tone={RESULT_TONES[result]} style={{ flexGrow: n }} />
      ))}
      <span style={{ flexGrow: all - done }} />
    </span>
  );
}
