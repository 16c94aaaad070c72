import { randomUUID } from 'node:crypto';
import type { Database } from '../src/db/database.ts';
import { systemScope, type Scope } from '../src/db/scope.ts';
import { createTenant, type NewUser } from '../src/features/tenants/create-tenant.ts';

export interface SeededTenant {
  id: string;
  slug: string;
  /** Entity id by slug. */
  entities: Record<string, string>;
  /** HQ scope of the tenant, as the system. */
  scope: Scope;
  /** Scope of one entity only. */
  entityScope(slug: string): Scope;
}

/** Creates a tenant with the entities `north` and `south`, their mailboxes `<name>@<entity>.<slug>.example`, and default boards. */
export async function seedTenant(
  db: Database,
  slug: string,
  users: readonly NewUser[] = [],
): Promise<SeededTenant> {
  const id = randomUUID();
  const scope = systemScope(id, 'test', `seed-${slug}`);
  const rows = await db.withTenant(scope, async (tx) => {
    await createTenant(tx, {
      slug,
      name: `Tenant ${slug}`,
      entities: ['north', 'south'].map((name) => ({
        slug: name,
        name: `${slug} ${name}`,
        mailboxes: [`sales@${name}.${slug}.example`],
      })),
      users,
    });
    return tx.sql<{ id: string; slug: string }>('entities').select('id', 'slug');
  });
  const entities = Object.fromEntries(rows.map((row) => [row.slug, row.id]));
  return {
    id,
    slug,
    entities,
    scope,
    entityScope: (name) => ({ ...scope, entities: [entities[name] ?? ''] }),
  };
}
