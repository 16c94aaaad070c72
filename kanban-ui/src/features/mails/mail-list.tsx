import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Inbox, SearchX } from 'lucide-react';
import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { narrowTo } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/mails.ts';
import { Button } from '../../ui/button.tsx';
import { ListSkeleton, MoreButton } from '../../ui/list-parts.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import type { MailFilter } from '../shared/operations-keys.ts';
import { mailsQuery } from './api/list-mails.ts';
import { ANY_TIME, showsAll } from './mail-filter.ts';
import { MailTable } from './mail-table.tsx';
import { SearchedBack } from './searched-back.tsx';

const words = texts.list;

/** The mail that fits, newest first. */
export function MailList({ filter, route }: { filter: MailFilter; route: OperationsRoute }) {
  const query = useInfiniteQuery({ ...mailsQuery(useSend(), filter), placeholderData: keepPreviousData });
  if (query.isPending) return <ListSkeleton />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const mails = query.data.pages.flatMap((page) => page.items);
  const backTo = query.data.pages.at(-1)?.searched_back_to ?? null;
  const more = { busy: query.isFetchingNextPage, onMore: () => void query.fetchNextPage() };
  if (mails.length === 0 && backTo === null) return <NoMail filter={filter} />;
  return (
    <div className="mail-list">
      {mails.length > 0 && (
        <MailTable
          mails={mails}
          open={route.path.join('/')}
          query={route.query}
          busy={query.isPlaceholderData}
        />
      )}
      {backTo !== null ? (
        <SearchedBack backTo={backTo} none={mails.length === 0} {...more} />
      ) : (
        query.hasNextPage && <MoreButton {...more} />
      )}
    </div>
  );
}

function NoMail({ filter }: { filter: MailFilter }) {
  const timeless = filter.period === ANY_TIME;
  const all = showsAll(filter);
  if (all && timeless) {
    return (
      <State icon={<Inbox size={28} aria-hidden />} title={words.emptyTitle} text={words.emptyText}>
        <code className="state-code">{words.emptyCommand}</code>
      </State>
    );
  }
  return (
    <State
      icon={<SearchX size={28} aria-hidden />}
      title={all ? words.noneInPeriod : words.noMatch}
      text={all ? words.noneInPeriodText : words.noMatchText}
    >
      {!timeless && <Button onClick={() => narrowTo({ period: ANY_TIME })}>{words.anyTime}</Button>}
      {!all && (
        <a className="button button-plain" href={operationsHash('mails', [], { period: ANY_TIME })}>
          {words.showAll}
        </a>
      )}
    </State>
  );
}
