import { X } from 'lucide-react';
import { narrowTo } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/mails.ts';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Select } from '../../ui/select.tsx';
import { useMe } from '../session/session-context.tsx';
import { USUAL_PERIOD } from '../shared/api/count-mails.ts';
import type { MailFilter } from '../shared/operations-keys.ts';

const PERIODS = Object.entries(texts.periods);

/** Narrows the page: by words, by period, by entity. */
export function MailFilters({ filter }: { filter: MailFilter }) {
  const { entities } = useMe();
  const entity = entities.find(({ id }) => id === filter.entityId);
  return (
    <>
      <SearchBox
        label={texts.search}
        hint={texts.searchHint}
        text={filter.text}
        onSearch={(text) => narrowTo({ text }, 'replace')}
      />
      <Select
        label={texts.period}
        options={PERIODS}
        value={filter.period}
        onChoose={(period) => narrowTo({ period: period === USUAL_PERIOD ? undefined : period })}
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

/** Says that the mail of one sender is shown, and gives the others back. */
export function OnlySender({ sender }: { sender: string }) {
  return (
    <div className="only-sender">
      <Button title={texts.everySender} onClick={() => narrowTo({ sender: undefined })}>
        <bdi>{texts.onlyFrom(sender)}</bdi>
        <X size={15} aria-hidden />
        <span className="visually-hidden">{texts.everySender}</span>
      </Button>
    </div>
  );
}
