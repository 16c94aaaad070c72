import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/dead-letters.ts';
import { ViewTabs } from '../../ui/view-tabs.tsx';
import { EVERY_STATUS } from './letter-filter.ts';

/** Two ways to look at the same letters. */
export function LetterViews({ causes, query }: { causes: boolean; query: OperationsRoute['query'] }) {
  const { status, entity } = query;
  // Words and a chosen cause are given up: causes are found neither by the one nor by the other.
  const byCause = { status: status === EVERY_STATUS ? undefined : status, entity };
  const oneByOne = { ...query, cause: undefined, view: 'list' };
  return (
    <ViewTabs
      label={texts.views}
      tabs={[
        { name: texts.byCause, href: operationsHash('dead-letters', [], byCause), current: causes },
        { name: texts.oneByOne, href: operationsHash('dead-letters', [], oneByOne), current: !causes },
      ]}
    />
  );
}
