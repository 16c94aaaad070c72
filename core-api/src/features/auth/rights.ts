import { HQ_ROLES, PERSON_ROLES } from '@pebble/contract/roles';
import { z } from 'zod';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { Person } from '../../http/caller.ts';

/** What a person may do right now. */
export type Rights = Pick<Person, 'role' | 'entities'>;

const Membership = z.object({ role: z.enum(PERSON_ROLES), entity_id: z.string().nullable() });

/**
 * Reads a person's role and entities afresh; null for somebody who is disabled or has no role any more. A person has one
 * role: should the rows hold several, the oldest counts, and only with the entities that it was given for.
 */
export async function loadRights({ sql }: TenantTx, userId: string): Promise<Rights | null> {
  const rows = Membership.array().parse(
    await sql('memberships')
      .join('users', { 'users.tenant_id': 'memberships.tenant_id', 'users.id': 'memberships.user_id' })
      .where({ 'memberships.user_id': userId })
      .whereNull('users.disabled_at')
      .orderBy(['memberships.created_at', 'memberships.id'])
      .select('memberships.role', 'memberships.entity_id'),
  );
  const role = rows[0]?.role;
  if (role === undefined) return null;
  if (HQ_ROLES.includes(role)) return { role, entities: 'all' };
  const entities = rows.flatMap((row) =>
    row.role === role && row.entity_id !== null ? [row.entity_id] : [],
  );
  return { role, entities };
}
