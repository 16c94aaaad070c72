import type { Me } from '@pebble/contract/auth';
import { InboundState } from '@pebble/contract/ingestion';
import { NoiseKind } from '@pebble/contract/noise';
import type { OperationsRoute } from '../../lib/operations-route.ts';
import { PERIODS, USUAL_PERIOD, type Period } from '../shared/api/count-mails.ts';
import type { MailFilter } from '../shared/operations-keys.ts';

/** Without a beginning, mail is listed but not counted: that would be a walk through everything, again and again. */
export const ANY_TIME = 'all';

/** Reads the filter out of the URL; what is mistyped or not ours narrows nothing. */
export function mailFilter(query: OperationsRoute['query'], me: Me): MailFilter {
  const kind = NoiseKind.safeParse(query['noise_kind']);
  const state = InboundState.safeParse(query['state']);
  const period = query['period'];
  return {
    noiseKind: kind.success ? kind.data : null,
    // Only ignored mail has a kind.
    state: kind.success ? 'ignored' : state.success ? state.data : null,
    sender: query['sender']?.trim().toLowerCase() ?? '',
    entityId: me.entities.find(({ slug }) => slug === query['entity'])?.id ?? null,
    text: query['text']?.trim() ?? '',
    period: period === ANY_TIME || isPeriod(period) ? period : USUAL_PERIOD,
  };
}

export function isPeriod(name: string | undefined): name is Period {
  return name !== undefined && Object.hasOwn(PERIODS, name);
}

/** True when nothing but the period narrows the list, so that an empty one means that no mail came in that time. */
export function showsAll({ state, entityId, sender, text }: MailFilter): boolean {
  return state === null && entityId === null && sender === '' && text === '';
}
