import { checkMailFeed } from '@pebble/contract/receipts';
import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { narrowTo } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/receipts.ts';
import { Button } from '../../ui/button.tsx';
import { ListSkeleton } from '../../ui/list-parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { provenFeedsQuery } from './api/receipts.ts';
import { CheckDialog } from './check-dialog.tsx';
import { ReceiptList } from './receipt-list.tsx';
import { ReceiptView } from './receipt-view.tsx';
import './receipts-page.css';

const DAYS = Object.entries(texts.dayChoices);
const USUAL_DAYS = '3';

/** The proof that no mail is missing: signed receipts by mailbox and hour. */
export function ReceiptsPage({ route }: { route: OperationsRoute }) {
  const [receiptId] = route.path;
  return (
    <Page title={texts.title}>
      {receiptId === undefined ? (
        <Overview query={route.query} />
      ) : (
        <ReceiptView key={receiptId} id={receiptId} query={route.query} />
      )}
    </Page>
  );
}

function Overview({ query }: { query: Readonly<Record<string, string>> }) {
  const [checking, setChecking] = useState(false);
  const mayCheck = useMayCall(checkMailFeed);
  const feeds = useQuery(provenFeedsQuery(useSend()));
  if (feeds.isPending) return <ListSkeleton />;
  if (!feeds.data) return <ErrorState error={feeds.error} onRetry={() => void feeds.refetch()} />;
  const feed = feeds.data.find(({ id }) => id === query['feed']) ?? feeds.data[0];
  if (!feed) {
    return (
      <State icon={<ShieldCheck size={28} aria-hidden />} title={texts.none} text={texts.noneText}>
        <a className="button" href={operationsHash('connections', [], { view: 'feeds' })}>
          {texts.noneLink}
        </a>
      </State>
    );
  }
  const days = DAYS.find(([key]) => key === query['days'])?.[0] ?? USUAL_DAYS;
  return (
    <>
      <p className="receipt-lead">{texts.lead}</p>
      <div className="receipt-tools">
        <Select
          label={texts.feed}
          options={feeds.data.map(({ id, name, mailbox }) => [id, `${name} (${mailbox})`] as const)}
          value={feed.id}
          onChoose={(next) => narrowTo({ feed: next })}
        />
        <Select
          label={texts.days}
          options={DAYS}
          value={days}
          onChoose={(next) => narrowTo({ days: next === USUAL_DAYS ? undefined : next })}
        />
        {mayCheck && <Button onClick={() => setChecking(true)}>{texts.check.open}</Button>}
      </div>
      {checking && <CheckDialog feedId={feed.id} onClose={() => setChecking(false)} />}
      <ReceiptList feed={feed} days={Number(days)} query={query} />
    </>
  );
}
