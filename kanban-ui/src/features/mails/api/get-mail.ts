import { call } from '@pebble/contract/client';
import type { Reply } from '@pebble/contract/endpoint';
import { getMail } from '@pebble/contract/mails';
import { queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { mailKeys } from '../../shared/operations-keys.ts';

export type MailDetail = Reply<typeof getMail>;

/** A received mail with its text. */
export function mailQuery(send: AbortableSend, id: string) {
  return queryOptions({
    queryKey: mailKeys.one(id),
    queryFn: ({ signal }) => call(withSignal(send, signal), getMail, { params: { tracking_id: id } }),
  });
}
