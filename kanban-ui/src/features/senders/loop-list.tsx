import type { MailLoop } from '@pebble/contract/noise';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Repeat } from 'lucide-react';
import { operationsHash } from '../../lib/operations-route.ts';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/senders.ts';
import { Chip } from '../../ui/chip.tsx';
import { ListSkeleton, MoreButton } from '../../ui/list-parts.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useSend } from '../session/session-context.tsx';
import { loopsQuery } from './api/list-senders.ts';

const words = texts.loops;

/** Senders that the loop guard holds back, or has held back. */
export function LoopList() {
  return (
    <section className="sender-list" aria-label={texts.tabs.loops}>
      <p className="sender-lead">{texts.leads.loops}</p>
      <Loops />
    </section>
  );
}

function Loops() {
  const query = useInfiniteQuery(loopsQuery(useSend()));
  if (query.isPending) return <ListSkeleton />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const loops = query.data.pages.flatMap((page) => page.items);
  if (loops.length === 0) {
    return <State icon={<Repeat size={28} aria-hidden />} title={words.none} text={words.noneText} />;
  }
  const head = (
    <>
      <th scope="col">{words.sender}</th>
      <th scope="col">{words.state}</th>
      <th scope="col">{words.held}</th>
      <th scope="col">{words.last}</th>
    </>
  );
  return (
    <>
      <Table caption={words.caption} head={head}>
        {loops.map((loop) => (
          <LoopRow key={loop.id} loop={loop} />
        ))}
      </Table>
      {query.hasNextPage && (
        <MoreButton busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
      )}
    </>
  );
}

function LoopRow({ loop }: { loop: MailLoop }) {
  const held = operationsHash('mails', [], {
    noise_kind: 'loop',
    sender: loop.from_address || undefined,
    period: 'all',
  });
  return (
    <tr role="row">
      <td role="cell" className="sender-name">
        <span>
          <bdi>{loop.from_address}</bdi>
          <bdi className="table-sub">{loop.subject.trim() || words.noSubject}</bdi>
        </span>
      </td>
      <td role="cell" data-label={words.state}>
        <Chip tone={loop.active ? 'warn' : 'none'}>{loop.active ? words.active : words.over}</Chip>
      </td>
      <td role="cell" data-label={words.held}>
        <a className="text-link" href={held}>
          {texts.mails(loop.ignored)}
        </a>
      </td>
      <td role="cell" data-label={words.last} className="sender-when">
        <span>
          <TimeAgo instant={loop.last_at} />
          <span className="table-sub">{words.since(mediumTime(loop.since))}</span>
        </span>
      </td>
    </tr>
  );
}
