import { listReceipts } from '@pebble/contract/receipts';
import type { MailFeed } from '@pebble/contract/mail-feeds';
import { useQuery } from '@tanstack/react-query';
import { FileQuestion } from 'lucide-react';
import { operationsHash } from '../../lib/operations-route.ts';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/connections.ts';
import { Fact } from '../../ui/fact.tsx';
import { ListSkeleton } from '../../ui/list-parts.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { feedsQuery } from './api/feeds.ts';
import { Backfills } from './backfills.tsx';
import { FeedActs } from './feed-acts.tsx';
import { FeedChips } from './feed-chips.tsx';

const words = texts.feed;

/** One mailbox that is read: how it is doing, what can be done, and its older mail. */
export function FeedView({ id }: { id: string }) {
  const feeds = useQuery(feedsQuery(useSend()));
  const feed = feeds.data?.find((one) => one.id === id);
  if (feeds.isPending) return <ListSkeleton />;
  if (!feeds.data) return <ErrorState error={feeds.error} onRetry={() => void feeds.refetch()} />;
  if (!feed) {
    return <State icon={<FileQuestion size={28} aria-hidden />} title={words.gone} text={words.goneHint} />;
  }
  return (
    <>
      <header className="feed-head">
        <a className="text-link" href={operationsHash('connections', [], { view: 'feeds' })}>
          {words.back}
        </a>
        <h2 dir="auto">{feed.name}</h2>
        <FeedChips feed={feed} />
        {feed.last_error !== null && (
          <p className="connection-error" role="alert">
            {feed.last_error}
          </p>
        )}
        <FeedActs feed={feed} />
      </header>
      <Facts feed={feed} />
      <Backfills feed={feed} />
    </>
  );
}

function Facts({ feed }: { feed: MailFeed }) {
  const { push_state: push, backlog, counts } = feed;
  const mayProve = useMayCall(listReceipts);
  return (
    <section className="feed-section" aria-label={words.facts}>
      <dl className="facts">
        <Fact name={words.mailbox}>{feed.mailbox}</Fact>
        <Fact name={words.connection}>{feed.connection}</Fact>
        <Fact name={words.remote}>{feed.remote_mailbox}</Fact>
        <Fact name={words.folder}>{feed.folder}</Fact>
        <Fact name={words.mode}>{words.modes[feed.mode]}</Fact>
        <Fact name={words.counts}>{words.countsOf(counts.received, counts.accepted, counts.refused)}</Fact>
        <Fact name={words.lag}>
          {words.lagOf(backlog.waiting, backlog.put_aside)}
          {backlog.oldest_at !== null && `, ${words.oldest} ${mediumTime(backlog.oldest_at)}`}
        </Fact>
        <Fact name={words.lastPoll}>
          {feed.last_poll_at === null ? words.never : <TimeAgo instant={feed.last_poll_at} />}
        </Fact>
        <Fact name={words.pushState}>
          {[
            words.pushStates[push.state],
            push.detail,
            push.expires_at && `${words.until} ${mediumTime(push.expires_at)}`,
            push.last_call_at && `${words.lastCall} ${mediumTime(push.last_call_at)}`,
          ]
            .filter(Boolean)
            .join(', ')}
        </Fact>
        <Fact name={words.proved}>
          {feed.proved_until === null ? words.notProved : mediumTime(feed.proved_until)}{' '}
          {mayProve && (
            <a className="text-link" href={operationsHash('receipts', [], { feed: feed.id })}>
              {words.proof}
            </a>
          )}
        </Fact>
      </dl>
    </section>
  );
}
