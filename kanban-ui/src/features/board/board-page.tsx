import type { Board } from '@pebble/contract/boards';
import { useQuery } from '@tanstack/react-query';
import { Inbox, MapPinOff, SearchX } from 'lucide-react';
import { useEffect } from 'react';
import type { Route } from '../../lib/route.ts';
import { navigate } from '../../lib/use-route.ts';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState, Skeleton, State } from '../../ui/state.tsx';
import { useMe, useSend } from '../session/session-context.tsx';
import { boardsQuery } from '../shared/api/list-boards.ts';
import { BoardColumns } from './board-columns.tsx';
import { boardFilter, isNarrowed } from './board-filter.ts';
import { BoardToolbar } from './board-toolbar.tsx';
import './board-page.css';

/** The board that the route names. */
export function BoardPage({ route }: { route: Route }) {
  const boards = useQuery(boardsQuery(useSend()));
  if (boards.data) {
    const board = boards.data.find((one) => one.key === route.board);
    return board ? (
      <ShownBoard board={board} route={route} />
    ) : (
      <State
        heading="h1"
        icon={<MapPinOff size={28} aria-hidden />}
        title={t.board.unknown}
        text={t.board.unknownHint}
      />
    );
  }
  if (boards.isError)
    return <ErrorState heading="h1" error={boards.error} onRetry={() => void boards.refetch()} />;
  return <BoardSkeleton />;
}

function ShownBoard({ board, route }: { board: Board; route: Route }) {
  const filter = boardFilter(route, useMe());
  useEffect(() => {
    document.title = t.app.title(board.name);
  }, [board.name]);
  const empty = !isNarrowed(filter) && board.columns.every((column) => column.card_count === 0);
  return (
    <section className="board" aria-label={board.name} data-board={board.key}>
      <BoardToolbar board={board} route={route} />
      {empty && <EmptyBoard />}
      {isNarrowed(filter) && <NoMatch />}
      <BoardColumns key={board.key} board={board} filter={filter} openCard={route.cardId} />
    </section>
  );
}

function EmptyBoard() {
  return (
    <div className="board-empty">
      <State icon={<Inbox size={28} aria-hidden />} title={t.board.emptyTitle} text={t.board.emptyText}>
        <code className="state-code">{t.board.emptyCommand}</code>
      </State>
    </div>
  );
}

/** Stands beside a search or filter; the style sheet shows it while no column has a card. */
function NoMatch() {
  return (
    <div className="board-empty board-no-match">
      <State icon={<SearchX size={28} aria-hidden />} title={t.board.noMatchTitle} text={t.board.noMatchText}>
        <Button onClick={() => navigate({ text: '', entity: null })}>{t.board.showAll}</Button>
      </State>
    </div>
  );
}

function BoardSkeleton() {
  return (
    <section className="board" aria-busy="true" aria-label={t.app.loading}>
      <div className="page-header">
        <Skeleton width="120px" height="26px" />
      </div>
      <div className="board-columns">
        {[3, 2, 4, 1].map((cards) => (
          <div className="column" key={cards}>
            <div className="card-list">
              {Array.from({ length: cards }, (_, index) => (
                <Skeleton key={index} width="100%" height="112px" />
              ))}
            </div>
          </div>
        ))}
      </div>
    </section>
  );
}
