import type { Backtest, BacktestItem, BacktestOutcome, BacktestVerdict } from '@pebble/contract/backtests';
import { listMails } from '@pebble/contract/mails';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import { operationsHash } from '../../lib/operations-route.ts';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/backtests.ts';
import { Chip } from '../../ui/chip.tsx';
import { ListSkeleton, MoreButton } from '../../ui/list-parts.tsx';
import { ErrorState, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { usePlaceName } from '../shared/use-place-name.ts';
import { backtestItemsQuery } from './api/backtests.ts';
import { VERDICT_TONES } from './backtest-bar.tsx';

const words = texts.rows;

/** The mails one by one: what was, what the active version says today, and what the tried one would make of them. */
export function BacktestMails({ one, verdict }: { one: Backtest; verdict: BacktestVerdict | null }) {
  const items = useInfiniteQuery(backtestItemsQuery(useSend(), one, verdict));
  const found = items.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.isPending) return <ListSkeleton />;
  if (!items.data) return <ErrorState error={items.error} onRetry={() => void items.refetch()} />;
  if (found.length === 0) {
    const running = one.state === 'running';
    return (
      <State
        icon={<Inbox size={28} aria-hidden />}
        title={running ? words.noneSoFar : words.none}
        text={running ? words.noneYet : words.noneText}
      />
    );
  }
  return (
    <>
      <Table caption={words.caption} head={HEAD} busy={items.isPlaceholderData}>
        {found.map((item) => (
          <ItemRow key={item.position} item={item} />
        ))}
      </Table>
      {items.hasNextPage && (
        <MoreButton busy={items.isFetchingNextPage} onMore={() => void items.fetchNextPage()} />
      )}
    </>
  );
}

const HEAD = (
  <>
    <th scope="col">{words.mail}</th>
    <th scope="col">{words.verdict}</th>
    <th scope="col">{words.was}</th>
    <th scope="col">{words.today}</th>
    <th scope="col">{words.would}</th>
  </>
);

function ItemRow({ item }: { item: BacktestItem }) {
  const maySee = useMayCall(listMails);
  const name = item.subject || `${words.hidden} ${mediumTime(item.received_at)}`;
  return (
    <tr role="row" data-mail={item.tracking_id}>
      <td role="cell" className="flow-name">
        {maySee ? (
          <a href={operationsHash('mails', [item.tracking_id])} data-opens={item.tracking_id} dir="auto">
            {name}
          </a>
        ) : (
          <span>{name}</span>
        )}
        <span className="table-sub">
          {[item.from_address, item.subject && mediumTime(item.received_at)].filter(Boolean).join(' · ')}
        </span>
      </td>
      <td role="cell" className="backtest-verdict">
        <Chip tone={VERDICT_TONES[item.verdict]}>{texts.verdicts[item.verdict]}</Chip>
        <span className="table-sub">
          {item.reason ?? item.differences.map((way) => texts.differences[way]).join(', ')}
        </span>
      </td>
      <td role="cell" data-label={words.was}>
        <Outcome outcome={item.actual} />
      </td>
      <td role="cell" data-label={words.today}>
        {item.today && <Outcome outcome={item.today} />}
      </td>
      <td role="cell" data-label={words.would}>
        {item.tried && <Outcome outcome={item.tried} />}
      </td>
    </tr>
  );
}

function Outcome({ outcome: one }: { outcome: BacktestOutcome }) {
  const placeName = usePlaceName();
  const where = one.board !== null && one.column !== null ? placeName(one.board, one.column) : one.reason;
  const why = [
    one.intent?.replaceAll('_', ' '),
    one.triage === true && words.triage,
    one.probability !== null && words.sure(`${Math.round(one.probability * 100)}%`),
    one.failed_steps.length > 0 && words.failed(one.failed_steps.join(', ')),
  ];
  return (
    <span className="backtest-outcome">
      {texts.outcomes[one.outcome]}
      {where && <span className="table-sub">{where}</span>}
      <span className="table-sub">{why.filter(Boolean).join(', ')}</span>
    </span>
  );
}
