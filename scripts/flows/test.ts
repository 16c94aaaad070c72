import { runCases, type CaseResult } from './verify.ts';
import { flowOf, type Report, type Workshop } from './workshop.ts';

/** Runs the recorded cases; in n8n as well where its engine is installed. */
export async function testFlows(shop: Workshop, ids: readonly string[]): Promise<Report> {
  const flows = ids.length === 0 ? shop.catalog : ids.map((id) => flowOf(shop, id));
  const results: { id: string; version: string; cases: CaseResult[] }[] = [];
  for (const flow of flows) {
    results.push({ id: flow.id, version: flow.version, cases: await runCases(shop, flow) });
  }
  const lines = results.flatMap(({ id, version, cases }) => {
    const failed = cases.filter((one) => !one.ok);
    return [
      ...cases.flatMap((one) => [
        `${one.ok ? 'ok    ' : 'FAILED'} ${id} ${one.case}`,
        ...one.differences.map((text) => `         ${text}`),
      ]),
      cases.length === 0
        ? `${id} ${version} has no cases.`
        : `${id} ${version}: ${cases.length - failed.length} of ${cases.length} cases pass.`,
    ];
  });
  const ok = results.every(({ cases }) => cases.length > 0 && cases.every((one) => one.ok));
  return { ok, lines, json: { flows: results } };
}
