import type { MailFeed } from '@pebble/contract/mail-feeds';
import { useQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/connections.ts';
import { ListSkeleton } from '../../ui/list-parts.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useSend } from '../session/session-context.tsx';
import { feedsQuery } from './api/feeds.ts';
import { FeedChips } from './feed-chips.tsx';

const words = texts.feed;

/** Mailboxes that are read through a connection, and how each is doing. */
export function FeedList() {
  const feeds = useQuery(feedsQuery(useSend()));
  if (feeds.isPending) return <ListSkeleton />;
  if (!feeds.data) return <ErrorState error={feeds.error} onRetry={() => void feeds.refetch()} />;
  if (feeds.data.length === 0) {
    return <State icon={<Inbox size={28} aria-hidden />} title={words.none} text={words.noneText} />;
  }
  return (
    <>
      <p className="connection-lead">{words.lead}</p>
      <Table caption={words.caption} head={HEAD}>
        {feeds.data.map((feed) => (
          <FeedRow key={feed.id} feed={feed} />
        ))}
      </Table>
    </>
  );
}

const HEAD = (
  <>
    <th scope="col">{words.name}</th>
    <th scope="col">{words.state}</th>
    <th scope="col">{words.lag}</th>
    <th scope="col">{words.lastPoll}</th>
  </>
);

function FeedRow({ feed }: { feed: MailFeed }) {
  return (
    <tr role="row" data-feed={feed.id}>
      <td role="cell" className="connection-name">
        <a href={operationsHash('connections', ['feeds', feed.id])} data-opens={feed.id}>
          <bdi>{feed.name}</bdi>
        </a>
        <span className="table-sub">
          {feed.mailbox} · {feed.connection} · {feed.folder}
        </span>
      </td>
      <td role="cell" className="connection-state">
        <FeedChips feed={feed} />
        {feed.last_error !== null && <span className="table-sub">{feed.last_error}</span>}
      </td>
      <td role="cell" data-label={words.lag}>
        {words.lagOf(feed.backlog.waiting, feed.backlog.put_aside)}
      </td>
      <td role="cell" data-label={words.lastPoll}>
        {feed.last_poll_at === null ? words.never : <TimeAgo instant={feed.last_poll_at} />}
      </td>
    </tr>
  );
}
