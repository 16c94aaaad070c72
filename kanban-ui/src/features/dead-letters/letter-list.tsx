import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useState } from 'react';
import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/dead-letters.ts';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState, Skeleton, State } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import type { LetterFilter } from '../shared/operations-keys.ts';
import { deadLettersQuery } from './api/list-dead-letters.ts';
import { LetterTable } from './letter-table.tsx';
import { SelectionBar } from './selection-bar.tsx';
import './letter-list.css';

/** As many as the server takes by their ids; more than that is what causes are for. */
const MOST = 1000;

/** Dead letters one by one. Those that are open can be selected, to act on several at once. */
export function LetterList({ filter, route }: { filter: LetterFilter; route: OperationsRoute }) {
  const query = useInfiniteQuery({
    ...deadLettersQuery(useSend(), filter),
    placeholderData: keepPreviousData,
  });
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  if (query.isPending) return <ListSkeleton />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const letters = query.data.pages.flatMap((page) => page.items);
  if (letters.length === 0) return <NoLetters />;
  // What has been resolved or discarded meanwhile, here or elsewhere, is not selected any more.
  const selected = letters
    .filter(({ id, status }) => status === 'open' && ticked.has(id))
    .map(({ id }) => id);
  const tick = (ids: readonly string[], on: boolean): void => {
    const chosen = on ? [...selected, ...ids] : selected.filter((id) => !ids.includes(id));
    setTicked(new Set(chosen.slice(0, MOST)));
  };
  return (
    <div className="letter-list">
      <LetterTable
        letters={letters}
        open={route.path.join('/')}
        query={route.query}
        selected={selected}
        onTick={tick}
        busy={query.isPlaceholderData}
      />
      {query.hasNextPage && (
        <Button
          look="plain"
          className="letter-more"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {query.isFetchingNextPage ? t.app.loadingMore : t.app.loadMore}
        </Button>
      )}
      {selected.length > 0 && <SelectionBar ids={selected} onClear={() => setTicked(new Set())} />}
    </div>
  );
}

function NoLetters() {
  return (
    <State
      icon={<SearchX size={28} aria-hidden />}
      title={texts.table.noMatch}
      text={texts.table.noMatchText}
    >
      <a className="button" href={operationsHash('dead-letters')}>
        {texts.table.showAll}
      </a>
    </State>
  );
}

function ListSkeleton() {
  return (
    <div className="letter-list" aria-busy="true">
      <span className="visually-hidden">{t.app.loading}</span>
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} width="100%" height="44px" />
      ))}
    </div>
  );
}
