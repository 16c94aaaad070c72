import { newId } from '../../db/new-id.ts';
import type { Database } from '../../db/database.ts';
import { systemScope } from '../../db/scope.ts';
import { addEntries, AUTHORISED } from '../senders/sender-lists.ts';
import { createTenant } from './create-tenant.ts';
import { DEMO_TENANTS, demoUsers, type DemoTenant } from './demo-tenants.ts';

/** A sign-in of the demo, as it is written to demo-credentials.json. */
export interface DemoCredential {
  email: string;
  password: string;
  role: string;
  /** Slug. */
  tenant: string;
  /** Slugs. */
  entities: string[];
}

interface Passwords {
  password: string;
  /** Asked for only when it is needed: hashing is slow on purpose. */
  passwordHash: () => Promise<string>;
  /** True when users of an earlier start have another password. */
  reset: boolean;
}

/** Creates the demo tenants that are missing and returns every demo sign-in. Run it for the embedded default only. */
export async function seedDemo(db: Database, passwords: Passwords): Promise<DemoCredential[]> {
  const present = new Map((await db.tenants()).map((tenant) => [tenant.slug, tenant.id]));
  for (const tenant of DEMO_TENANTS) {
    const id = present.get(tenant.slug);
    if (id === undefined) await create(db, tenant, await passwords.passwordHash());
    else if (passwords.reset) await resetPasswords(db, id, tenant, await passwords.passwordHash());
  }
  const { password } = passwords;
  return DEMO_TENANTS.flatMap((tenant) =>
    demoUsers(tenant).map(({ email, role, entities }) => ({
      email,
      password,
      role,
      tenant: tenant.slug,
      entities,
    })),
  );
}

async function create(db: Database, tenant: DemoTenant, passwordHash: string): Promise<void> {
  const users = demoUsers(tenant).map((user) => ({ ...user, passwordHash }));
  const { slug, name, entities } = tenant;
  await db.withTenant(systemScope(newId(), 'seed', `demo-${slug}`), async (tx) => {
    await createTenant(tx, { slug, name, entities, users });
    await addEntries(tx, AUTHORISED, tenant.authorised);
  });
}

async function resetPasswords(
  db: Database,
  id: string,
  tenant: DemoTenant,
  passwordHash: string,
): Promise<void> {
  const emails = demoUsers(tenant).map((user) => user.email);
  await db.withTenant(systemScope(id, 'seed', `demo-${tenant.slug}`), (tx) =>
    tx.sql('users').whereIn('email', emails).update({ password_hash: passwordHash }),
  );
}
