import type { Database } from '@pebble/core-api/db/database';
import { systemScope } from '@pebble/core-api/db/scope';
import type { TenantTx } from '@pebble/core-api/db/with-tenant';
import type { SecretKeeper } from '@pebble/core-api/features/sources/sealed-secret';
import type { FlowPackage } from '@pebble/flows/catalog';
import type { Connector } from '@pebble/kit/connector';
import { v7 as uuid } from 'uuid';
import type { Activepieces } from '../activepieces/api.ts';
import { ScriptError } from '../lib/script-error.mjs';
import type { N8n } from './n8n-api.ts';

/** What the commands work with; tests hand in parts of their own. */
export interface Workshop {
  /** The folder of the flows. */
  root: string;
  catalog: readonly FlowPackage[];
  pieces: Readonly<Record<string, Connector>>;
  /** Opened when a command needs it. */
  desk(): Promise<Desk>;
  activepieces(): Promise<Activepieces>;
  n8n(): N8n;
  /** Where other engines reach Pebble; null when PUBLIC_URL is not set. */
  publicUrl: string | null;
  /** Who works here, such as `console:ada`. */
  by: string;
}

/** The database, and what opens the secrets in it. */
export interface Desk {
  db: Database;
  keeper: SecretKeeper;
}

/** What a command says. */
export interface Report {
  ok: boolean;
  lines: readonly string[];
  /** For `--json`. */
  json: Readonly<Record<string, unknown>>;
}

export function flowOf({ catalog }: Workshop, id: string | undefined): FlowPackage {
  const found = catalog.find((one) => one.id === id);
  if (found) return found;
  const there = catalog.map((one) => one.id).join(', ');
  throw new ScriptError(
    id === undefined ? `Name a flow: ${there}` : `There is no flow "${id}". There are ${there}.`,
  );
}

/** Runs work in a tenant's rows. Without a name it is the only tenant. */
export async function inTenant<T>(
  shop: Workshop,
  slug: string | undefined,
  work: (tx: TenantTx, desk: Desk & { tenant: string }) => Promise<T>,
): Promise<T> {
  const desk = await shop.desk();
  const tenants = await desk.db.tenants();
  const named = tenants.filter((one) => slug === undefined || one.slug === slug);
  const [tenant] = named;
  if (!tenant || named.length > 1) {
    const there = tenants.map((one) => one.slug).sort();
    throw new ScriptError(
      slug === undefined
        ? `Name the organisation with --tenant: ${there.join(', ')}`
        : `There is no organisation "${slug}". There are ${there.join(', ') || 'none yet: npm run tenant:create'}.`,
    );
  }
  const scope = { ...systemScope(tenant.id, 'console', uuid()), actor: shop.by };
  return desk.db.withTenant(scope, (tx) => work(tx, { ...desk, tenant: tenant.slug }));
}
