import type { Client } from 'pg';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/new-id.ts';
import { systemScope } from '../../db/scope.ts';
import { OperatorError } from '../../runtime/operator-error.ts';
import { appendEvent } from '../events/append-event.ts';

/** What only the owner of the schema may do, and the application's own way in for telling it. */
export interface OwnerAccess {
  owner: Client;
  db: Database;
}

export interface Operator {
  id: string;
  slug: string;
}

/** The organisations that operate the installation. */
export async function findOperators({ owner, db }: OwnerAccess): Promise<Operator[]> {
  const { rows } = await owner.query<{ tenant_id: string }>('SELECT tenant_id FROM operator_tenants');
  const ids = new Set(rows.map((row) => row.tenant_id));
  return (await db.tenants()).filter((tenant) => ids.has(tenant.id));
}

/**
 * Makes an organisation an operator of the installation: its operations people may change the global blacklist.
 *
 * @returns false when it was one before
 * @throws OperatorError when there is no such organisation
 */
export async function nameOperator(access: OwnerAccess, slug: string): Promise<boolean> {
  const tenant = await organisation(access, slug);
  const { rowCount } = await access.owner.query(
    'INSERT INTO operator_tenants (tenant_id) VALUES ($1) ON CONFLICT DO NOTHING',
    [tenant.id],
  );
  if (rowCount !== 1) return false;
  await tell(access, tenant, 'operator.named');
  return true;
}

/**
 * Takes that right back.
 *
 * @returns false when it had none
 * @throws OperatorError when there is no such organisation
 */
export async function dismissOperator(access: OwnerAccess, slug: string): Promise<boolean> {
  const tenant = await organisation(access, slug);
  const { rowCount } = await access.owner.query('DELETE FROM operator_tenants WHERE tenant_id = $1', [
    tenant.id,
  ]);
  if (rowCount !== 1) return false;
  await tell(access, tenant, 'operator.dismissed');
  return true;
}

async function organisation({ db }: OwnerAccess, slug: string): Promise<Operator> {
  const found = (await db.tenants()).find((tenant) => tenant.slug === slug);
  if (!found) throw new OperatorError(`There is no organisation called "${slug}".`);
  return found;
}

/** In the organisation's own log, because its people get or lose the right. */
async function tell(
  { db }: OwnerAccess,
  tenant: Operator,
  type: 'operator.named' | 'operator.dismissed',
): Promise<void> {
  await db.withTenant(systemScope(tenant.id, 'console', newId()), (tx) => appendEvent(tx, { type }));
}
