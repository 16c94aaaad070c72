import { useQuery } from '@tanstack/react-query';
import { Workflow } from 'lucide-react';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/flows.ts';
import { Chip } from '../../ui/chip.tsx';
import { ListSkeleton } from '../../ui/list-parts.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { useSend } from '../session/session-context.tsx';
import type { Version } from './api/change-flows.ts';
import { mailFlowQuery } from './api/mail-flow.ts';
import { deploymentsQuery, flowsQuery } from './api/read-flows.ts';
import { FlowPlaces } from './flow-places.tsx';
import { MailFlow } from './mail-flow.tsx';

/** Every flow with its active version, and where it runs. */
export function FlowList() {
  const send = useSend();
  const flows = useQuery(flowsQuery(send));
  const { data: deployments = [] } = useQuery(deploymentsQuery(send));
  const { data: mailFlow } = useQuery(mailFlowQuery(send));
  if (flows.isPending) return <ListSkeleton />;
  if (!flows.data) return <ErrorState error={flows.error} onRetry={() => void flows.refetch()} />;
  if (flows.data.length === 0) {
    return <State icon={<Workflow size={28} aria-hidden />} title={texts.none} text={texts.noneText} />;
  }
  const head = (
    <>
      <th scope="col">{texts.flow}</th>
      <th scope="col">{texts.activeVersion}</th>
      <th scope="col">{texts.runsWhere}</th>
    </>
  );
  return (
    <>
      <MailFlow versions={flows.data} />
      <Table caption={texts.caption} head={head}>
        {byFlow(flows.data).map(([flowId, versions]) => {
          const active = versions.find((one) => one.active);
          return (
            <tr role="row" key={flowId}>
              <td role="cell" className="flow-name">
                <a href={operationsHash('flows', [flowId])} data-opens={flowId}>
                  <bdi>{flowId}</bdi>
                </a>{' '}
                {flowId === mailFlow && <Chip tone="accent">{texts.mailFlow.chip}</Chip>}
                <span className="table-sub">{(active ?? versions[0])?.purpose}</span>
              </td>
              <td role="cell" data-label={texts.activeVersion}>
                {active?.version ?? texts.noActive}
                <span className="table-sub">{texts.versionsOf(versions.length)}</span>
              </td>
              <td role="cell" data-label={texts.runsWhere}>
                <FlowPlaces
                  places={deployments.filter((one) => one.flow_id === flowId)}
                  beside={active?.version}
                />
              </td>
            </tr>
          );
        })}
      </Table>
    </>
  );
}

function byFlow(all: readonly Version[]): [flowId: string, versions: Version[]][] {
  const flows = new Map<string, Version[]>();
  for (const one of all) flows.set(one.flow_id, [...(flows.get(one.flow_id) ?? []), one]);
  return [...flows].sort(([a], [b]) => a.localeCompare(b));
}
