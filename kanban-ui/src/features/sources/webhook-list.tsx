import type { Source } from '@pebble/contract/sources';
import { useQuery } from '@tanstack/react-query';
import { Webhook } from 'lucide-react';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/sources.ts';
import { ErrorState, Skeleton, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { useSend } from '../session/session-context.tsx';
import { webhooksQuery } from './api/read-sources.ts';
import { DoorChips } from './door-chips.tsx';
import { DoorTraffic } from './door-traffic.tsx';

/** Third parties that may post mail. @param open what the drawer shows, as the path below `sources` */
export function WebhookList({ open }: { open: string }) {
  const sources = useQuery(webhooksQuery(useSend()));
  if (sources.isPending) return <Skeleton width="100%" height="120px" />;
  if (!sources.data) return <ErrorState error={sources.error} onRetry={() => void sources.refetch()} />;
  const { none, noneText, caption } = texts.webhook;
  if (sources.data.length === 0) {
    return <State icon={<Webhook size={28} aria-hidden />} title={none} text={noneText} />;
  }
  const head = (
    <>
      <th scope="col">{texts.name}</th>
      <th scope="col">{texts.state}</th>
      <th scope="col">{texts.traffic}</th>
      <th scope="col">{texts.last}</th>
    </>
  );
  return (
    <Table caption={caption} head={head}>
      {sources.data.map((source) => (
        <WebhookRow key={source.id} source={source} open={open === `webhooks/${source.id}`} />
      ))}
    </Table>
  );
}

function WebhookRow({ source, open }: { source: Source; open: boolean }) {
  return (
    <tr role="row" data-open={open || undefined} data-source={source.id}>
      <td role="cell" className="door-name">
        <a
          href={operationsHash('sources', ['webhooks', source.id])}
          data-opens={`webhooks/${source.id}`}
          aria-current={open || undefined}
        >
          <bdi>{source.name}</bdi>
        </a>
        <span className="table-sub">{source.mailbox ?? texts.anyMailbox}</span>
      </td>
      <td role="cell" className="door-state">
        <DoorChips mode={source.mode} enabled={source.enabled} />
      </td>
      <DoorTraffic counts={source.counts} />
    </tr>
  );
}
