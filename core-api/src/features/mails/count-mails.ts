import type { Query, ReplyInput } from '@pebble/contract/endpoint';
import { InboundState } from '@pebble/contract/ingestion';
import type { countMails } from '@pebble/contract/mails';
import { NoiseKind } from '@pebble/contract/noise';
import type { TenantTx } from '../../db/with-tenant.ts';

const DAYS = 7;

interface Counted {
  state: InboundState;
  noise_kind: NoiseKind | null;
  mails: number;
}

/**
 * Mails of a time by state and kind of noise. The index inbound_newest holds all that is asked, so old mail is read off it alone.
 *
 * @param options.seesLists false for callers who may not see the sender lists
 */
export async function countByState(
  tx: TenantTx,
  query: Query<typeof countMails>,
  options: { seesLists: boolean },
): Promise<ReplyInput<typeof countMails>> {
  const to = query.to ?? new Date().toISOString();
  const from = query.from ?? new Date(Date.parse(to) - DAYS * 86_400_000).toISOString();
  const { entity_id } = query;
  const counted = await tx
    .sql('inbound_emails')
    .where('received_at', '>=', from)
    .where('received_at', '<', to)
    .where(entity_id === undefined ? {} : { entity_id })
    .groupBy('state', 'noise_kind')
    .select<Counted[]>('state', 'noise_kind', tx.sql.raw('count(*)::int AS mails'));
  const states = Object.fromEntries(InboundState.options.map((state) => [state, 0])) as Record<
    InboundState,
    number
  >;
  const noise = Object.fromEntries(NoiseKind.options.map((kind) => [kind, 0])) as Record<NoiseKind, number>;
  for (const { state, noise_kind, mails } of counted) {
    states[state] += mails;
    // What a person has opened keeps no kind, but an old reader may meet one that it does not know.
    if (state === 'ignored' && noise_kind && noise_kind in noise) noise[noise_kind] += mails;
  }
  const refused = options.seesLists && entity_id === undefined ? await refusedBetween(tx, from, to) : null;
  return { from, to, states, noise, refused };
}

async function refusedBetween(tx: TenantTx, from: string, to: string): Promise<number> {
  const { rows } = await tx.sql.raw<{ rows: { mails: number }[] }>(
    `SELECT coalesce(sum(mails), 0)::int AS mails FROM refused_senders
     WHERE day >= (?::timestamptz AT TIME ZONE 'UTC')::date AND day <= (?::timestamptz AT TIME ZONE 'UTC')::date`,
    [from, to],
  );
  return rows[0]?.mails ?? 0;
}
