import type { Connector } from '@pebble/kit/connector';
import type { Http } from '@pebble/kit/http';
import type { KeyRing } from '../../crypto/key-ring.ts';
import type { Database } from '../../db/database.ts';
import type { Route } from '../../http/route.ts';
import { Connectors } from '../connections/connectors.ts';
import { connectionRoutes } from '../connections/connections.routes.ts';
import { OpenConnections } from '../connections/open-connections.ts';
import { ReceiptSigner } from '../receipts/receipt-signer.ts';
import { receiptRoutes } from '../receipts/receipts.routes.ts';
import type { SecretKeeper } from '../sources/sealed-secret.ts';
import { backfillRoutes } from './backfills.routes.ts';
import { feedReportRoutes } from './feed-reports.routes.ts';
import { feedRoutes } from './feeds.routes.ts';
import { pushRoutes } from './push.routes.ts';

/** What the installation brings to other systems. */
export interface Outside {
  /** What tenants can connect. */
  connectors: readonly Connector[];
  /** The way there, with retries and guards. */
  http: Http;
  /** Where others reach this API, without a slash at the end; null when they cannot. */
  publicUrl: string | null;
}

export interface Feeds {
  routes: Route[];
  /** What tenants have connected, for whoever calls it. */
  connections: OpenConnections;
  connectors: Connectors;
  signer: ReceiptSigner;
  /** As given. */
  publicUrl: string | null;
}

/** Puts together what connections, mail feeds and their receipts need of the API. */
export function createFeeds(deps: {
  db: Database;
  keeper: SecretKeeper;
  keyRing: KeyRing;
  outside: Outside;
  now: (() => number) | undefined;
}): Feeds {
  const { db, keeper, keyRing, outside, now = Date.now } = deps;
  const { http, publicUrl } = outside;
  const connectors = new Connectors(outside.connectors);
  const connections = new OpenConnections({ db, keeper, connectors, http, now });
  const signer = new ReceiptSigner(keyRing);
  const shared = { keeper, connectors, connections, publicUrl, now };
  return {
    ...{ connections, connectors, signer, publicUrl },
    routes: [
      ...connectionRoutes(shared),
      ...feedRoutes(shared),
      ...feedReportRoutes(),
      ...pushRoutes(shared),
      ...backfillRoutes(),
      ...receiptRoutes({ db, now, connections, signer }),
    ],
  };
}
