import { RowResult, type Import, type ImportRow } from '@pebble/contract/imports';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/imports.ts';
import { t } from '../../messages.ts';
import { number } from '../../messages/words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState, Skeleton } from '../../ui/state.tsx';
import { ViewTabs } from '../../ui/view-tabs.tsx';
import { useSend } from '../session/session-context.tsx';
import { rowsQuery } from './api/read-imports.ts';
import { DownloadRows } from './download-rows.tsx';
import { isArchive } from './import-kinds.ts';
import { RowTable } from './row-table.tsx';
import './import-rows.css';

/** How often rows are read again while they get their results, or their mails their cards; in milliseconds. */
const MOVING_MS = 3000;
/** Beyond this many pages, reading all of them again would cost more than it tells. */
const FEW_PAGES = 3;

/** What became of each row, narrowed to one result by the address. */
export function ImportRows({ one, query }: { one: Import; query: OperationsRoute['query'] }) {
  const known = RowResult.safeParse(query['result']);
  const result = known.success ? known.data : null;
  const running = one.state === 'running';
  const rows = useInfiniteQuery({
    ...rowsQuery(useSend(), one.id, result),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => {
      const pages = data?.pages ?? [];
      const moving = running || pages.some(({ items }) => items.some(isOnItsWay));
      return moving && pages.length <= FEW_PAGES ? MOVING_MS : false;
    },
  });
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="import-results" aria-labelledby="import-rows-title">
      <header className="import-results-head">
        <h3 id="import-rows-title">{texts.rows.title(isArchive(one), one.mode === 'shadow')}</h3>
        {one.rows_done > 0 && <DownloadRows one={one} result={result} />}
      </header>
      <ResultTabs one={one} query={query} result={result} />
      {rows.isPending ? (
        <Skeleton width="100%" height="120px" />
      ) : !rows.data ? (
        <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />
      ) : items.length === 0 ? (
        <p className="import-none">{result === null ? texts.rows.none : texts.rows.noneOf}</p>
      ) : (
        <RowTable one={one} rows={items} busy={rows.isPlaceholderData} />
      )}
      {rows.hasNextPage && (
        <Button
          look="plain"
          className="import-more"
          disabled={rows.isFetchingNextPage}
          onClick={() => void rows.fetchNextPage()}
        >
          {rows.isFetchingNextPage ? t.app.loadingMore : t.app.loadMore}
        </Button>
      )}
    </section>
  );
}

function isOnItsWay({ mail_state: state }: ImportRow): boolean {
  return state === 'accepted' || state === 'processing';
}

interface ResultTabsProps {
  one: Import;
  query: OperationsRoute['query'];
  result: RowResult | null;
}

/** The results that there are, with how many rows have them. */
function ResultTabs({ one, query, result }: ResultTabsProps) {
  const there = RowResult.options.filter((option) => (one.counts[option] ?? 0) > 0 || option === result);
  const hrefOf = (next?: RowResult): string =>
    operationsHash('imports', [one.id], { ...query, result: next });
  const tabs = [
    { name: `${texts.rows.every} ${number(one.rows_done)}`, href: hrefOf(), current: result === null },
    ...there.map((option) => ({
      name: `${texts.results[option]} ${number(one.counts[option] ?? 0)}`,
      href: hrefOf(option),
      current: option === result,
    })),
  ];
  return <ViewTabs label={texts.rows.filter} tabs={tabs} />;
}
