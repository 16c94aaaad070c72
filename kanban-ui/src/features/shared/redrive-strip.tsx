import type { Redrive } from '@pebble/contract/redrives';
import { useQuery } from '@tanstack/react-query';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/redrives.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useSend } from '../session/session-context.tsx';
import { latestRedrivesQuery } from './api/latest-redrives.ts';
import { RedriveMeter } from './redrive-meter.tsx';
import { RedriveStateChip } from './redrive-state-chip.tsx';
import './redrive-strip.css';

/** The redrives that are on their way, in sight; those that are over, folded away. Nothing where there was none. */
export function RedriveStrip() {
  const { data: redrives } = useQuery(latestRedrivesQuery(useSend()));
  if (!redrives || redrives.length === 0) return null;
  const active = redrives.filter(isActive);
  const over = redrives.filter((redrive) => !isActive(redrive));
  return (
    <section className="redrives" aria-label={texts.label}>
      {active.length > 0 && <RedriveLinks redrives={active} />}
      {over.length > 0 && (
        <details className="redrives-over">
          <summary>{texts.older}</summary>
          <RedriveLinks redrives={over} />
        </details>
      )}
    </section>
  );
}

function RedriveLinks({ redrives }: { redrives: readonly Redrive[] }) {
  return (
    <ol className="redrive-links">
      {redrives.map((redrive) => (
        <li key={redrive.id}>
          <a
            className="redrive-link"
            href={operationsHash('dead-letters', ['redrives', redrive.id])}
            data-opens={`redrives/${redrive.id}`}
          >
            <span className="redrive-name">{texts.item(redrive.total)}</span>
            <RedriveStateChip state={redrive.state} />
            <span className="redrive-by">
              {redrive.created_by !== null && texts.by(redrive.created_by)}{' '}
              <TimeAgo instant={redrive.created_at} />
            </span>
            <RedriveMeter redrive={redrive} />
          </a>
        </li>
      ))}
    </ol>
  );
}

function isActive({ state }: Redrive): boolean {
  return state === 'running' || state === 'stopping';
}
