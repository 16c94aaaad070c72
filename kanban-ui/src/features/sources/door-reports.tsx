import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { texts } from '../../messages/sources.ts';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { ErrorState, Skeleton } from '../../ui/state.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useSend } from '../session/session-context.tsx';
import { reportsQuery, type Door } from './api/read-sources.ts';
import { DoorSection } from './door-section.tsx';
import { Finding } from './finding.tsx';

/** Mails that a door did not take: refused, or only reported in shadow mode. */
export function DoorReports({ door, id }: { door: Door; id: string }) {
  const words = texts.reports;
  const reports = useInfiniteQuery({
    ...reportsQuery(useSend(), door, id),
    placeholderData: keepPreviousData,
  });
  const items = reports.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <DoorSection title={words.title} lead={words.lead}>
      {reports.isPending ? (
        <Skeleton width="100%" height="60px" />
      ) : !reports.data ? (
        <ErrorState error={reports.error} onRetry={() => void reports.refetch()} />
      ) : items.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ol className="door-reports">
          {items.map(({ id: report, at, from, subject, mode, rehearsal }) => (
            <li key={report}>
              <p className="door-report-head">
                <bdi>{words.from(from)}</bdi>
                <TimeAgo instant={at} />
              </p>
              <p dir="auto">{subject ?? words.noSubject}</p>
              <Finding rehearsal={rehearsal} />
              {mode === 'shadow' && rehearsal.outcome === 'rejected' && <Chip>{words.shadow}</Chip>}
            </li>
          ))}
        </ol>
      )}
      {reports.hasNextPage && (
        <Button
          look="plain"
          disabled={reports.isFetchingNextPage}
          onClick={() => void reports.fetchNextPage()}
        >
          {reports.isFetchingNextPage ? t.app.loadingMore : t.app.loadMore}
        </Button>
      )}
    </DoorSection>
  );
}
