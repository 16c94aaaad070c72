import type { MailAccount } from '@pebble/contract/mail-accounts';
import { useQuery } from '@tanstack/react-query';
import { MailOpen } from 'lucide-react';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/sources.ts';
import { ErrorState, Skeleton, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { useSend } from '../session/session-context.tsx';
import { AccountChips } from './account-chips.tsx';
import { accountsQuery } from './api/read-sources.ts';
import { DoorTraffic } from './door-traffic.tsx';

/** IMAP accounts that are read. @param open what the drawer shows, as the path below `sources` */
export function AccountList({ open }: { open: string }) {
  const accounts = useQuery(accountsQuery(useSend()));
  if (accounts.isPending) return <Skeleton width="100%" height="120px" />;
  if (!accounts.data) return <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />;
  const { none, noneText, caption } = texts.account;
  if (accounts.data.length === 0) {
    return <State icon={<MailOpen size={28} aria-hidden />} title={none} text={noneText} />;
  }
  const head = (
    <>
      <th scope="col">{texts.name}</th>
      <th scope="col">{texts.state}</th>
      <th scope="col">{texts.traffic}</th>
      <th scope="col">{texts.last}</th>
    </>
  );
  return (
    <Table caption={caption} head={head}>
      {accounts.data.map((account) => (
        <AccountRow key={account.id} account={account} open={open === `accounts/${account.id}`} />
      ))}
    </Table>
  );
}

function AccountRow({ account, open }: { account: MailAccount; open: boolean }) {
  return (
    <tr role="row" data-open={open || undefined} data-account={account.id}>
      <td role="cell" className="door-name">
        <a
          href={operationsHash('sources', ['accounts', account.id], { view: 'accounts' })}
          data-opens={`accounts/${account.id}`}
          aria-current={open || undefined}
        >
          <bdi>{account.name}</bdi>
        </a>
        <span className="table-sub">
          {account.user} · {account.host}
        </span>
      </td>
      <td role="cell" className="door-state">
        <AccountChips account={account} />
        {account.last_error !== null && <span className="table-sub">{account.last_error}</span>}
      </td>
      <DoorTraffic counts={account.counts} />
    </tr>
  );
}
