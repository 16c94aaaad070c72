import { BacktestVerdict, type Backtest } from '@pebble/contract/backtests';
import { useQuery } from '@tanstack/react-query';
import { FileQuestion } from 'lucide-react';
import { problemCode } from '../../lib/explain-error.ts';
import { operationsHash } from '../../lib/operations-route.ts';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/backtests.ts';
import { Chip } from '../../ui/chip.tsx';
import { ListSkeleton } from '../../ui/list-parts.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import { backtestQuery } from './api/backtests.ts';
import { BacktestActs } from './backtest-acts.tsx';
import { STATE_TONES } from './backtest-bar.tsx';
import { BacktestMails } from './backtest-mails.tsx';
import { BacktestSummary } from './backtest-summary.tsx';
import { shortHash } from './views.ts';

interface BacktestViewProps {
  id: string;
  flowId: string;
  query: Readonly<Record<string, string>>;
}

/** What a version would have made of the last mails. */
export function BacktestView({ id, flowId, query }: BacktestViewProps) {
  const test = useQuery(backtestQuery(useSend(), id));
  const back = operationsHash('flows', [flowId], { view: 'backtests' });
  if (test.isPending) return <ListSkeleton />;
  if (!test.data) {
    if (problemCode(test.error) !== 'not_found') {
      return <ErrorState error={test.error} onRetry={() => void test.refetch()} />;
    }
    return (
      <State icon={<FileQuestion size={28} aria-hidden />} title={texts.gone} text={texts.goneHint}>
        <a className="button" href={back}>
          {texts.back}
        </a>
      </State>
    );
  }
  const one = test.data;
  const verdict = chosenVerdict(one, query['verdict']);
  return (
    <section className="flow-section" aria-label={`${texts.tried}: ${one.version}`}>
      <header className="backtest-head">
        <a className="text-link" href={back}>
          {texts.back}
        </a>
        <h3>
          {texts.version} {one.version} <code>{shortHash(one.content_hash)}</code>{' '}
          <Chip tone={STATE_TONES[one.state]}>{texts.states[one.state]}</Chip>
        </h3>
        <p className="flow-lead">
          {[
            texts.against(one.active_version),
            texts.by(one.created_by),
            mediumTime(one.created_at),
            texts.kept(mediumTime(one.kept_until)),
          ].join(' · ')}
        </p>
        <BacktestActs one={one} />
      </header>
      <BacktestSummary one={one} chosen={verdict} />
      <BacktestMails one={one} verdict={verdict} />
    </section>
  );
}

/** What comes out differently is what people want to see, until they choose something else. */
function chosenVerdict({ state, verdicts }: Backtest, wanted: string | undefined): BacktestVerdict | null {
  const known = BacktestVerdict.safeParse(wanted);
  if (known.success) return known.data;
  return wanted === undefined && state !== 'running' && verdicts.changed > 0 ? 'changed' : null;
}
