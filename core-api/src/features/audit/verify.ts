import type { Database } from '../../db/database.ts';
import { highestAnchor, type Anchors } from './anchors.ts';
import type { Finding } from './findings.ts';
import { verifyTenant, type TenantReport } from './verify-tenant.ts';

export interface AuditReport {
  /** No finding anywhere. */
  intact: boolean;
  tenants: TenantReport[];
  /** What concerns no tenant in particular. */
  findings: Finding[];
}

/**
 * Checks the event log of every tenant, or of one, against its chain, and the chain against the anchors.
 *
 * @param anchors read before this is called: an anchor written meanwhile would look like a cut tail
 * @param onTenant told of each tenant as soon as it is checked
 */
export async function verifyAudit(
  parts: { db: Database; key: Uint8Array; anchors: Anchors; slug?: string },
  onTenant: (report: TenantReport) => void = () => undefined,
): Promise<AuditReport> {
  const known = await parts.db.tenants();
  const wanted = known.filter((tenant) => parts.slug === undefined || tenant.slug === parts.slug);
  const tenants: TenantReport[] = [];
  for (const tenant of wanted) {
    const report = await verifyTenant(parts, tenant, parts.anchors.byTenant.get(tenant.id) ?? []);
    onTenant(report);
    tenants.push(report);
  }
  if (parts.slug === undefined) {
    for (const report of missingTenants(parts.anchors, new Set(known.map((tenant) => tenant.id)))) {
      onTenant(report);
      tenants.push(report);
    }
  }
  const findings = parts.anchors.unreadable.map((line): Finding => ({ kind: 'anchor_unreadable', line }));
  const intact = findings.length === 0 && tenants.every((tenant) => tenant.findings.length === 0);
  return { intact, tenants, findings };
}

function missingTenants({ byTenant }: Anchors, known: ReadonlySet<string>): TenantReport[] {
  return [...byTenant]
    .filter(([id]) => !known.has(id))
    .map(([id, anchors]) => {
      const height = highestAnchor(anchors)?.height ?? 0;
      const nothing = { slug: null, events: 0, blocks: 0, unsealed: 0, anchored: true };
      return { id, ...nothing, findings: [{ kind: 'tenant_missing', height }] };
    });
}
