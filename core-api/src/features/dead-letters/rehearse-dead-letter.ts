import type { Rehearsal } from '@pebble/contract/rehearsal';
import type { KeyRing } from '../../crypto/key-ring.ts';
import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { Rehearse } from '../../worker/rehearse.ts';
import { appendEvent } from '../events/append-event.ts';
import type { MailPayload } from '../jobs/mail-payload.ts';
import { editedMail } from './payloads.ts';

/** Says what a redrive would make of a dead letter now, and writes down who has asked. */
export async function rehearseDeadLetter(
  deps: { db: Database; keyRing: KeyRing; rehearse: Rehearse },
  scope: Scope,
  id: string,
  edited: boolean,
): Promise<Rehearsal> {
  const { letter, payload } = await deps.db.withTenant(scope, (tx) =>
    candidate(tx, deps.keyRing, id, edited),
  );
  const trackingId = letter.inbound_id;
  const rehearsal = await deps.rehearse(scope, payload ? { trackingId, payload } : { trackingId });
  const { outcome, board, column } = rehearsal;
  await deps.db.withTenant(scope, (tx) =>
    appendEvent(tx, {
      type: 'dead_letter.rehearsed',
      entityId: letter.entity_id,
      inboundId: trackingId,
      data: { sync_error_id: id, edited: payload !== null, outcome, board, column },
    }),
  );
  return rehearsal;
}

interface Letter {
  id: string;
  inbound_id: string;
  entity_id: string;
}

async function candidate(
  tx: TenantTx,
  keyRing: KeyRing,
  id: string,
  edited: boolean,
): Promise<{ letter: Letter; payload: MailPayload | null }> {
  const letter = await tx.sql<Letter>('sync_errors').where({ id }).first('id', 'inbound_id', 'entity_id');
  if (!letter) throw new ApiProblem('not_found');
  return { letter, payload: edited ? await editedMail(tx, keyRing, letter.inbound_id) : null };
}
