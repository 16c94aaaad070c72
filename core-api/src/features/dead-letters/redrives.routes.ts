import * as contract from '@pebble/contract/redrives';
import { inTenant, type Route } from '../../http/route.ts';
import { begin, findItems, findRedrives, getRedrive, stopRedrive } from './redrives.ts';

/** Dead letters on their way back. The routes only write down what is wanted; a worker does it. */
export function redriveRoutes(): Route[] {
  return [
    inTenant(contract.startRedrive, (tx, call) => begin(tx, call.body)),
    inTenant(contract.listRedrives, (tx, call) => findRedrives(tx, call.query)),
    inTenant(contract.getRedrive, (tx, call) => getRedrive(tx, call.params.redrive_id)),
    inTenant(contract.listRedriveItems, (tx, call) => findItems(tx, call.params.redrive_id, call.query)),
    inTenant(contract.stopRedrive, (tx, call) => stopRedrive(tx, call.params.redrive_id)),
  ];
}
