import { startFeedBackfill } from '@pebble/contract/feed-backfills';
import type { MailFeed } from '@pebble/contract/mail-feeds';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { texts } from '../../messages/connections.ts';
import { ErrorState } from '../../ui/state.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { backfillsQuery } from './api/feeds.ts';
import { BackfillForm } from './backfill-form.tsx';
import { BackfillTable } from './backfill-table.tsx';

const words = texts.backfill;

/** Older mail of a mailbox: what taking it in would do, and how far it is. */
export function Backfills({ feed }: { feed: MailFeed }) {
  const titleId = useId();
  const may = useMayCall(startFeedBackfill);
  const backfills = useQuery(backfillsQuery(useSend(), feed.id));
  return (
    <section className="feed-section" aria-labelledby={titleId}>
      <h3 id={titleId}>{words.title}</h3>
      <p className="connection-lead">{words.lead}</p>
      {may && <BackfillForm feed={feed} />}
      {backfills.isError && !backfills.data && (
        <ErrorState error={backfills.error} onRetry={() => void backfills.refetch()} />
      )}
      {backfills.data && backfills.data.length > 0 && <BackfillTable backfills={backfills.data} />}
    </section>
  );
}
