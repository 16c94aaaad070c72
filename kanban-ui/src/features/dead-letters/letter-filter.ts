import type { Me } from '@pebble/contract/auth';
import { Fingerprint, SyncErrorStatus } from '@pebble/contract/dead-letters';
import type { OperationsRoute } from '../../lib/operations-route.ts';
import type { LetterFilter } from '../shared/operations-keys.ts';

type Query = OperationsRoute['query'];

/** In the URL, for letters of whatever status. Nothing stands for those that are open. */
export const EVERY_STATUS = 'all';

/** Reads the filter out of the URL; what is mistyped or not ours narrows nothing. */
export function letterFilter({ status, cause, entity, text }: Query, me: Me): LetterFilter {
  const known = SyncErrorStatus.safeParse(status);
  const fingerprint = Fingerprint.safeParse(cause);
  return {
    status: known.success ? known.data : status === EVERY_STATUS ? null : 'open',
    fingerprint: fingerprint.success ? fingerprint.data : null,
    entityId: me.entities.find(({ slug }) => slug === entity)?.id ?? null,
    text: text?.trim() ?? '',
  };
}

/** Causes are what one begins with; words and a chosen cause ask for letters one by one. */
export function showsCauses({ view }: Query, filter: LetterFilter): boolean {
  return view !== 'list' && filter.text === '' && filter.fingerprint === null;
}
