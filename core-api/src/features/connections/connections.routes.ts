import {
  createConnection,
  deleteConnection,
  listConnections,
  listConnectors,
  testConnection,
  updateConnection,
} from '@pebble/contract/connections';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { scopeOf } from '../../http/caller.ts';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, person, plain, type Route } from '../../http/route.ts';
import { appendEvent } from '../events/append-event.ts';
import { explained } from '../sources/constraint-problem.ts';
import type { SecretKeeper } from '../sources/sealed-secret.ts';
import { changeConnection } from './change-connection.ts';
import { lockConnection, showConnection, showConnections, toColumns } from './connection-rows.ts';
import { authNamed, type Connectors } from './connectors.ts';
import { splitValues } from './credential-values.ts';
import type { OpenConnections } from './open-connections.ts';
import { plainFailure } from './plain-failure.ts';

export interface ConnectionDeps {
  keeper: SecretKeeper;
  connectors: Connectors;
  connections: OpenConnections;
}

export function connectionRoutes(deps: ConnectionDeps): Route[] {
  const { keeper, connectors, connections } = deps;
  return [
    inTenant(listConnectors, async () => ({ items: connectors.describe(), next_cursor: null })),
    inTenant(listConnections, async (tx) => ({ items: await showConnections(tx), next_cursor: null })),
    inTenant(createConnection, async (tx, { body }) => {
      const connector = connectors.wanted(body.connector);
      const auth = authNamed(connector, body.auth);
      const credential = splitValues(auth, body.values);
      const id = newId();
      const row = { id, tenant_id: tx.scope.tenantId, name: body.name, connector: connector.name };
      const columns = toColumns(keeper, tx.scope.tenantId, id, credential);
      await explained(tx.sql('connections').insert({ ...row, auth: auth.name, ...columns }));
      const data = { connection_id: id, name: body.name, connector: connector.name, auth: auth.name };
      await appendEvent(tx, { type: 'connection.created', data: { ...data, values: credential.plain } });
      return showConnection(tx, id);
    }),
    inTenant(updateConnection, (tx, call) =>
      changeConnection(tx, deps, call.params.connection_id, call.body),
    ),
    inTenant(deleteConnection, async (tx, call) => {
      const { id, name } = await lockConnection(tx, call.params.connection_id);
      await demandUnused(tx, id);
      await tx.sql('connections').where({ id }).delete();
      await appendEvent(tx, { type: 'connection.deleted', data: { connection_id: id, name } });
      return {};
    }),
    plain(testConnection, async (_db, call, caller) => {
      const scope = scopeOf(person(caller), call.context.correlationId);
      const started = performance.now();
      const took = () => Math.round(performance.now() - started);
      try {
        const { connector, host } = await connections.byId(scope, call.params.connection_id);
        await connector.probe(host);
        return { ok: true, detail: `${connector.label} lets us in.`, duration_ms: took() };
      } catch (error) {
        if (error instanceof ApiProblem && error.code === 'not_found') throw error;
        call.context.log.warn({ err: error }, 'a connection was tried in vain');
        return { ok: false, detail: plainFailure(error), duration_ms: took() };
      }
    }),
  ];
}

async function demandUnused(tx: TenantTx, id: string): Promise<void> {
  const names = await tx
    .sql<{ name: string; connection_id: string }>('mail_feeds')
    .where({ connection_id: id })
    .orderBy('name')
    .pluck('name');
  if (names.length === 0) return;
  throw new ApiProblem('connection_in_use', { detail: `Mail feeds use it: ${names.join(', ')}.` });
}
