import type { Board } from '@pebble/contract/boards';
import type { Route } from '../../lib/route.ts';
import { navigate } from '../../lib/use-route.ts';
import { t } from '../../messages.ts';
import { useMe } from '../session/session-context.tsx';
import { openCardCount } from '../shared/open-cards.ts';
import { KeyHelp } from './key-help.tsx';
import { SearchBox } from './search-box.tsx';
import './board-toolbar.css';

export function BoardToolbar({ board, route }: { board: Board; route: Route }) {
  const { entities } = useMe();
  return (
    <header className="board-toolbar">
      <h1 className="board-title">{board.name}</h1>
      <p className="board-count">{t.app.openCards(openCardCount(board))}</p>
      <div className="board-tools">
        <SearchBox text={route.text} />
        {entities.length > 1 && (
          <select
            className="entity-filter"
            aria-label={t.board.entity}
            value={entities.some((entity) => entity.slug === route.entity) ? (route.entity ?? '') : ''}
            onChange={(event) => navigate({ entity: event.target.value || null })}
          >
            <option value="">{t.board.everyEntity}</option>
            {entities.map((entity) => (
              <option key={entity.id} value={entity.slug}>
                {entity.name}
              </option>
            ))}
          </select>
        )}
        <KeyHelp />
      </div>
    </header>
  );
}
