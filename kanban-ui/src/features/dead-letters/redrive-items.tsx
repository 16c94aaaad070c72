import { RedriveItemState, type Redrive, type RedriveItem } from '@pebble/contract/redrives';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { operationsHash } from '../../lib/operations-route.ts';
import { t } from '../../messages.ts';
import { texts } from '../../messages/redrives.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Select } from '../../ui/select.tsx';
import { ErrorState } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import { redriveItemsQuery } from './api/redrives.ts';

const TONES = {
  waiting: 'none',
  under_way: 'accent',
  succeeded: 'ok',
  died: 'danger',
  skipped: 'none',
  left: 'none',
} as const;
const CHOICES: readonly (readonly [RedriveItemState | '', string])[] = [
  ['', texts.everyItem],
  ...RedriveItemState.options.map((state) => [state, texts.itemStates[state]] as const),
];

/** What became of each mail of a redrive, in the order of sending. */
export function RedriveItems({ redrive }: { redrive: Redrive }) {
  const [state, setState] = useState<RedriveItemState | ''>('');
  const query = useInfiniteQuery({
    ...redriveItemsQuery(useSend(), redrive.id, state === '' ? null : state),
    placeholderData: keepPreviousData,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="redrive-items" aria-labelledby="redrive-items-title">
      <header className="redrive-items-head">
        <h3 id="redrive-items-title" className="drawer-heading">
          {texts.items}
        </h3>
        <Select
          label={texts.itemFilter}
          options={CHOICES}
          value={state}
          onChoose={(next) => setState(next)}
        />
      </header>
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : items.length === 0 && !query.isPending ? (
        <p className="redrive-none">{texts.noItems}</p>
      ) : (
        <ol className="redrive-list" aria-busy={query.isPlaceholderData}>
          {items.map((item) => (
            <Item key={item.position} item={item} />
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <Button
          look="plain"
          className="redrive-more"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {query.isFetchingNextPage ? t.app.loadingMore : t.app.loadMore}
        </Button>
      )}
    </section>
  );
}

function Item({ item }: { item: RedriveItem }) {
  return (
    <li data-position={item.position}>
      <span className="redrive-position">{item.position}</span>
      <span className="redrive-state">
        <Chip tone={TONES[item.state]}>{texts.itemStates[item.state]}</Chip>
        {item.edited && <Chip>{texts.edited}</Chip>}
      </span>
      <a className="text-link" href={operationsHash('dead-letters', [item.sync_error_id])}>
        <span className="visually-hidden">{texts.showLetter(item.position)}</span>
        <span aria-hidden>{texts.show}</span>
      </a>
      {item.reason !== null && <p className="redrive-outcome">{item.reason}</p>}
    </li>
  );
}
