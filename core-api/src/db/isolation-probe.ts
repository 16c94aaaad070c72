import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { systemScope, type Scope } from './scope.ts';
import { enterScope } from './with-tenant.ts';
import { OperatorError } from '../runtime/operator-error.ts';

/** Isolation does not hold, so nothing may be served. The message names the weakness. */
export class IsolationError extends OperatorError {
  override readonly name = 'IsolationError';
}

/**
 * Proves on the live database, as the very login that will serve, that two tenants cannot reach each other. Nothing
 * is left behind: the two tenants it plays exist only inside a transaction that is rolled back.
 */
export async function proveIsolation(pool: Knex): Promise<void> {
  await proveRoleIsPowerless(pool);
  await proveEveryTableIsGuarded(pool);
  await pool
    .transaction(async (sql) => {
      await playTwoTenants(sql);
      throw new ProbeDone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof ProbeDone)) throw error;
    });
}

class ProbeDone extends Error {}

async function proveRoleIsPowerless(pool: Knex): Promise<void> {
  const { rows } = await pool.raw<{ rows: { super: boolean; bypass: boolean; owned: number }[] }>(
    `SELECT bool_or(r.rolsuper) AS super, bool_or(r.rolbypassrls) AS bypass,
            (SELECT count(*)::int FROM pg_class c WHERE c.relowner = ANY (array_agg(r.oid))
               AND c.relnamespace = 'public'::regnamespace) AS owned
     FROM pg_roles r WHERE pg_has_role(current_user, r.oid, 'MEMBER')`,
  );
  const role = rows[0];
  if (!role || role.super)
    throw new IsolationError('the application signs in as a superuser, which no policy binds');
  if (role.bypass) throw new IsolationError('the application role has BYPASSRLS');
  if (role.owned > 0)
    throw new IsolationError('the application role owns tables, so it could drop their policies');
}

async function proveEveryTableIsGuarded(pool: Knex): Promise<void> {
  const { rows } = await pool.raw<{ rows: { name: string }[] }>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
       AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity
            OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))`,
  );
  if (rows.length > 0) {
    throw new IsolationError(`row security is not in force on: ${rows.map((row) => row.name).join(', ')}`);
  }
}

async function playTwoTenants(sql: Knex.Transaction): Promise<void> {
  const [ours, theirs] = [randomUUID(), randomUUID()].map((id) =>
    systemScope(id, 'isolation-probe', randomUUID()),
  );
  if (!ours || !theirs) return;
  await expectNothing(sql, 'rows can be read without any scope');
  await enterScope(sql, theirs);
  await sql('tenants').insert({
    id: theirs.tenantId,
    slug: `probe-${theirs.tenantId.slice(0, 8)}`,
    name: 'probe',
  });
  await sql('blacklist').insert({ id: randomUUID(), tenant_id: theirs.tenantId, pattern: 'probe.example' });
  const own = await sql('blacklist').select('tenant_id');
  if (own.length !== 1) throw new IsolationError('a tenant cannot read its own rows');
  await enterScope(sql, ours);
  await expectNothing(sql, "one tenant can read another's rows");
  await expectRefusal(sql, theirs);
}

/** Looks into every table and view that holds rows of tenants and that this role may read. */
async function expectNothing(sql: Knex.Transaction, weakness: string): Promise<void> {
  // With a LIMIT, Postgres would rather read a large table to its end than believe that it holds nothing for us.
  await sql.raw('SET LOCAL enable_seqscan = off');
  const { rows } = await sql.raw<{ rows: { name: string }[] }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
     WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace = 'public'::regnamespace
       AND has_column_privilege(c.oid, a.attnum, 'SELECT')`,
  );
  for (const { name } of rows) {
    const seen = await sql(name).first('tenant_id');
    if (seen !== undefined) throw new IsolationError(`${weakness}: ${name}`);
  }
}

async function expectRefusal(sql: Knex.Transaction, other: Scope): Promise<void> {
  await sql.raw('SAVEPOINT foreign_write');
  const refused = await sql('blacklist')
    .insert({ id: randomUUID(), tenant_id: other.tenantId, pattern: 'foreign.example' })
    .then(
      () => false,
      () => true,
    );
  await sql.raw('ROLLBACK TO SAVEPOINT foreign_write');
  if (!refused) throw new IsolationError('one tenant can write into another');
}
