import { activateFlowVersion } from '@pebble/contract/flow-versions';
import { startBacktest } from '@pebble/contract/backtests';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/flows.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Table } from '../../ui/table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { ActivateDialog } from './activate-dialog.tsx';
import type { Version } from './api/change-flows.ts';
import { deploymentsQuery } from './api/read-flows.ts';
import { FlowPlaces } from './flow-places.tsx';
import { StartBacktest } from './start-backtest.tsx';
import { useOtherMailFlow } from './use-mail-flow.ts';
import { shortHash, versionKey } from './views.ts';

const words = texts.versions;

/** Versions, newest first: which is active, where each is deployed, and what can be done with it. */
export function VersionList({ versions }: { versions: readonly Version[] }) {
  const { data: deployments = [] } = useQuery(deploymentsQuery(useSend()));
  const head = (
    <>
      <th scope="col">{words.version}</th>
      <th scope="col">{words.state}</th>
      <th scope="col">{words.where}</th>
      <th scope="col">{words.installed}</th>
    </>
  );
  return (
    <Table caption={words.caption} head={head}>
      {versions.map((one) => (
        <tr role="row" key={versionKey(one)} data-version={one.version}>
          <td role="cell" className="flow-version">
            <strong>{one.version}</strong>
            <code className="table-sub" title={`${words.hash}: ${one.content_hash}`}>
              {shortHash(one.content_hash)}
            </code>
            <VersionActs one={one} versions={versions} />
          </td>
          <td role="cell" data-label={words.state}>
            <Chip tone={one.active ? 'ok' : 'none'}>{one.active ? words.active : words.draft}</Chip>
          </td>
          <td role="cell" data-label={words.where}>
            <FlowPlaces
              beside={one.version}
              places={deployments.filter(
                (place) => place.flow_id === one.flow_id && versionKey(place) === versionKey(one),
              )}
            />
          </td>
          <td role="cell" data-label={words.installed}>
            <TimeAgo instant={one.installed_at} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function VersionActs({ one, versions }: { one: Version; versions: readonly Version[] }) {
  const [dialog, setDialog] = useState<'activate' | 'try' | null>(null);
  const mayActivate = useMayCall(activateFlowVersion);
  const mayTry = useMayCall(startBacktest);
  // Only what mail goes through can be tried on mail.
  const other = useOtherMailFlow(one.flow_id);
  const close = (): void => setDialog(null);
  return (
    <span className="flow-acts">
      <a className="button" href={operationsHash('flows', [one.flow_id], { version: versionKey(one) })}>
        {words.show}
      </a>
      {mayTry && other === null && <Button onClick={() => setDialog('try')}>{words.try}</Button>}
      {mayActivate && !one.active && <Button onClick={() => setDialog('activate')}>{words.activate}</Button>}
      {dialog === 'activate' && <ActivateDialog one={one} onClose={close} />}
      {dialog === 'try' && <StartBacktest versions={versions} chosen={one} onClose={close} />}
    </span>
  );
}
