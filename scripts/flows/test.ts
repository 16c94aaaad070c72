import type { FlowPackage } from '@pebble/flows/catalog';
import { hasN8n, runCasesInN8n } from './in-n8n.ts';
import { runCases, type CaseResult } from './verify.ts';
import { flowOf, type Report, type Workshop } from './workshop.ts';

interface Tested {
  id: string;
  version: string;
  engine: 'embedded' | 'n8n';
  cases: readonly CaseResult[];
}

/** Runs the recorded cases in the embedded engine, and in n8n's where that is installed and wanted. */
export async function testFlows(
  shop: Workshop,
  ids: readonly string[],
  { n8n = hasN8n() }: { n8n?: boolean } = {},
): Promise<Report> {
  const flows = ids.length === 0 ? shop.catalog : ids.map((id) => flowOf(shop, id));
  const results: Tested[] = [];
  for (const flow of flows) results.push(...(await testFlow(shop, flow, n8n)));
  const hint = n8n ? [] : ['Not tried in n8n: `npm run test:nodes` installs its engine, once.'];
  const ok = results.every(({ cases }) => cases.length > 0 && cases.every((one) => one.ok));
  return { ok, lines: [...results.flatMap(linesOf), ...hint], json: { flows: results } };
}

async function testFlow(shop: Workshop, flow: FlowPackage, n8n: boolean): Promise<Tested[]> {
  const { id, version } = flow;
  const embedded: Tested = { id, version, engine: 'embedded', cases: await runCases(shop, flow) };
  const there = n8n ? await runCasesInN8n(shop, flow) : null;
  return there ? [embedded, { id, version, engine: 'n8n', cases: there }] : [embedded];
}

function linesOf({ id, version, engine, cases }: Tested): string[] {
  if (cases.length === 0) return [`${id} ${version} has no cases.`];
  const passed = cases.filter((one) => one.ok).length;
  return [
    ...cases.flatMap((one) => [
      `${one.ok ? 'ok    ' : 'FAILED'} ${engine} ${id} ${one.case}`,
      ...one.differences.map((text) => `         ${text}`),
    ]),
    `${id} ${version} in ${engine}: ${passed} of ${cases.length} cases pass.`,
  ];
}
