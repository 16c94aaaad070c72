import type { RefusedSender } from '@pebble/contract/sender-checks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { DoorOpen, SearchX } from 'lucide-react';
import { operationsHash } from '../../lib/operations-route.ts';
import { mediumTime } from '../../lib/relative-time.ts';
import { narrowTo } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/senders.ts';
import { number } from '../../messages/words.ts';
import { ListSkeleton, MoreButton } from '../../ui/list-parts.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useSend } from '../session/session-context.tsx';
import { refusedQuery } from './api/list-senders.ts';

const words = texts.refused;

/** Whose mail the lists refused. */
export function RefusedList({ text }: { text: string }) {
  return (
    <section className="sender-list" aria-label={texts.tabs.refused}>
      <p className="sender-lead">{texts.leads.refused}</p>
      <div className="sender-tools">
        <SearchBox
          label={words.search}
          hint={words.searchHint}
          text={text}
          onSearch={(next) => narrowTo({ text: next }, 'replace')}
        />
      </div>
      <Refused text={text} />
    </section>
  );
}

function Refused({ text }: { text: string }) {
  const query = useInfiniteQuery({ ...refusedQuery(useSend(), text), placeholderData: keepPreviousData });
  if (query.isPending) return <ListSkeleton />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return text === '' ? (
      <State icon={<DoorOpen size={28} aria-hidden />} title={words.none} text={words.noneText} />
    ) : (
      <State icon={<SearchX size={28} aria-hidden />} title={words.noMatch} text={words.noMatchText} />
    );
  }
  const head = (
    <>
      <th scope="col">{words.sender}</th>
      <th scope="col">{words.entry}</th>
      <th scope="col" className="table-number">
        {words.mails}
      </th>
      <th scope="col">{words.last}</th>
    </>
  );
  return (
    <>
      <Table caption={words.caption} head={head} busy={query.isPlaceholderData}>
        {rows.map((row) => (
          <RefusedRow key={row.id} row={row} />
        ))}
      </Table>
      {query.hasNextPage && (
        <MoreButton busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
      )}
    </>
  );
}

function RefusedRow({ row: { sender, pattern, scope, mails, ...times } }: { row: RefusedSender }) {
  const list = scope === 'global' ? 'global' : undefined;
  return (
    <tr role="row">
      <td role="cell" className="sender-name">
        <bdi>{sender}</bdi>
      </td>
      <td role="cell" data-label={words.entry}>
        <span className="sender-note">
          <a className="text-link" href={operationsHash('senders', [], { list, text: pattern })}>
            {pattern}
          </a>
          <span className="table-sub">{words.scopes[scope]}</span>
        </span>
      </td>
      <td role="cell" data-label={words.mails} className="table-number">
        {number(mails)}
      </td>
      <td role="cell" data-label={words.last} className="sender-when">
        <span>
          <TimeAgo instant={times.last_at} />
          <span className="table-sub">{words.first(mediumTime(times.first_at))}</span>
        </span>
      </td>
    </tr>
  );
}
