import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { narrowTo } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/flows.ts';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { Select } from '../../ui/select.tsx';
import { ErrorState, Skeleton } from '../../ui/state.tsx';
import { useSend } from '../session/session-context.tsx';
import type { Version } from './api/change-flows.ts';
import { figuresQuery, graphQuery } from './api/read-flows.ts';
import { FlowTable } from './flow-table.tsx';
import { Legend } from './legend.tsx';
import { COLOURS } from './step-tones.ts';
import { shortHash, versionKey } from './views.ts';

/** The library that draws is half of all that this screen needs, so it comes when a picture is first looked at. */
const FlowGraph = lazy(async () => ({ default: (await import('./flow-graph.tsx')).FlowGraph }));

const words = texts.picture;
const LOOKS = [['picture', words.asPicture] as const, ['table', words.asTable] as const];
/** Where a picture of many steps could only be read by moving it about. */
const NARROW = '(width < 640px)';
const COLOUR_CHOICES = COLOURS.map((one) => [one, words.colourBy[one]] as const);

interface PictureProps {
  versions: readonly Version[];
  query: Readonly<Record<string, string>>;
}

/** A version of a flow as a picture, or as a table that tells the same. */
export function Picture({ versions, query }: PictureProps) {
  const send = useSend();
  const shown =
    versions.find((one) => versionKey(one) === query['version']) ??
    versions.find((one) => one.active) ??
    versions[0];
  const flowId = shown?.flow_id ?? '';
  const colours = COLOURS.find((one) => one === query['colours']) ?? 'none';
  const graph = useQuery(graphQuery(send, flowId, shown ? versionKey(shown) : ''));
  const figures = useQuery({
    ...figuresQuery(send, flowId, shown?.content_hash ?? ''),
    enabled: colours !== 'none',
  });
  const narrow = useMediaQuery(NARROW);
  const look = LOOKS.find(([one]) => one === query['look'])?.[0] ?? (narrow ? 'table' : 'picture');
  const choices = versions.map((one) => [versionKey(one), nameOf(one, versions)] as const);
  return (
    <section className="flow-section" aria-label={texts.views.picture}>
      <div className="flow-tools">
        <Select
          label={words.version}
          options={choices}
          value={shown ? versionKey(shown) : ''}
          onChoose={(version) => narrowTo({ version })}
        />
        <Select
          label={words.look}
          options={LOOKS}
          value={look}
          onChoose={(next) => narrowTo({ look: next })}
        />
        <Select
          label={words.colours}
          options={COLOUR_CHOICES}
          value={colours}
          onChoose={(next) => narrowTo({ colours: next === 'none' ? undefined : next })}
        />
        {colours !== 'none' && <Legend colours={colours} runs={figures.data?.runs ?? null} />}
      </div>
      {graph.isPending ? (
        <Skeleton width="100%" height="320px" />
      ) : !graph.data ? (
        <ErrorState error={graph.error} onRetry={() => void graph.refetch()} />
      ) : look === 'table' ? (
        <FlowTable graph={graph.data} figures={figures.data?.steps} colours={colours} />
      ) : (
        <ErrorBoundary area={flowId}>
          <Suspense fallback={<Skeleton width="100%" height="320px" />}>
            <FlowGraph graph={graph.data} figures={figures.data?.steps} colours={colours} />
          </Suspense>
          <p className="flow-lead">{words.help}</p>
        </ErrorBoundary>
      )}
    </section>
  );
}

function nameOf(one: Version, all: readonly Version[]): string {
  const alone = all.filter(({ version }) => version === one.version).length === 1;
  const name = alone ? one.version : `${one.version} (${shortHash(one.content_hash)})`;
  return one.active ? `${name}, ${texts.versions.active}` : name;
}
