import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/dashboard.ts';
import { number } from '../../messages/words.ts';
import { ErrorState, Skeleton } from '../../ui/state.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useSend } from '../session/session-context.tsx';
import { deadLetterCountQuery } from '../shared/api/count-dead-letters.ts';
import { mailCountsQuery } from '../shared/api/count-mails.ts';
import { mailsIn } from './mails-in.ts';
import './figures.css';

/** The few numbers that say whether all is well. */
export function Figures() {
  const send = useSend();
  const letters = useQuery(deadLetterCountQuery(send));
  const week = useQuery(mailCountsQuery(send, 'week'));
  const hour = useQuery(mailCountsQuery(send, 'hour'));
  const failed = [letters, week, hour].find((query) => query.isError && !query.data);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!letters.data || !week.data || !hour.data) return <FiguresSkeleton />;
  const { open, causes, oldest_open_at: oldest } = letters.data;
  const { accepted, processing } = week.data.states;
  return (
    <ul className="figures" aria-label={texts.figures}>
      <Figure name={texts.open} value={open} warn={open > 0} href={operationsHash('dead-letters')}>
        {oldest === null ? (
          texts.noneOpen
        ) : (
          <>
            {texts.causes(causes)}, {texts.oldest} <TimeAgo instant={oldest} />
          </>
        )}
      </Figure>
      <Figure name={texts.queue} value={accepted + processing}>
        {texts.queueParts(accepted, processing)}
      </Figure>
      <Figure
        name={texts.arrived}
        value={mailsIn(hour.data)}
        href={operationsHash('mails', [], { period: 'hour' })}
      >
        {texts.arrivedWeek(mailsIn(week.data))}
      </Figure>
      {week.data.refused !== null && (
        <Figure
          name={texts.refused}
          value={week.data.refused}
          href={operationsHash('senders', [], { list: 'refused' })}
        >
          {texts.refusedHint}
        </Figure>
      )}
    </ul>
  );
}

interface FigureProps {
  name: string;
  value: number;
  /** Where one can see what is counted. */
  href?: string;
  /** True when somebody should look at it. */
  warn?: boolean;
  children: ReactNode;
}

function Figure({ name, value, href, warn = false, children }: FigureProps) {
  return (
    <li className="figure" data-warn={warn || undefined}>
      <p className="figure-name">{href === undefined ? name : <a href={href}>{name}</a>}</p>
      <p className="figure-value">{number(value)}</p>
      <p className="figure-note">{children}</p>
    </li>
  );
}

function FiguresSkeleton() {
  return (
    <div className="figures" aria-busy="true">
      {[1, 2, 3, 4].map((figure) => (
        <Skeleton key={figure} width="100%" height="104px" />
      ))}
    </div>
  );
}
