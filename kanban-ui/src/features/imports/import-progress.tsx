import type { Import } from '@pebble/contract/imports';
import { sumOf, texts } from '../../messages/imports.ts';
import { isArchive } from './import-kinds.ts';
import { ProgressBar } from './progress-bar.tsx';
import './import-progress.css';

/** How far a run is, and why it does not go on. */
export function ImportProgress({ one }: { one: Import }) {
  const words = texts.progress;
  const { state, mode, reason, rows_done: done, rows_total: total, counts } = one;
  const long = state === 'done' && mode === 'shadow' && (counts.would_accept ?? 0) > 0;
  return (
    <section className="import-progress" aria-label={words.label} data-state={state}>
      <p className="import-progress-line">
        <strong>{words.of(done, total, isArchive(one))}</strong>
        {done > 0 && <span>{sumOf(counts)}</span>}
      </p>
      <ProgressBar one={one} />
      {one.waiting && <p className="import-progress-note">{words.waiting}</p>}
      {long && <p className="import-progress-note">{words.rehearsed}</p>}
      {reason !== null && state === 'failed' && (
        <div className="import-why">
          <h3>{words.why}</h3>
          <p>{reason}</p>
          {one.actions.includes('start') && <p>{words.goOn}</p>}
        </div>
      )}
    </section>
  );
}
