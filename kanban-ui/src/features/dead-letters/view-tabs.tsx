import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/dead-letters.ts';
import { EVERY_STATUS } from './letter-filter.ts';
import './view-tabs.css';

/** Two ways to look at the same letters. */
export function ViewTabs({ causes, query }: { causes: boolean; query: OperationsRoute['query'] }) {
  const { status, entity } = query;
  // Words and a chosen cause are given up: causes are found neither by the one nor by the other.
  const byCause = { status: status === EVERY_STATUS ? undefined : status, entity };
  const oneByOne = { ...query, cause: undefined, view: 'list' };
  return (
    <nav className="view-tabs" aria-label={texts.views}>
      <a href={operationsHash('dead-letters', [], byCause)} aria-current={causes ? 'true' : undefined}>
        {texts.byCause}
      </a>
      <a href={operationsHash('dead-letters', [], oneByOne)} aria-current={causes ? undefined : 'true'}>
        {texts.oneByOne}
      </a>
    </nav>
  );
}
