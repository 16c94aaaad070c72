import type { Database } from '../../db/database.ts';
import { systemScope, type Scope } from '../../db/scope.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { SecretKeeper } from './sealed-secret.ts';
import { findSource, type SourceRow } from './source-rows.ts';
import { goodSecrets } from './source-secrets.ts';
import { isSigned, type DeliveryHeaders } from './verify-delivery.ts';

/** The tenant of a source that does not exist, so that it is looked up like any other. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export interface SignedSource {
  source: SourceRow;
  scope: Scope;
}

/**
 * Finds the source that signed a delivery. An unknown source and a wrong signature take the same steps and get the same answer.
 *
 * @param onForgery called with the source when it exists and did not sign
 * @throws ApiProblem signature_rejected
 */
export async function signedSource(
  deps: { db: Database; keeper: SecretKeeper },
  delivery: { sourceId: string; headers: DeliveryHeaders; bytes: Uint8Array; correlationId: string },
  onForgery: (source: { id: string; tenantId: string }) => void,
): Promise<SignedSource> {
  const { sourceId } = delivery;
  const tenantId = await deps.db.tenantOfSource(sourceId);
  const scope = {
    ...systemScope(tenantId ?? NOBODY, 'webhook', delivery.correlationId),
    actor: `source:${sourceId}`,
  };
  const { source, secrets } = await deps.db.withTenant(scope, async (tx) => ({
    source: await findSource(tx, sourceId).catch(absent),
    secrets: await goodSecrets(tx, deps.keeper, sourceId),
  }));
  if (isSigned(secrets, delivery.headers, delivery.bytes) && source) return { source, scope };
  if (source) onForgery({ id: source.id, tenantId: scope.tenantId });
  throw new ApiProblem('signature_rejected');
}

function absent(error: unknown): null {
  if (error instanceof ApiProblem && error.code === 'not_found') return null;
  throw error;
}
