import { quoted } from './path.ts';

export interface Wanted {
  received_from?: string | undefined;
  received_before?: string | undefined;
  unread_only?: boolean | undefined;
  with_attachments_only?: boolean | undefined;
  from?: string | undefined;
  filter?: string | undefined;
}

/**
 * `$filter` for a list in order of arrival. Exchange needs the property that it sorts by named first, or calls the filter too complex;
 * and what a person wrote gets parentheses, so that an `or` in it escapes nothing.
 */
export function messageFilter(wanted: Wanted): string | undefined {
  const { received_from, received_before, unread_only, with_attachments_only, from, filter } = wanted;
  const parts = [
    ...(received_before ? [`receivedDateTime lt ${received_before}`] : []),
    ...(unread_only ? ['isRead eq false'] : []),
    ...(with_attachments_only ? ['hasAttachments eq true'] : []),
    ...(from ? [`from/emailAddress/address eq ${quoted(from)}`] : []),
    ...(filter ? [`(${filter})`] : []),
  ];
  if (parts.length === 0 && !received_from) return undefined;
  return [`receivedDateTime ge ${received_from ?? '1900-01-01T00:00:00Z'}`, ...parts].join(' and ');
}
