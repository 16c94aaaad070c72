import { listBoards, type Board } from '@pebble/contract/boards';
import { useQuery } from '@tanstack/react-query';
import { LockKeyhole } from 'lucide-react';
import { useEffect } from 'react';
import { BoardPage } from '../features/board/board-page.tsx';
import { useLive } from '../features/live/use-live.ts';
import { mayCall, useMayCall, useMe, useSend } from '../features/session/session-context.tsx';
import { boardsQuery } from '../features/shared/api/list-boards.ts';
import { operationsHash } from '../lib/operations-route.ts';
import { useMediaQuery } from '../lib/use-media-query.ts';
import { useOperationsRoute } from '../lib/use-operations-route.ts';
import { goTo, navigate, useRoute } from '../lib/use-route.ts';
import { t } from '../messages.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { State } from '../ui/state.tsx';
import { BoardDrawer, useDrawerAhead } from './board-drawer.tsx';
import { BoardNav } from './board-nav.tsx';
import { screensFor } from './operations-areas.tsx';
import { OperationsNav } from './operations-nav.tsx';
import { OperationsDrawer, OperationsPage, opensDrawer } from './operations-page.tsx';
import { Shell } from './shell.tsx';

/** The board or the screen of operations that the route names and, beside or above it, what it opens. */
export function Workspace() {
  useLive();
  useDrawerAhead();
  const me = useMe();
  const route = useRoute();
  const operations = useOperationsRoute();
  const { data: boards } = useQuery({ ...boardsQuery(useSend()), enabled: useMayCall(listBoards) });
  const narrow = useMediaQuery('(width < 1000px)');
  useStart(boards);

  const board = operations ? undefined : boards?.find((one) => one.key === route.board);
  const card = board && route.cardId !== null && (
    <BoardDrawer board={board} cardId={route.cardId} modal={narrow} />
  );
  const detail = operations && opensDrawer(operations, me) && (
    <OperationsDrawer route={operations} modal={narrow} />
  );
  return (
    <Shell
      me={me}
      inert={narrow && Boolean(card || detail)}
      nav={
        <>
          <BoardNav boards={boards ?? []} current={board?.key ?? null} />
          <OperationsNav me={me} current={operations?.area ?? null} />
        </>
      }
      aside={card || detail}
    >
      {operations ? <OperationsPage route={operations} /> : <Boards />}
    </Shell>
  );
}

function Boards() {
  const me = useMe();
  const route = useRoute();
  if (!mayCall(listBoards, me)) {
    return (
      <State
        icon={<LockKeyhole size={28} aria-hidden />}
        heading="h1"
        title={t.app.noBoards}
        text={t.app.noBoardsHint(me.role)}
      />
    );
  }
  return (
    <ErrorBoundary area={route.board ?? ''}>
      <BoardPage route={route} />
    </ErrorBoundary>
  );
}

/** Leads from an address that names nothing to the first board, or without one to the first screen of operations. */
function useStart(boards: readonly Board[] | undefined): void {
  const me = useMe();
  const { board } = useRoute();
  const nowhere = useOperationsRoute() === null && board === null;
  const firstBoard = boards?.[0]?.key;
  const firstScreen = mayCall(listBoards, me) ? undefined : screensFor(me)[0]?.area;
  useEffect(() => {
    if (!nowhere) return;
    if (firstBoard !== undefined) navigate({ board: firstBoard }, 'replace');
    else if (firstScreen !== undefined) goTo(operationsHash(firstScreen), 'replace');
  }, [nowhere, firstBoard, firstScreen]);
}
