import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect } from 'react';
import { cardLink } from '../features/board/board-dom.ts';
import { BoardPage } from '../features/board/board-page.tsx';
import { useLive } from '../features/live/use-live.ts';
import { useMe, useSend } from '../features/session/session-context.tsx';
import { boardsQuery } from '../features/shared/api/list-boards.ts';
import { useMediaQuery } from '../lib/use-media-query.ts';
import { navigate, useRoute } from '../lib/use-route.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Skeleton } from '../ui/state.tsx';
import { Shell } from './shell.tsx';

const loadDrawer = () => import('../features/card/card-drawer.tsx');
const CardDrawer = lazy(async () => ({ default: (await loadDrawer()).CardDrawer }));

/** The board that the route names and, beside or above it, the card that it names. */
export function BoardArea() {
  useLive();
  const me = useMe();
  const route = useRoute();
  const { data: boards } = useQuery(boardsQuery(useSend()));
  const board = boards?.find((one) => one.key === route.board);
  const narrow = useMediaQuery('(width < 1000px)');
  const open = board && route.cardId !== null ? route.cardId : null;
  const covered = open !== null && narrow;
  const close = useCallback(() => navigate({ cardId: null }), []);

  const first = boards?.[0]?.key;
  useEffect(() => {
    if (route.board === null && first !== undefined) navigate({ board: first }, 'replace');
  }, [route.board, first]);
  useEffect(() => {
    // The drawer's script is fetched while nobody waits for it.
    const timer = setTimeout(() => void loadDrawer().catch(() => undefined), 1500);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (open === null) return undefined;
    return () => cardLink(open)?.focus();
  }, [open]);

  const drawer = board && open !== null && (
    <div className="drawer-place">
      <ErrorBoundary area={open}>
        <Suspense fallback={<DrawerSkeleton />}>
          <CardDrawer key={open} board={board} cardId={open} modal={narrow} onClose={close} />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
  return (
    <Shell me={me} boards={boards ?? []} current={route.board} inert={covered} aside={drawer}>
      <ErrorBoundary area={route.board ?? ''}>
        <BoardPage route={route} />
      </ErrorBoundary>
    </Shell>
  );
}

function DrawerSkeleton() {
  return (
    <div className="drawer-loading">
      <Skeleton width="60%" height="24px" />
      <Skeleton width="100%" height="120px" />
    </div>
  );
}
