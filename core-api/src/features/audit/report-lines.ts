import { describeFinding } from './findings.ts';
import type { TenantReport } from './verify-tenant.ts';

/** A tenant's part of the report: one line when all is well, else one for each finding. */
export function reportLines(report: TenantReport): string[] {
  const name = report.slug ?? report.id;
  const counted = `${count(report.events, 'event')} in ${count(report.blocks, 'block')}`;
  const notes = [
    report.unsealed > 0 ? `${report.unsealed} not sealed yet` : null,
    report.anchored ? null : 'no anchor at hand, so a cut end would go unnoticed',
  ].filter((note) => note !== null);
  const aside = notes.length > 0 ? ` (${notes.join('; ')})` : '';
  if (report.findings.length === 0) return [`${name}: ${counted}: intact${aside}`];
  const findings = report.findings.map((finding) => `${name}: ${describeFinding(finding)}`);
  return [...findings, `${name}: ${counted} are intact, ${count(report.findings.length, 'finding')}${aside}`];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
