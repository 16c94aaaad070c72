import type { Board } from '@pebble/contract/boards';
import { lazy, useCallback, useEffect } from 'react';
import { cardLink } from '../features/board/board-dom.ts';
import { navigate } from '../lib/use-route.ts';
import { DrawerPlace } from './drawer-place.tsx';

const loadDrawer = () => import('../features/card/card-drawer.tsx');
const CardDrawer = lazy(async () => ({ default: (await loadDrawer()).CardDrawer }));

interface BoardDrawerProps {
  board: Board;
  cardId: string;
  modal: boolean;
}

/** The card that the route names. */
export function BoardDrawer({ board, cardId, modal }: BoardDrawerProps) {
  const close = useCallback(() => navigate({ cardId: null }), []);
  return (
    <DrawerPlace id={cardId} opener={cardLink}>
      <CardDrawer key={cardId} board={board} cardId={cardId} modal={modal} onClose={close} />
    </DrawerPlace>
  );
}

/** Fetches the drawer's script while nobody waits for it. */
export function useDrawerAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => void loadDrawer().catch(() => undefined), 1500);
    return () => clearTimeout(timer);
  }, []);
}
