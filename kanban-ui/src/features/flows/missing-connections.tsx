import { useQuery } from '@tanstack/react-query';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/flows.ts';
import { useSend } from '../session/session-context.tsx';
import type { Version } from './api/change-flows.ts';
import { connectionNamesQuery } from './api/mail-flow.ts';
import { graphQuery } from './api/read-flows.ts';
import { versionKey } from './views.ts';

/** Is at hand without anybody connecting it. */
const OURS = 'pebble';

/** Warns, before mail goes through a version, of connections that its steps name and nobody has made. */
export function MissingConnections({ version }: { version: Version }) {
  const send = useSend();
  const { data: graph } = useQuery(graphQuery(send, version.flow_id, versionKey(version)));
  const { data: names } = useQuery(connectionNamesQuery(send));
  if (!graph || !names) return null;
  const used = new Set(graph.nodes.flatMap(({ connections }) => connections));
  const missing = [...used].filter((name) => name !== OURS && !names.includes(name));
  if (missing.length === 0) return null;
  return (
    <p className="flow-warning">
      {texts.versions.missing(missing)}{' '}
      <a className="text-link" href={operationsHash('connections')}>
        {texts.versions.connect}
      </a>
    </p>
  );
}
