import * as contract from '@pebble/contract/dead-letters';
import * as redrives from '@pebble/contract/redrives';
import type { Endpoint } from '@pebble/contract/endpoint';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, type Route } from '../../http/route.ts';
import { getDeadLetter } from './get-dead-letter.ts';
import { listCauses } from './list-causes.ts';
import { countDeadLetters, listDeadLetters } from './list-dead-letters.ts';

export function deadLetterRoutes(): Route[] {
  return [
    inTenant(contract.listSyncErrors, (tx, call) => listDeadLetters(tx, call.query)),
    inTenant(contract.countSyncErrors, countDeadLetters),
    inTenant(contract.listSyncErrorCauses, (tx, call) => listCauses(tx, call.query)),
    inTenant(contract.getSyncError, (tx, call) => getDeadLetter(tx, call.params.sync_error_id)),
    ...[
      contract.openSyncErrorPayload,
      contract.editSyncErrorPayload,
      contract.dropSyncErrorEdit,
      contract.rehearseSyncError,
      contract.discardSyncErrors,
      redrives.startRedrive,
      redrives.listRedrives,
      redrives.getRedrive,
      redrives.listRedriveItems,
      redrives.stopRedrive,
    ].map(soon),
  ];
}

function soon(endpoint: unknown): Route {
  const run = () => Promise.reject(new ApiProblem('not_found', { detail: 'Not built yet.' }));
  return { endpoint: endpoint as Endpoint, run };
}
