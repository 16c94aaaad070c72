import * as contract from '@pebble/contract/dead-letters';
import type { KeyRing } from '../../crypto/key-ring.ts';
import { scopeOf } from '../../http/caller.ts';
import { inTenant, person, plain, type Route } from '../../http/route.ts';
import type { Rehearse } from '../../worker/rehearse.ts';
import { fromJsonMail, fromRawMail } from '../ingestion/incoming-mail.ts';
import { discard } from './discard.ts';
import { dropEdit, saveEdit } from './edit-payload.ts';
import { getDeadLetter } from './get-dead-letter.ts';
import { listCauses } from './list-causes.ts';
import { countDeadLetters, listDeadLetters } from './list-dead-letters.ts';
import { readPayload } from './payloads.ts';
import { rehearseDeadLetter } from './rehearse-dead-letter.ts';

/** Dead letters for people: look, understand, repair, try out, give up. Sending them again is in redrives.routes.ts. */
export function deadLetterRoutes({ keyRing, rehearse }: { keyRing: KeyRing; rehearse: Rehearse }): Route[] {
  return [
    inTenant(contract.listSyncErrors, (tx, call) => listDeadLetters(tx, call.query)),
    inTenant(contract.countSyncErrors, countDeadLetters),
    inTenant(contract.listSyncErrorCauses, (tx, call) => listCauses(tx, call.query)),
    inTenant(contract.getSyncError, (tx, call) => getDeadLetter(tx, call.params.sync_error_id)),
    inTenant(contract.openSyncErrorPayload, (tx, call) =>
      readPayload(tx, keyRing, call.params.sync_error_id, call.body.which),
    ),
    inTenant(contract.editSyncErrorPayload, async (tx, call) => {
      const id = call.params.sync_error_id;
      // Whatever the door would refuse is no mail either when a person has written it.
      const mail = call.raw ? await fromRawMail(call.bytes, undefined) : fromJsonMail(call.body, call.bytes);
      await saveEdit(tx, keyRing, id, call.query.version, mail);
      return getDeadLetter(tx, id);
    }),
    inTenant(contract.dropSyncErrorEdit, async (tx, call) => {
      await dropEdit(tx, call.params.sync_error_id, call.query.version);
      return getDeadLetter(tx, call.params.sync_error_id);
    }),
    plain(contract.rehearseSyncError, (db, call, caller) => {
      const scope = scopeOf(person(caller), call.context.correlationId);
      return rehearseDeadLetter(
        { db, keyRing, rehearse },
        scope,
        call.params.sync_error_id,
        call.body.edited,
      );
    }),
    inTenant(contract.discardSyncErrors, (tx, call) => discard(tx, call.body)),
  ];
}
