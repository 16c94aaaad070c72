import { deleteConnection, updateConnection, type Connection } from '@pebble/contract/connections';
import { useQuery } from '@tanstack/react-query';
import { Cable } from 'lucide-react';
import { useState } from 'react';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/connections.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { ListSkeleton } from '../../ui/list-parts.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import {
  connectionsQuery,
  connectorsQuery,
  requestConnectionEnd,
  requestConnectionTest,
} from './api/connections.ts';
import { ConnectionForm } from './connection-form.tsx';
import { EndDialog } from './end-dialog.tsx';
import { standInOf } from './stand-in.ts';
import { TestButton } from './test-button.tsx';

const words = texts.connection;

/** Every connection, without its secrets. */
export function ConnectionList() {
  const send = useSend();
  const connections = useQuery(connectionsQuery(send));
  const { data: connectors = [] } = useQuery(connectorsQuery(send));
  if (connections.isPending) return <ListSkeleton />;
  if (!connections.data) {
    return <ErrorState error={connections.error} onRetry={() => void connections.refetch()} />;
  }
  if (connections.data.length === 0) {
    return <State icon={<Cable size={28} aria-hidden />} title={words.none} text={words.noneText} />;
  }
  return (
    <>
      <p className="connection-lead">{words.lead}</p>
      {connections.data.some(standInOf) && <p className="connection-lead">{words.standInLead}</p>}
      <Table caption={words.caption} head={HEAD}>
        {connections.data.map((one) => {
          const connector = connectors.find(({ name }) => name === one.connector);
          const auth = connector?.auths.find(({ name }) => name === one.auth);
          const standIn = standInOf(one);
          return (
            <tr role="row" key={one.id} data-connection={one.name}>
              <td role="cell" className="connection-name">
                <strong>{one.name}</strong>{' '}
                {standIn !== null && <Chip tone="accent">{words.standIn(standIn)}</Chip>}
                <Acts one={one} />
              </td>
              <td role="cell" data-label={words.system}>
                <span>
                  {connector?.label ?? one.connector}
                  <span className="table-sub">{auth?.label ?? one.auth}</span>
                </span>
              </td>
              <td role="cell" data-label={words.session}>
                {one.signed_in_until === null
                  ? words.noSession
                  : `${words.until} ${mediumTime(one.signed_in_until)}`}
              </td>
              <td role="cell" data-label={words.usedBy}>
                {one.feeds.length === 0 ? (
                  words.unused
                ) : (
                  <ul className="connection-uses">
                    {one.feeds.map((feed) => (
                      <li key={feed}>
                        <bdi>{feed}</bdi>
                      </li>
                    ))}
                  </ul>
                )}
              </td>
            </tr>
          );
        })}
      </Table>
    </>
  );
}

const HEAD = (
  <>
    <th scope="col">{words.name}</th>
    <th scope="col">{words.system}</th>
    <th scope="col">{words.session}</th>
    <th scope="col">{words.usedBy}</th>
  </>
);

function Acts({ one }: { one: Connection }) {
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null);
  const mayChange = useMayCall(updateConnection);
  const mayDelete = useMayCall(deleteConnection);
  if (!mayChange) return null;
  const close = (): void => setDialog(null);
  return (
    <div className="connection-acts">
      <TestButton name={one.name} request={(send) => requestConnectionTest(send, one.id)}>
        <Button onClick={() => setDialog('edit')}>{texts.edit}</Button>
        {mayDelete && <Button onClick={() => setDialog('delete')}>{texts.remove}</Button>}
      </TestButton>
      {dialog === 'edit' && <ConnectionForm connection={one} onClose={close} />}
      {dialog === 'delete' && (
        <EndDialog
          name={one.name}
          words={
            one.feeds.length === 0 ? words : { ...words, removeLead: words.removeUsed(one.feeds.length) }
          }
          request={(send) => requestConnectionEnd(send, one.id)}
          onClose={close}
        />
      )}
    </div>
  );
}
