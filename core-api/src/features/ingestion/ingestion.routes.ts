import { getIngestion, ingestEmail, type InboundState } from '@pebble/contract/ingestion';
import { newId } from '../../db/new-id.ts';
import { scopeOf } from '../../http/caller.ts';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, person, plain, type Route } from '../../http/route.ts';
import type { Acceptor } from './acceptor.ts';
import { fromJsonMail, fromRawMail } from './incoming-mail.ts';
import { crashPoint } from '../../runtime/crash-points.ts';

export function ingestionRoutes(acceptor: Acceptor): Route[] {
  return [
    {
      ...takeMail(acceptor),
      admit: (caller) => acceptor.admission.demandRoom(person(caller).tenantId),
    },
    inTenant(getIngestion, async (tx, call) => {
      // A copy that ended before its first had a card shows the card that the first one got.
      const row = await tx
        .sql('inbound_emails as i')
        .leftJoin('inbound_emails as f', (on) =>
          on.on('f.tenant_id', 'i.tenant_id').on('f.id', 'i.duplicate_of'),
        )
        .where('i.id', call.params.tracking_id)
        .first<InboundRow | undefined>(
          ...['i.id', 'i.state', 'i.attempts', 'i.reason', 'i.received_at', 'i.updated_at'],
          tx.sql.raw('live_card(coalesce(i.card_id, f.card_id)) AS card_id'),
          tx.sql.raw(ALSO),
        );
      if (!row) throw new ApiProblem('not_found');
      const { id, received_at, updated_at, ...rest } = row;
      return {
        ...rest,
        tracking_id: id,
        received_at: received_at.toISOString(),
        updated_at: updated_at.toISOString(),
      };
    }),
  ];
}

function takeMail(acceptor: Acceptor): Route {
  return plain(ingestEmail, async (_db, call, caller) => {
    crashPoint('accept.received');
    const { correlationId } = call.context;
    const mail = call.raw
      ? await fromRawMail(call.bytes, call.query.mailbox)
      : fromJsonMail(call.body, call.bytes);
    const scope = scopeOf(person(caller), correlationId);
    const trackingId = newId();
    const refusal = await acceptor.accept(scope, { mail, trackingId, correlationId });
    if (refusal) throw refusal;
    return { tracking_id: trackingId, state: 'accepted' as const };
  });
}

// Row security leaves what belongs to other entities out.
const ALSO = `ARRAY(
  SELECT o.id FROM inbound_emails o
  WHERE o.tenant_id = i.tenant_id AND o.delivered_with = coalesce(i.delivered_with, i.id) AND o.id <> i.id
  UNION ALL SELECT f.id FROM inbound_emails f WHERE f.id = i.delivered_with
) AS also`;

interface InboundRow {
  id: string;
  state: InboundState;
  card_id: string | null;
  also: string[];
  attempts: number;
  reason: string | null;
  received_at: Date;
  updated_at: Date;
}
