import { call } from '@pebble/contract/client';
import { countMails } from '@pebble/contract/mails';
import { queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { operationsKeys } from '../operations-keys.ts';

const HOUR = 3_600_000;

/** Periods that end now, in milliseconds. */
export const PERIODS = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, month: 30 * 24 * HOUR } as const;

export type Period = keyof typeof PERIODS;

export const USUAL_PERIOD: Period = 'week';

/** The period moves on even when no mail comes. */
const MOVES_ON = 60_000;

/** How many mails came in a period, by state and kind of noise; of one entity, or of all that one sees. */
export function mailCountsQuery(send: AbortableSend, period: Period, entityId: string | null = null) {
  return queryOptions({
    queryKey: [...operationsKeys.mailCounts, period, entityId] as const,
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - PERIODS[period]).toISOString();
      return call(withSignal(send, signal), countMails, {
        query: { from, entity_id: entityId ?? undefined },
      });
    },
    refetchInterval: MOVES_ON,
  });
}
