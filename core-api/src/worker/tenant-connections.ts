import type { Connection } from '@pebble/flows/engine/connections';
import type { Scope } from '../db/scope.ts';
import type { OpenConnections } from '../features/connections/open-connections.ts';
import { ApiProblem } from '../http/problem.ts';

/** Opens a connection of a tenant by the name that its flows call it; null when there is none. */
export type OpenConnection = (scope: Scope, name: string) => Promise<Connection | null>;

/** The connections of tenants, as runs of flows ask for them: one at a time, and only what a step needs. */
export function tenantConnections(connections: () => OpenConnections): OpenConnection {
  return async (scope, name) => {
    try {
      const { connector, host } = await connections().byName(scope, name);
      return { ...host, connector: connector.name };
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'not_found') return null;
      throw error;
    }
  };
}
