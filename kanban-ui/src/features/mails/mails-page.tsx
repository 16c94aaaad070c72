import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/mails.ts';
import { Page } from '../../ui/page.tsx';
import { useMe, useSend } from '../session/session-context.tsx';
import { mailCountsQuery, USUAL_PERIOD } from '../shared/api/count-mails.ts';
import { isPeriod, mailFilter } from './mail-filter.ts';
import { MailFilters, OnlySender } from './mail-filters.tsx';
import { MailList } from './mail-list.tsx';
import { MailOutcomes } from './mail-outcomes.tsx';

/** All mail that was taken, whatever became of it. */
export function MailsPage({ route }: { route: OperationsRoute }) {
  const filter = mailFilter(route.query, useMe());
  const { period } = filter;
  // What is counted knows neither words nor senders, and numbers that do not fit the list would mislead.
  const counted = isPeriod(period) && filter.text === '' && filter.sender === '';
  const { data: counts } = useQuery({
    ...mailCountsQuery(useSend(), counted ? period : USUAL_PERIOD, filter.entityId),
    placeholderData: keepPreviousData,
    enabled: counted,
  });
  return (
    <Page title={texts.title} tools={<MailFilters filter={filter} />}>
      <MailOutcomes filter={filter} query={route.query} counts={counted ? counts : undefined} />
      {filter.sender !== '' && <OnlySender sender={filter.sender} />}
      <MailList filter={filter} route={route} />
    </Page>
  );
}
