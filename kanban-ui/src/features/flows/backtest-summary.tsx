import { BacktestDifference, type Backtest, type BacktestVerdict } from '@pebble/contract/backtests';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/backtests.ts';
import { number } from '../../messages/words.ts';
import { BacktestBar, VERDICT_TONES, VERDICTS } from './backtest-bar.tsx';

/** How many mails come out how, and in what they differ. Each number leads to its mails. */
export function BacktestSummary({ one, chosen }: { one: Backtest; chosen: BacktestVerdict | null }) {
  const ways = BacktestDifference.options.filter((way) => one.differences[way] > 0);
  return (
    <div className="backtest-summary" role="group" aria-label={texts.summary}>
      <p role="status">
        <strong>{one.done === 0 ? texts.nothingYet : texts.changedOf(one.verdicts.changed, one.done)}</strong>{' '}
        {one.state === 'running' && texts.progress(one.done, one.total)}
      </p>
      <BacktestBar one={one} />
      <ul className="backtest-verdicts">
        {VERDICTS.map((verdict) => (
          <li key={verdict}>
            <a
              href={operationsHash('flows', [one.flow_id, one.id], {
                verdict: verdict === chosen ? 'all' : verdict,
              })}
              aria-current={verdict === chosen || undefined}
              title={texts.verdictHints[verdict]}
              data-tone={VERDICT_TONES[verdict]}
            >
              <span className="backtest-count">{number(one.verdicts[verdict])}</span>{' '}
              <span>{texts.verdicts[verdict]}</span>
            </a>
          </li>
        ))}
      </ul>
      {ways.length > 0 && (
        <p className="flow-lead">
          {ways.map((way) => `${texts.differences[way]}: ${number(one.differences[way])}`).join(' · ')}
        </p>
      )}
      {chosen !== null && <p className="flow-lead">{texts.verdictHints[chosen]}</p>}
    </div>
  );
}
