import { useQuery } from '@tanstack/react-query';
import { operationsHash } from '../../lib/operations-route.ts';
import { sentence } from '../../lib/sentence.ts';
import { texts } from '../../messages/dashboard.ts';
import { number } from '../../messages/words.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useSend } from '../session/session-context.tsx';
import { causesQuery } from '../shared/api/list-causes.ts';
import { Panel } from './panel.tsx';
import './top-causes.css';

const SHOWN = 5;

/** What most of the open dead letters died of; nothing where there is none. */
export function TopCauses() {
  const { data: causes } = useQuery(causesQuery(useSend(), { status: 'open', entityId: null }));
  if (!causes || causes.length === 0) return null;
  const all = (
    <a className="text-link" href={operationsHash('dead-letters')}>
      {texts.allCauses}
    </a>
  );
  return (
    <Panel title={texts.topCauses} note={all}>
      <ol className="top-causes">
        {causes.slice(0, SHOWN).map(({ fingerprint, count, explanation, last_died_at: last }) => (
          <li key={fingerprint}>
            <a href={operationsHash('dead-letters', [], { cause: fingerprint })}>
              <span className="top-cause-count">{number(count)}</span>
              <span>{sentence(explanation.failed)}</span>
              <span className="top-cause-last">
                <TimeAgo instant={last} />
              </span>
            </a>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
