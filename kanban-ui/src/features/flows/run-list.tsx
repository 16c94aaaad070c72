import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { narrowTo } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/flows.ts';
import { ListSkeleton, MoreButton } from '../../ui/list-parts.tsx';
import { Select } from '../../ui/select.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { useSend } from '../session/session-context.tsx';
import { deploymentsQuery, runsQuery } from './api/read-flows.ts';
import { RunRow } from './run-row.tsx';

const words = texts.runs;
const CHOICES = [['', words.all] as const, ['failed', words.failed] as const];

/** Attempts at mails: what each step did, and how long it took. */
export function RunList({ flowId, query }: { flowId: string; query: Readonly<Record<string, string>> }) {
  const status = query['status'] === 'failed' ? 'failed' : null;
  const send = useSend();
  const runs = useInfiniteQuery(runsQuery(send, flowId, status));
  const { data: deployments = [] } = useQuery(deploymentsQuery(send));
  const found = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const longest = Math.max(1, ...found.map((run) => run.duration_ms));
  return (
    <section className="flow-section" aria-label={words.caption}>
      <Select
        label={words.filter}
        options={CHOICES}
        value={status ?? ''}
        onChoose={(next) => narrowTo({ status: next })}
      />
      {runs.isPending ? (
        <ListSkeleton />
      ) : !runs.data ? (
        <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />
      ) : found.length === 0 ? (
        <State
          icon={<History size={28} aria-hidden />}
          title={status ? words.noneFailed : words.none}
          text={status ? words.noneFailedText : words.noneText}
        />
      ) : (
        <>
          <Table caption={words.caption} head={HEAD}>
            {found.map((run) => (
              <RunRow key={run.id} run={run} longest={longest} deployments={deployments} />
            ))}
          </Table>
          {runs.hasNextPage && (
            <MoreButton busy={runs.isFetchingNextPage} onMore={() => void runs.fetchNextPage()} />
          )}
        </>
      )}
    </section>
  );
}

const HEAD = (
  <>
    <th scope="col">{words.started}</th>
    <th scope="col">{words.outcome}</th>
    <th scope="col">{words.steps}</th>
    <th scope="col">{words.took}</th>
  </>
);
