import type { Board } from '@pebble/contract/boards';
import type { TenantTx } from '../../db/with-tenant.ts';

interface ColumnRow {
  board_id: string;
  id: string;
  key: string;
  name: string;
  is_triage: boolean;
  is_terminal: boolean;
  moves_to: string[];
  card_count: number;
}

/** The tenant's boards with their columns in order; counts are of the cards in scope. */
export async function readBoards(tx: TenantTx): Promise<Board[]> {
  const boards = await tx
    .sql<Omit<Board, 'columns'>>('boards')
    .orderBy('position')
    .select('id', 'key', 'name', 'stream');
  const { rows } = await tx.sql.raw<{ rows: ColumnRow[] }>(
    `SELECT c.board_id, c.id, c.key, c.name, c.is_triage, c.is_terminal,
            ARRAY(SELECT t.key FROM column_transitions x JOIN board_columns t ON t.tenant_id = x.tenant_id AND t.id = x.to_column_id
                  WHERE x.tenant_id = c.tenant_id AND x.from_column_id = c.id ORDER BY t.position) AS moves_to,
            (SELECT count(*)::int FROM cards k
             WHERE k.tenant_id = c.tenant_id AND k.board_id = c.board_id AND k.column_id = c.id
               AND k.merged_into IS NULL) AS card_count
     FROM board_columns c ORDER BY c.position`,
  );
  return boards.map((board) => ({
    ...board,
    columns: rows
      .filter((column) => column.board_id === board.id)
      .map(({ key, name, is_triage, is_terminal, moves_to, card_count }) => ({
        key,
        name,
        triage: is_triage,
        terminal: is_terminal,
        moves_to,
        card_count,
      })),
  }));
}
