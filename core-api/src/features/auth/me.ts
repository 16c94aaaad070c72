import type { Me } from '@pebble/contract/auth';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { Person } from '../../http/caller.ts';
import { ApiProblem } from '../../http/problem.ts';

type Named = { id: string; slug: string; name: string };

/** The caller with names. Which entities there are to see is decided by row security, from the caller's own scope. */
export async function readMe({ sql, scope }: TenantTx, caller: Person): Promise<Me> {
  const user = await sql('users')
    .where({ id: caller.userId })
    .first<{ email: string; name: string } | undefined>('email', 'name');
  const tenant = await sql('tenants')
    .where({ id: scope.tenantId })
    .first<Named | undefined>('id', 'slug', 'name');
  if (!user || !tenant) throw new ApiProblem('unauthenticated');
  const entities = await sql('entities').orderBy(['position', 'slug']).select<Named[]>('id', 'slug', 'name');
  return { user_id: caller.userId, ...user, role: caller.role, tenant, entities };
}
