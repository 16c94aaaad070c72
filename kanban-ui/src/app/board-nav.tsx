import type { Board } from '@pebble/contract/boards';
import { Gavel, HeartHandshake, PackageOpen, SquareKanban } from 'lucide-react';
import { formatHash } from '../lib/route.ts';
import { t } from '../messages.ts';
import { openCardCount } from '../features/shared/open-cards.ts';

const ICONS = { crm: HeartHandshake, erp: PackageOpen, tender: Gavel, none: SquareKanban };

/** The boards, each with its number of open cards. */
export function BoardNav({ boards, current }: { boards: readonly Board[]; current: string | null }) {
  return (
    <nav className="board-nav" aria-label={t.app.boards}>
      <ul className="nav-list">
        {boards.map((board) => {
          const Icon = ICONS[board.stream];
          const count = openCardCount(board);
          return (
            <li key={board.id}>
              <a
                className="nav-link"
                href={formatHash({ board: board.key, cardId: null, text: '', entity: null })}
                aria-current={board.key === current ? 'page' : undefined}
              >
                <Icon size={17} aria-hidden />
                <span className="nav-name">{board.name}</span>
                <span className="nav-count">
                  <span aria-hidden>{count}</span>
                  <span className="visually-hidden">{t.app.openCards(count)}</span>
                </span>
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
