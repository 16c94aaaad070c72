import { useQuery } from '@tanstack/react-query';
import { useSend } from '../session/session-context.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { mailboxesQuery } from './api/list-mailboxes.ts';

interface MailboxFieldProps {
  label: string;
  hint?: string;
  error?: string | undefined;
  /** What it says when none is chosen, given the entity that comes first. */
  none(entity: string): string;
  /** Address of the mailbox; null for none. */
  value: string | null;
  onChoose(address: string | null): void;
}

/** One of the addresses at which the organisation receives mail. */
export function MailboxField({ none, value, onChoose, ...field }: MailboxFieldProps) {
  const { data: mailboxes = [] } = useQuery(mailboxesQuery(useSend()));
  const options = mailboxes.map(
    ({ address, entity_name: entity }) => [address, `${address} (${entity})`] as const,
  );
  // One that has been taken away since is still what is set.
  const lost = value !== null && !mailboxes.some(({ address }) => address === value);
  return (
    <SelectField
      {...field}
      options={[
        ['', none(mailboxes[0]?.entity_name ?? '')],
        ...options,
        ...(lost ? [[value, value] as const] : []),
      ]}
      value={value ?? ''}
      onChoose={(address) => onChoose(address === '' ? null : address)}
    />
  );
}
