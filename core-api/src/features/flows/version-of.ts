import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { FlowVersionRow } from './flow-versions.ts';

const CONTENT_HASH = /^[0-9a-f]{64}$/;

/**
 * A stored version, by its number, its content hash, or both as `1.2.3@<hash>`. One of them alone stands for what was installed
 * under it last: a number can be used again while somebody works on a draft, and so can a flow under another number.
 *
 * @throws ApiProblem not_found
 */
export async function versionOf(tx: TenantTx, flowId: string, version: string): Promise<FlowVersionRow> {
  const [number = '', hash] = CONTENT_HASH.test(version) ? [undefined, version] : version.split('@', 2);
  const named = {
    ...(number === '' ? {} : { version: number }),
    ...(hash === undefined ? {} : { content_hash: hash }),
  };
  const row = await tx
    .sql<FlowVersionRow>('flow_versions')
    .where({ flow_id: flowId, ...named })
    .orderBy('installed_at', 'desc')
    .first();
  if (!row) throw new ApiProblem('not_found', { detail: 'The flow has no such version.' });
  return row;
}
