import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Pencil, SearchX, Trash2, Users } from 'lucide-react';
import { narrowTo } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/senders.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { ListSkeleton, MoreButton } from '../../ui/list-parts.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useSend } from '../session/session-context.tsx';
import type { SenderEntry } from '../shared/api/sender-lists.ts';
import type { SenderListName } from '../shared/operations-keys.ts';
import { isAddress } from '../shared/sender-pattern.ts';
import { entriesQuery } from './api/list-senders.ts';
import type { Asked } from './entry-view.tsx';

const words = texts.entries;

interface EntryListProps {
  list: SenderListName;
  text: string;
  /** Null where the list is to be read only. */
  onAsk: ((asked: Asked) => void) | null;
}

export function EntryList({ list, text, onAsk }: EntryListProps) {
  const query = useInfiniteQuery({
    ...entriesQuery(useSend(), list, text),
    placeholderData: keepPreviousData,
  });
  if (query.isPending) return <ListSkeleton />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const entries = query.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) return <NoEntry list={list} text={text} />;
  const head = (
    <>
      <th scope="col">{words.sender}</th>
      <th scope="col">{words.reason}</th>
      <th scope="col">{words.added}</th>
      {onAsk && (
        <th scope="col">
          <span className="visually-hidden">{words.acts}</span>
        </th>
      )}
    </>
  );
  return (
    <>
      <Table caption={texts.tabs[list]} head={head} busy={query.isPlaceholderData}>
        {entries.map((entry) => (
          <EntryRow key={entry.id} entry={entry} onAsk={onAsk} />
        ))}
      </Table>
      {query.hasNextPage && (
        <MoreButton busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
      )}
    </>
  );
}

function EntryRow({ entry, onAsk }: { entry: SenderEntry } & Pick<EntryListProps, 'onAsk'>) {
  const { pattern, note, created_at: added } = entry;
  return (
    <tr role="row" data-entry={pattern}>
      <td role="cell" className="sender-name">
        <bdi>{pattern}</bdi> <Chip>{isAddress(pattern) ? words.address : words.domain}</Chip>
      </td>
      <td role="cell" data-label={words.reason} className="sender-note">
        {note === '' ? <span className="sender-muted">{words.noReason}</span> : note}
      </td>
      <td role="cell" data-label={words.added} className="sender-when">
        <TimeAgo instant={added} />
      </td>
      {onAsk && (
        <td role="cell" className="sender-acts">
          <IconButton label={words.editReason(pattern)} onClick={() => onAsk({ act: 'edit', entry })}>
            <Pencil size={15} aria-hidden />
          </IconButton>
          <IconButton label={words.remove(pattern)} onClick={() => onAsk({ act: 'remove', entry })}>
            <Trash2 size={15} aria-hidden />
          </IconButton>
        </td>
      )}
    </tr>
  );
}

function NoEntry({ list, text }: Pick<EntryListProps, 'list' | 'text'>) {
  if (text === '') {
    return <State icon={<Users size={28} aria-hidden />} title={words.none} text={words.noneText[list]} />;
  }
  return (
    <State icon={<SearchX size={28} aria-hidden />} title={words.noMatch} text={words.noMatchText}>
      <Button onClick={() => narrowTo({ text: undefined })}>{words.showAll}</Button>
    </State>
  );
}
