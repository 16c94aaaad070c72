import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';

/** True when the tenant of the transaction operates the installation. */
export async function isOperator(tx: TenantTx): Promise<boolean> {
  const row = await tx.sql('operator_tenants').first('tenant_id');
  return row !== undefined;
}

/**
 * The policies of the global list say the same; asking first gives people an answer in place of an error.
 *
 * @throws ApiProblem operator_only
 */
export async function demandOperator(tx: TenantTx): Promise<void> {
  if (!(await isOperator(tx))) throw new ApiProblem('operator_only');
}
