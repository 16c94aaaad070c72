import type { MailFeed } from '@pebble/contract/mail-feeds';
import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { operationsHash } from '../../lib/operations-route.ts';
import { mediumTime } from '../../lib/relative-time.ts';
import { useNow } from '../../lib/use-now.ts';
import { narrowTo } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/receipts.ts';
import { number } from '../../messages/words.ts';
import { ListSkeleton } from '../../ui/list-parts.tsx';
import { Select } from '../../ui/select.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { useSend } from '../session/session-context.tsx';
import { receiptsQuery, type OneReceipt } from './api/receipts.ts';
import { HourGrid } from './hour-grid.tsx';
import { beginOf, totalsOf } from './hours.ts';
import { StatusChip } from './status-chip.tsx';

const words = texts.table;
const SHOWS = [['', texts.all] as const, ['problems', texts.problems] as const];

interface ReceiptListProps {
  feed: MailFeed;
  days: number;
  query: Readonly<Record<string, string>>;
}

/** Receipts of a mailbox: by hour at a glance, and one by one. */
export function ReceiptList({ feed, days, query }: ReceiptListProps) {
  const receipts = useQuery(receiptsQuery(useSend(), feed.id, beginOf(days, useNow())));
  if (receipts.isPending) return <ListSkeleton />;
  if (!receipts.data) return <ErrorState error={receipts.error} onRetry={() => void receipts.refetch()} />;
  if (receipts.data.length === 0) {
    const icon = <ShieldCheck size={28} aria-hidden />;
    return <State icon={icon} title={texts.noReceipts} text={texts.noReceiptsText} />;
  }
  const { seen, missing, doubled, pending } = totalsOf(receipts.data);
  const problems = query['show'] === 'problems';
  const shown = problems ? receipts.data.filter(({ status }) => status !== 'complete') : receipts.data;
  return (
    <>
      <p className="receipt-totals" role="status" data-bad={missing + doubled > 0 || undefined}>
        {texts.totals(seen, missing, doubled, pending)}
      </p>
      <HourGrid label={texts.hours(feed.mailbox)} receipts={receipts.data} query={query} />
      <Select
        label={texts.show}
        options={SHOWS}
        value={problems ? 'problems' : ''}
        onChoose={(show) => narrowTo({ show })}
      />
      <Table caption={words.caption} head={HEAD}>
        {shown.map((one) => (
          <ReceiptRow key={one.id} one={one} query={query} />
        ))}
      </Table>
    </>
  );
}

const NUMBERS = ['seen', 'missing', 'doubled', 'pending'] as const;
const HEAD = (
  <>
    <th scope="col">{words.window}</th>
    <th scope="col">{words.status}</th>
    {NUMBERS.map((name) => (
      <th scope="col" key={name} className="table-number">
        {words[name]}
      </th>
    ))}
  </>
);

function ReceiptRow({ one, query }: { one: OneReceipt; query: Readonly<Record<string, string>> }) {
  return (
    <tr role="row" data-receipt={one.id}>
      <td role="cell" className="receipt-window">
        <a href={operationsHash('receipts', [one.id], query)} data-opens={one.id}>
          {texts.one.window(mediumTime(one.from), mediumTime(one.to))}
        </a>
      </td>
      <td role="cell">
        <StatusChip status={one.status} />
      </td>
      {NUMBERS.map((name) => (
        <td role="cell" key={name} className="table-number" data-label={words[name]}>
          {number(one.counts[name])}
        </td>
      ))}
    </tr>
  );
}
