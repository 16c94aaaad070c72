import { useQuery } from '@tanstack/react-query';
import type { OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/dead-letters.ts';
import { Page } from '../../ui/page.tsx';
import { useMe, useSend } from '../session/session-context.tsx';
import { deadLetterCountQuery } from '../shared/api/count-dead-letters.ts';
import { RedriveStrip } from '../shared/redrive-strip.tsx';
import { CauseList } from './cause-list.tsx';
import { ChosenCause } from './chosen-cause.tsx';
import { letterFilter, showsCauses } from './letter-filter.ts';
import { LetterFilters } from './letter-filters.tsx';
import { LetterList } from './letter-list.tsx';
import { LetterViews } from './letter-views.tsx';

/** What could not be processed: by cause or one by one, and what is on its way back. */
export function DeadLettersPage({ route }: { route: OperationsRoute }) {
  const filter = letterFilter(route.query, useMe());
  const { data: counts } = useQuery(deadLetterCountQuery(useSend()));
  const causes = showsCauses(route.query, filter);
  return (
    <Page
      title={texts.title}
      note={counts && texts.note(counts.open, counts.causes)}
      tools={<LetterFilters route={route} filter={filter} />}
    >
      <RedriveStrip />
      <LetterViews causes={causes} query={route.query} />
      {causes ? (
        <CauseList filter={filter} />
      ) : (
        <>
          {filter.fingerprint !== null && <ChosenCause filter={filter} fingerprint={filter.fingerprint} />}
          <LetterList filter={filter} route={route} />
        </>
      )}
    </Page>
  );
}
