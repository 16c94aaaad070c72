import { BacktestVerdict, type Backtest } from '@pebble/contract/backtests';
import { texts } from '../../messages/backtests.ts';
import type { ChipTone } from '../../ui/chip.tsx';

export const STATE_TONES: Record<Backtest['state'], ChipTone> = {
  ...{ running: 'accent', finished: 'ok', cancelled: 'none' },
};

export const VERDICT_TONES: Record<BacktestVerdict, ChipTone> = {
  ...{ changed: 'warn', same: 'ok', drifted: 'accent', unsure: 'none', untried: 'danger' },
};

/** The verdicts in the order in which people ask for them. */
export const VERDICTS = BacktestVerdict.options.toSorted(
  (a, b) => Object.keys(texts.verdicts).indexOf(a) - Object.keys(texts.verdicts).indexOf(b),
);

/** How far a backtest is, by what it found. */
export function BacktestBar({ one }: { one: Backtest }) {
  return (
    <span
      className="backtest-bar"
      role="progressbar"
      aria-label={texts.meter}
      aria-valuemin={0}
      aria-valuemax={one.total}
      aria-valuenow={one.done}
      aria-valuetext={texts.progress(one.done, one.total)}
    >
      {VERDICTS.map((verdict) => (
        <span key={verdict} data-tone={VERDICT_TONES[verdict]} style={{ flexGrow: one.verdicts[verdict] }} />
      ))}
      <span style={{ flexGrow: one.total - one.done }} />
    </span>
  );
}
