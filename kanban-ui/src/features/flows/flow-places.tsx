import type { FlowDeployment } from '@pebble/contract/flow-versions';
import { ExternalLink } from 'lucide-react';
import { texts } from '../../messages/flows.ts';
import { Chip } from '../../ui/chip.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

const words = texts.versions;

interface FlowPlacesProps {
  places: readonly FlowDeployment[];
  /** The version that is shown beside them; only another one is named. */
  beside: string | undefined;
}

/** The engines on which a flow is deployed: since when, by whom, and the way into their own editor. */
export function FlowPlaces({ places, beside }: FlowPlacesProps) {
  return (
    <ul className="flow-places">
      {places.map(({ engine, version, open_url: url, deployed_at: at, deployed_by: who }) => (
        <li key={engine}>
          <Chip tone={engine === 'embedded' ? 'none' : 'accent'}>{texts.engines[engine]}</Chip>{' '}
          {version !== beside && texts.runs.version(version)}
          {url !== null && (
            <a className="text-link" href={url} target="_blank" rel="noreferrer">
              {words.open(texts.engines[engine])}
              <ExternalLink size={13} aria-hidden />
            </a>
          )}
          <span className="table-sub">
            <TimeAgo instant={at} /> {words.since(who)}
          </span>
        </li>
      ))}
    </ul>
  );
}
