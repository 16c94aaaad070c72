import { useQuery } from '@tanstack/react-query';
import { FileQuestion } from 'lucide-react';
import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/flows.ts';
import { Chip } from '../../ui/chip.tsx';
import { ListSkeleton } from '../../ui/list-parts.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { ViewTabs } from '../../ui/view-tabs.tsx';
import { useSend } from '../session/session-context.tsx';
import { flowsQuery } from './api/read-flows.ts';
import { BacktestList } from './backtest-list.tsx';
import { BacktestView } from './backtest-view.tsx';
import { KnobForm } from './knob-form.tsx';
import { Picture } from './picture.tsx';
import { RunList } from './run-list.tsx';
import { VersionList } from './version-list.tsx';
import { mailFlowQuery } from './api/mail-flow.ts';
import { viewOf, VIEWS } from './views.ts';

/** One flow. Its parts have addresses of their own. */
export function FlowView({ flowId, route }: { flowId: string; route: OperationsRoute }) {
  const send = useSend();
  const flows = useQuery(flowsQuery(send));
  const { data: mailFlow } = useQuery(mailFlowQuery(send));
  if (flows.isPending) return <ListSkeleton />;
  if (!flows.data) return <ErrorState error={flows.error} onRetry={() => void flows.refetch()} />;
  const versions = flows.data.filter((one) => one.flow_id === flowId);
  const active = versions.find((one) => one.active);
  const shown = active ?? versions[0];
  if (!shown) {
    return <State icon={<FileQuestion size={28} aria-hidden />} title={texts.gone} text={texts.goneHint} />;
  }
  const view = viewOf(route);
  const tabs = VIEWS.map((one) => ({
    name: texts.views[one],
    href: operationsHash('flows', [flowId], { view: one === 'picture' ? undefined : one }),
    current: one === view,
  }));
  const [, backtestId] = route.path;
  return (
    <>
      <header className="flow-head">
        <h2 dir="auto">{flowId}</h2>
        <Chip tone={active ? 'ok' : 'none'}>
          {active ? `${texts.versions.active} ${active.version}` : texts.noActive}
        </Chip>
        {flowId === mailFlow && <Chip tone="accent">{texts.mailFlow.chip}</Chip>}
        <p>{shown.purpose}</p>
      </header>
      <ViewTabs label={texts.sections} tabs={tabs} />
      {view === 'picture' && <Picture versions={versions} query={route.query} />}
      {view === 'runs' && <RunList flowId={flowId} query={route.query} />}
      {view === 'versions' && <VersionList versions={versions} />}
      {view === 'knobs' && <KnobForm flowId={flowId} active={active !== undefined} />}
      {view === 'backtests' &&
        (backtestId === undefined ? (
          <BacktestList flowId={flowId} versions={versions} />
        ) : (
          <BacktestView key={backtestId} id={backtestId} flowId={flowId} query={route.query} />
        ))}
    </>
  );
}
