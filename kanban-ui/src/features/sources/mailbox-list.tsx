import { useQuery } from '@tanstack/react-query';
import { AtSign } from 'lucide-react';
import { texts } from '../../messages/sources.ts';
import { ErrorState, Skeleton, State } from '../../ui/state.tsx';
import { Table } from '../../ui/table.tsx';
import { useSend } from '../session/session-context.tsx';
import { mailboxesQuery } from '../shared/api/list-mailboxes.ts';

/** Our addresses, by entity. They are set up with the organisation, and not here. */
export function MailboxList() {
  const words = texts.addresses;
  const mailboxes = useQuery(mailboxesQuery(useSend()));
  if (mailboxes.isPending) return <Skeleton width="100%" height="120px" />;
  if (!mailboxes.data) return <ErrorState error={mailboxes.error} onRetry={() => void mailboxes.refetch()} />;
  if (mailboxes.data.length === 0) {
    return <State icon={<AtSign size={28} aria-hidden />} title={words.none} text={words.noneText} />;
  }
  const head = (
    <>
      <th scope="col">{words.address}</th>
      <th scope="col">{words.entity}</th>
    </>
  );
  return (
    <>
      <p className="door-lead">{words.lead}</p>
      <Table caption={words.caption} head={head}>
        {mailboxes.data.map(({ address, entity_name: entity }) => (
          <tr role="row" key={address}>
            <td role="cell" className="door-name">
              <bdi>{address}</bdi>
            </td>
            <td role="cell" data-label={words.entity}>
              {entity}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}
