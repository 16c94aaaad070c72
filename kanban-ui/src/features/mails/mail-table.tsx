import type { ReceivedMail } from '@pebble/contract/mails';
import { operationsHash, type OperationsRoute } from '../../lib/operations-route.ts';
import { texts } from '../../messages/mails.ts';
import { Chip } from '../../ui/chip.tsx';
import { Table } from '../../ui/table.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useMe } from '../session/session-context.tsx';
import { OutcomeChip } from './outcome-chip.tsx';
import { plainReason } from './plain-reason.ts';
import './mail-table.css';

interface MailTableProps {
  mails: readonly ReceivedMail[];
  /** Tracking id of the mail that the drawer shows; `''` for none. */
  open: string;
  query: OperationsRoute['query'];
  busy: boolean;
}

export function MailTable({ mails, open, query, busy }: MailTableProps) {
  const { entities } = useMe();
  const names = new Map(entities.map(({ id, name }) => [id, name]));
  const several = entities.length > 1;
  const head = (
    <>
      <th scope="col">{texts.table.mail}</th>
      <th scope="col" className="mail-outcome">
        {texts.table.outcome}
      </th>
      {several && <th scope="col">{texts.table.entity}</th>}
      <th scope="col">{texts.table.received}</th>
    </>
  );
  return (
    <Table caption={texts.table.caption} head={head} busy={busy}>
      {mails.map((mail) => (
        <MailRow
          key={mail.tracking_id}
          mail={mail}
          entity={several ? (names.get(mail.entity_id) ?? '') : null}
          open={mail.tracking_id === open}
          href={operationsHash('mails', [mail.tracking_id], query)}
        />
      ))}
    </Table>
  );
}

interface MailRowProps {
  mail: ReceivedMail;
  /** Null where there is one entity only. */
  entity: string | null;
  open: boolean;
  href: string;
}

function MailRow({ mail, entity, open, href }: MailRowProps) {
  const { tracking_id: id, from_address: address } = mail;
  return (
    <tr role="row" data-open={open || undefined} data-mail={id}>
      <td role="cell" className="mail-subject">
        <a href={href} data-opens={id} aria-current={open || undefined}>
          <bdi>{mail.subject.trim() || texts.table.noSubject}</bdi>
        </a>
        <span className="table-sub">
          <bdi>{mail.from_name || address || texts.table.noSender}</bdi>
          {mail.from_name !== '' && (
            <>
              {' · '}
              <bdi>{address}</bdi>
            </>
          )}
        </span>
      </td>
      <td role="cell" className="mail-outcome">
        <OutcomeChip state={mail.state} />
        {mail.opened && <Chip tone="accent">{texts.table.opened}</Chip>}
        <Reason mail={mail} />
      </td>
      {entity !== null && (
        <td role="cell" data-label={texts.table.entity} className="mail-when">
          {entity}
        </td>
      )}
      <td role="cell" data-label={texts.table.received} className="mail-when">
        <TimeAgo instant={mail.received_at} />
      </td>
    </tr>
  );
}

function Reason({ mail: { state, noise_kind: kind, reason } }: { mail: ReceivedMail }) {
  const words =
    state === 'duplicate' ? texts.table.copy : kind === null ? plainReason(reason) : texts.kinds[kind];
  return words === null ? null : <span className="table-sub mail-reason">{words}</span>;
}
