import type { Connection } from '@pebble/contract/connections';
import type { z } from 'zod';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { SecretKeeper } from '../sources/sealed-secret.ts';
import type { Split, Values } from './credential-values.ts';

export interface ConnectionRow {
  id: string;
  name: string;
  connector: string;
  auth: string;
  plain: Values;
  secret_names: string[];
  secrets_sealed: Buffer;
  session_sealed: Buffer | null;
  session_until: Date | null;
  session_revision: number;
  signing_in: string | null;
  created_at: Date;
}

/** @throws ApiProblem not_found */
export async function findConnection(tx: TenantTx, id: string): Promise<ConnectionRow> {
  const row = await tx.sql<ConnectionRow>('connections').where({ id }).first();
  if (!row) throw new ApiProblem('not_found');
  return row;
}

/** The same, locked, so that two changes of it take turns. @throws ApiProblem not_found */
export async function lockConnection(tx: TenantTx, id: string): Promise<ConnectionRow> {
  const row = await tx.sql<ConnectionRow>('connections').where({ id }).forUpdate().first();
  if (!row) throw new ApiProblem('not_found');
  return row;
}

/** The columns of a credential. */
export function toColumns(keeper: SecretKeeper, tenantId: string, id: string, { plain, secrets }: Split) {
  return {
    plain: JSON.stringify(plain),
    secret_names: Object.keys(secrets),
    secrets_sealed: keeper.seal(tenantId, id, JSON.stringify(secrets)),
  };
}

/** The secret fields in the clear. @throws SealingKeyMissing, BoxBroken */
export function secretsOf(
  keeper: SecretKeeper,
  tenantId: string,
  row: Pick<ConnectionRow, 'id' | 'secrets_sealed'>,
): Values {
  return JSON.parse(keeper.unseal(tenantId, row.id, row.secrets_sealed)) as Values;
}

/** All connections by name, or the one that is asked for, without secrets. */
export async function showConnections(tx: TenantTx, id?: string): Promise<z.input<typeof Connection>[]> {
  const found = tx
    .sql('connections as c')
    .orderBy('c.name')
    .select<(ConnectionRow & { feeds: string[] })[]>(
      'c.*',
      tx.sql.raw(
        'ARRAY(SELECT f.name FROM mail_feeds f WHERE f.tenant_id = c.tenant_id AND f.connection_id = c.id ORDER BY f.name) AS feeds',
      ),
    );
  if (id !== undefined) void found.where('c.id', id);
  return (await found).map((row) => ({
    id: row.id,
    name: row.name,
    connector: row.connector,
    auth: row.auth,
    values: row.plain,
    secrets_set: row.secret_names,
    signed_in_until: row.session_until?.toISOString() ?? null,
    feeds: row.feeds,
    created_at: row.created_at.toISOString(),
  }));
}

/** @throws ApiProblem not_found */
export async function showConnection(tx: TenantTx, id: string): Promise<z.input<typeof Connection>> {
  const [shown] = await showConnections(tx, id);
  if (!shown) throw new ApiProblem('not_found');
  return shown;
}
