import { startBacktest, type Backtest } from '@pebble/contract/backtests';
import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/backtests.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { ListSkeleton } from '../../ui/list-parts.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { backtestsQuery } from './api/backtests.ts';
import type { Version } from './api/change-flows.ts';
import { BacktestBar, STATE_TONES } from './backtest-bar.tsx';
import { StartBacktest } from './start-backtest.tsx';
import { useOtherMailFlow } from './use-mail-flow.ts';
import { shortHash } from './views.ts';

/** Versions of a flow that were tried, newest first. */
export function BacktestList({ flowId, versions }: { flowId: string; versions: readonly Version[] }) {
  const [starting, setStarting] = useState(false);
  const may = useMayCall(startBacktest);
  const other = useOtherMailFlow(flowId);
  const tests = useQuery(backtestsQuery(useSend(), flowId));
  return (
    <section className="flow-section" aria-label={texts.caption}>
      <p className="flow-lead">{texts.lead}</p>
      {other !== null && <p className="flow-lead">{texts.onlyMailFlow(other)}</p>}
      {may && other === null && (
        <div>
          <Button look="primary" onClick={() => setStarting(true)}>
            <FlaskConical size={15} aria-hidden />
            {texts.start}
          </Button>
        </div>
      )}
      {starting && <StartBacktest versions={versions} onClose={() => setStarting(false)} />}
      {tests.isPending ? (
        <ListSkeleton />
      ) : !tests.data ? (
        <ErrorState error={tests.error} onRetry={() => void tests.refetch()} />
      ) : tests.data.length === 0 ? (
        <State
          icon={<FlaskConical size={28} aria-hidden />}
          title={texts.none}
          text={other === null ? texts.noneText : texts.noneOther}
        />
      ) : (
        <Table caption={texts.caption} head={HEAD}>
          {tests.data.map((one) => (
            <BacktestRow key={one.id} one={one} />
          ))}
        </Table>
      )}
    </section>
  );
}

const HEAD = (
  <>
    <th scope="col">{texts.version}</th>
    <th scope="col">{texts.result}</th>
    <th scope="col">{texts.tried}</th>
    <th scope="col">{texts.when}</th>
  </>
);

function BacktestRow({ one }: { one: Backtest }) {
  return (
    <tr role="row">
      <td role="cell" className="flow-name">
        <a href={operationsHash('flows', [one.flow_id, one.id])} data-opens={one.id}>
          {one.version} <code>{shortHash(one.content_hash)}</code>
        </a>
        <span className="table-sub">{texts.against(one.active_version)}</span>
      </td>
      <td role="cell" data-label={texts.result}>
        <Chip tone={STATE_TONES[one.state]}>{texts.states[one.state]}</Chip>
        <span className="table-sub">
          {one.done === 0 ? texts.nothingYet : texts.changedOf(one.verdicts.changed, one.done)}
        </span>
      </td>
      <td role="cell" className="backtest-progress">
        {texts.progress(one.done, one.total)}
        <BacktestBar one={one} />
      </td>
      <td role="cell" data-label={texts.when}>
        <TimeAgo instant={one.created_at} />
        <span className="table-sub">{texts.by(one.created_by)}</span>
      </td>
    </tr>
  );
}
