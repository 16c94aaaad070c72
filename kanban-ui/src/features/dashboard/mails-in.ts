import type { Reply } from '@pebble/contract/endpoint';
import type { countMails } from '@pebble/contract/mails';

/** All mails that were counted, whatever became of them. */
export function mailsIn({ states }: Pick<Reply<typeof countMails>, 'states'>): number {
  return Object.values(states).reduce((sum, mails) => sum + mails, 0);
}
