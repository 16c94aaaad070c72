import { randomUUID } from 'node:crypto';
import type { Connector, Host } from '@pebble/kit/connector';
import type { Http } from '@pebble/kit/http';
import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { SecretKeeper } from '../sources/sealed-secret.ts';
import { findConnection, secretsOf, type ConnectionRow } from './connection-rows.ts';
import type { Connectors } from './connectors.ts';
import { StoredSession } from './session-slot.ts';

/** A connection that can be used now. */
export interface OpenConnection {
  id: string;
  name: string;
  connector: Connector;
  host: Host;
}

interface Deps {
  db: Database;
  keeper: SecretKeeper;
  connectors: Connectors;
  /** Retries, lanes and the guard against private networks are in it. */
  http: Http;
  now: () => number;
}

/** Opens the connections of tenants for whoever calls other systems: credential in the clear, one session for each. */
export class OpenConnections {
  private readonly deps: Deps;
  private readonly holder = randomUUID();
  private readonly slots = new Map<string, StoredSession>();

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** @throws ApiProblem not_found, other_side_failed; SealingKeyMissing, BoxBroken */
  async byId(scope: Scope, id: string): Promise<OpenConnection> {
    const row = await this.deps.db.withTenant(scope, (tx) => findConnection(tx, id));
    return this.open(scope.tenantId, row);
  }

  /** By the name that flows call it. @throws as `byId` */
  async byName(scope: Scope, name: string): Promise<OpenConnection> {
    const row = await this.deps.db.withTenant(scope, (tx) =>
      tx.sql<ConnectionRow>('connections').where({ name }).first(),
    );
    if (!row) throw new ApiProblem('not_found', { detail: `There is no connection "${name}".` });
    return this.open(scope.tenantId, row);
  }

  private open(tenantId: string, row: ConnectionRow): OpenConnection {
    const { keeper, connectors, http, now } = this.deps;
    const { id, name } = row;
    return {
      ...{ id, name },
      connector: connectors.installed(row.connector),
      host: {
        ...{ http, now, auth: row.auth },
        credential: { ...row.plain, ...secretsOf(keeper, tenantId, row) },
        session: this.slotOf(tenantId, row),
      },
    };
  }

  /** One object for each connection and process: requests that find no session wait for each other by it. */
  private slotOf(tenantId: string, { id, session_revision }: ConnectionRow): StoredSession {
    const known = this.slots.get(id);
    known?.saw(session_revision);
    if (known) return known;
    const { db, keeper, now } = this.deps;
    const slot = new StoredSession({ db, keeper, now, holder: this.holder }, { tenantId, id });
    this.slots.set(id, slot);
    return slot;
  }
}
