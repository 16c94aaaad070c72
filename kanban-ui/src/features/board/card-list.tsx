import type { Column } from '@pebble/contract/boards';
import type { Card } from '@pebble/contract/cards';
import { useState } from 'react';
import { t } from '../../messages.ts';
import { Skeleton } from '../../ui/state.tsx';
import { useMe } from '../session/session-context.tsx';
import { isNarrowed, type BoardFilter } from './board-filter.ts';
import { CardItem } from './card-item.tsx';
import { LoadMore } from './load-more.tsx';
import type { useColumnCards } from './use-column-cards.ts';

interface CardListProps {
  column: Column;
  filter: BoardFilter;
  query: Pick<
    ReturnType<typeof useColumnCards>['query'],
    'isPending' | 'isPlaceholderData' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'
  >;
  cards: readonly Card[];
  openCard: string | null;
  onMenu: ((cardId: string) => void) | null;
}

export function CardList({ column, filter, query, cards, openCard, onMenu }: CardListProps) {
  const { entities } = useMe();
  // The card that the user was last on: Tab comes back to it.
  const [current, setCurrent] = useState<string | null>(null);
  const tabbable = cards.some((card) => card.id === current) ? current : cards[0]?.id;
  if (query.isPending) return <CardSkeletons />;
  if (cards.length === 0) return <p className="column-empty">{emptyText(column, filter)}</p>;
  const entityName = (id: string): string | null =>
    entities.length > 1 ? (entities.find((entity) => entity.id === id)?.name ?? null) : null;
  return (
    <ol
      className="card-list"
      aria-busy={query.isPlaceholderData}
      onFocus={({ target }) => {
        const card = target.closest<HTMLElement>('[data-card]');
        if (card) setCurrent(card.dataset['card'] ?? null);
      }}
    >
      {cards.map((card) => (
        <CardItem
          key={card.id}
          card={card}
          entity={filter.entityId === null ? entityName(card.entity_id) : null}
          tabbable={card.id === tabbable}
          open={card.id === openCard}
          onMenu={onMenu}
        />
      ))}
      {query.hasNextPage && !query.isPlaceholderData && (
        <LoadMore busy={query.isFetchingNextPage} onLoad={() => void query.fetchNextPage()} />
      )}
    </ol>
  );
}

function emptyText(column: Column, filter: BoardFilter): string {
  if (isNarrowed(filter)) return t.board.noMatch;
  return column.triage ? t.board.emptyTriage : t.board.emptyColumn;
}

function CardSkeletons() {
  return (
    <div className="card-list" aria-busy="true">
      <span className="visually-hidden">{t.app.loading}</span>
      {['132px', '112px', '122px'].map((height) => (
        <Skeleton key={height} width="100%" height={height} />
      ))}
    </div>
  );
}
