import { streamEvents } from '@pebble/contract/events';
import type { ImportState } from '@pebble/contract/imports';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { FileInput } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/imports.ts';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState, Skeleton, State } from '../../ui/state.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { importsQuery } from './api/read-imports.ts';
import { ImportTable } from './import-table.tsx';

/** How often the rows of a running import are counted anew, and how often those look who may not listen to events; in milliseconds. */
const RUNNING_MS = 2000;
const UNTOLD_MS = 15_000;

interface ImportListProps {
  state: ImportState | null;
  /** The import that was on the screen before: its link gets the focus. */
  cameFrom: string | null;
}

export function ImportList({ state, cameFrom }: ImportListProps) {
  const told = useMayCall(streamEvents);
  const query = useInfiniteQuery({
    ...importsQuery(useSend(), state),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => {
      const running = data?.pages.some(({ items }) => items.some((one) => one.state === 'running'));
      return running ? RUNNING_MS : told ? false : UNTOLD_MS;
    },
  });
  const imports = query.data?.pages.flatMap((page) => page.items) ?? [];
  useFocusOn(cameFrom, query.data);
  if (query.isPending) return <ListSkeleton />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (imports.length === 0) return <NoImports narrowed={state !== null} />;
  return (
    <div className="import-list">
      <ImportTable imports={imports} state={state} busy={query.isPlaceholderData} />
      {query.hasNextPage && (
        <Button
          look="plain"
          className="import-more"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {query.isFetchingNextPage ? t.app.loadingMore : t.app.loadMore}
        </Button>
      )}
    </div>
  );
}

/** Who comes back from an import finds the focus on its link, as soon as the list has it; `shown` is what it holds. */
function useFocusOn(id: string | null, shown: unknown): void {
  const done = useRef(false);
  useEffect(() => {
    if (done.current || id === null || !shown) return;
    const link = document.querySelector<HTMLElement>(`[data-opens="${CSS.escape(id)}"]`);
    done.current = link !== null;
    // Who has gone elsewhere meanwhile is not called back.
    if (document.activeElement === document.body) link?.focus();
  }, [id, shown]);
}

function NoImports({ narrowed }: { narrowed: boolean }) {
  const { none, noneText, noMatch, noMatchText, showAll } = texts.list;
  return (
    <State
      icon={<FileInput size={28} aria-hidden />}
      title={narrowed ? noMatch : none}
      text={narrowed ? noMatchText : noneText}
    >
      {narrowed && (
        <a className="button" href={operationsHash('imports')}>
          {showAll}
        </a>
      )}
    </State>
  );
}

function ListSkeleton() {
  return (
    <div className="import-list" aria-busy="true">
      <span className="visually-hidden">{t.app.loading}</span>
      {[1, 2, 3].map((row) => (
        <Skeleton key={row} width="100%" height="44px" />
      ))}
    </div>
  );
}
