import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import type { Route } from '../../http/route.ts';
import type { Acceptor } from '../ingestion/acceptor.ts';
import { doorReportRoutes } from './door-reports.ts';
import { mailAccountRoutes, type LookAtAccount } from './mail-accounts.routes.ts';
import { receiveRoutes } from './receive.routes.ts';
import type { SecretKeeper } from './sealed-secret.ts';
import { SourceCounters } from './source-counters.ts';
import { sourceRoutes } from './sources.routes.ts';
import type { Rehearse } from './take-delivery.ts';

export interface Sources {
  routes: Route[];
  /** Writes down what is only counted so far, for a process that ends. */
  settle(): Promise<void>;
}

/** Puts together what third parties and mail accounts need of the API. */
export function createSources(deps: {
  db: Database;
  log: Logger;
  keeper: SecretKeeper;
  acceptor: Acceptor;
  rehearse: Rehearse;
  look: LookAtAccount;
}): Sources {
  const counters = new SourceCounters(deps);
  return {
    routes: [
      ...sourceRoutes(deps.keeper),
      ...receiveRoutes({ ...deps, counters }),
      ...mailAccountRoutes(deps.keeper, deps.look),
      ...doorReportRoutes(),
    ],
    settle: () => counters.flush(),
  };
}
