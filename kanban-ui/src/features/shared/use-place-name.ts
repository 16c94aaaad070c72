import { listBoards } from '@pebble/contract/boards';
import { useQuery } from '@tanstack/react-query';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { boardsQuery } from './api/list-boards.ts';
import { columnName } from './legal-moves.ts';

/** Names a place on a board by the keys that a report has of it; the keys themselves for those who may not see boards. */
export function usePlaceName(): (board: string, column: string) => string {
  const { data: boards } = useQuery({ ...boardsQuery(useSend()), enabled: useMayCall(listBoards) });
  return (board, column) => {
    const found = boards?.find(({ key }) => key === board);
    return `${found?.name ?? board} › ${columnName(found, column)}`;
  };
}
