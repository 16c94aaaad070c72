import * as contract from '@pebble/contract/backtests';
import type { Role } from '@pebble/contract/roles';
import { listMails } from '@pebble/contract/mails';
import { scopeOf, type Caller } from '../../http/caller.ts';
import { inTenant, writing, type Route } from '../../http/route.ts';
import type { FlowReader } from '../flows/flow-reader.ts';
import { backtestAsCsv } from './backtest-csv.ts';
import { begin, cancelBacktest, findBacktests, findItems, getBacktest } from './backtests.ts';

/** Versions tried on mails. The routes only write down what is wanted; a worker does it. */
export function backtestRoutes(reader: FlowReader): Route[] {
  return [
    inTenant(contract.startBacktest, (tx, call) => begin(tx, call.body, reader)),
    inTenant(contract.listBacktests, (tx, call) => findBacktests(tx, call.query)),
    inTenant(contract.getBacktest, (tx, call) => getBacktest(tx, call.params.backtest_id)),
    inTenant(contract.listBacktestItems, (tx, call, caller) =>
      findItems(tx, call.params.backtest_id, call.query, readsMail(caller)),
    ),
    writing(contract.exportBacktest, async (db, call, caller) => {
      const scope = scopeOf(caller, call.context.correlationId);
      await db.withTenant(scope, (tx) => getBacktest(tx, call.params.backtest_id));
      return backtestAsCsv(db, scope, call.params.backtest_id, readsMail(caller));
    }),
    inTenant(contract.cancelBacktest, (tx, call) => cancelBacktest(tx, call.params.backtest_id)),
  ];
}

/** Subject and sender are for those who see them in the list of received mail. */
function readsMail({ role }: Caller): boolean {
  return (listMails.access as readonly Role[]).includes(role);
}
