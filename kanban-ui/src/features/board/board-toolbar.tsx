import type { Board } from '@pebble/contract/boards';
import type { Route } from '../../lib/route.ts';
import { navigate } from '../../lib/use-route.ts';
import { t } from '../../messages.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Select } from '../../ui/select.tsx';
import { useMe } from '../session/session-context.tsx';
import { openCardCount } from '../shared/open-cards.ts';
import { KeyHelp } from './key-help.tsx';

export function BoardToolbar({ board, route }: { board: Board; route: Route }) {
  const { entities } = useMe();
  return (
    <PageHeader title={board.name} note={t.app.openCards(openCardCount(board))}>
      <SearchBox
        label={t.board.search}
        hint={t.board.searchHint}
        text={route.text}
        onSearch={(text) => navigate({ text }, 'replace')}
      />
      {entities.length > 1 && (
        <Select
          label={t.app.entity}
          options={[['', t.app.everyEntity], ...entities.map(({ slug, name }) => [slug, name] as const)]}
          value={entities.some((entity) => entity.slug === route.entity) ? (route.entity ?? '') : ''}
          onChoose={(slug) => navigate({ entity: slug || null })}
        />
      )}
      <KeyHelp />
    </PageHeader>
  );
}
