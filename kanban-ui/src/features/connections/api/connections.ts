import { call, type Send } from '@pebble/contract/client';
import {
  createConnection,
  deleteConnection,
  listConnections,
  listConnectors,
  testConnection,
  updateConnection,
  type Connection,
} from '@pebble/contract/connections';
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { operationsKeys } from '../../shared/operations-keys.ts';

const { connections } = operationsKeys;

export type NewConnection = z.input<typeof createConnection.body>;
export type ConnectionChange = z.input<typeof updateConnection.body>;

export interface Tested {
  ok: boolean;
  detail: string;
}

export function connectionsQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: [...connections, 'list'],
    queryFn: async ({ signal }) => (await call(withSignal(send, signal), listConnections, {})).items,
  });
}

export function connectorsQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: [...connections, 'connectors'],
    queryFn: async ({ signal }) => (await call(withSignal(send, signal), listConnectors, {})).items,
    // They change with the installed version only.
    staleTime: Infinity,
  });
}

/** @throws ApiError `already_exists`, `invalid_request` with the fields that do not fit */
export function requestConnection(send: Send, body: NewConnection): Promise<Connection> {
  return call(send, createConnection, { body });
}

export function requestConnectionChange(send: Send, id: string, body: ConnectionChange): Promise<Connection> {
  return call(send, updateConnection, { params: { connection_id: id }, body });
}

/** @throws ApiError `connection_in_use` */
export async function requestConnectionEnd(send: Send, id: string): Promise<void> {
  await call(send, deleteConnection, { params: { connection_id: id } });
}

/** Signs in, now. That it does not work is an answer, and no error. */
export function requestConnectionTest(send: Send, id: string): Promise<Tested> {
  return call(send, testConnection, { params: { connection_id: id } });
}
