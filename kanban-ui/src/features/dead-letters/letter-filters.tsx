import { SyncErrorStatus } from '@pebble/contract/dead-letters';
import type { OperationsRoute } from '../../lib/operations-route.ts';
import { narrowTo } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/dead-letters.ts';
import { t } from '../../messages.ts';
import { SearchBox } from '../../ui/search-box.tsx';
import { Select } from '../../ui/select.tsx';
import { useMe } from '../session/session-context.tsx';
import type { LetterFilter } from '../shared/operations-keys.ts';
import { EVERY_STATUS, showsCauses } from './letter-filter.ts';

const STATUSES = SyncErrorStatus.options.map((status) => [status, texts.statuses[status]] as const);
const EVERY = [EVERY_STATUS, texts.everyStatus] as const;

/** Narrows the page: by words of the message, by status, by entity. */
export function LetterFilters({ route, filter }: { route: OperationsRoute; filter: LetterFilter }) {
  const { entities } = useMe();
  const entity = entities.find(({ id }) => id === filter.entityId);
  // Causes are counted for one status at a time.
  const statuses = showsCauses(route.query, filter) ? STATUSES : [...STATUSES, EVERY];
  return (
    <>
      <SearchBox
        label={texts.search}
        hint={texts.searchHint}
        text={filter.text}
        onSearch={(text) => narrowTo({ text }, 'replace')}
      />
      <Select
        label={texts.status}
        options={statuses}
        value={filter.status ?? EVERY_STATUS}
        onChoose={(status) => narrowTo({ status: status === 'open' ? undefined : status })}
      />
      {entities.length > 1 && (
        <Select
          label={t.app.entity}
          options={[['', t.app.everyEntity], ...entities.map(({ slug, name }) => [slug, name] as const)]}
          value={entity?.slug ?? ''}
          onChoose={(slug) => narrowTo({ entity: slug })}
        />
      )}
    </>
  );
}
