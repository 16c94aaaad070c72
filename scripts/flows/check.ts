import { checkFlow } from '@pebble/flows/check/check-flow';
import { sayFinding } from './verify.ts';
import { flowOf, type Report, type Workshop } from './workshop.ts';

/** Everything that can be said of flows without running them. */
export function checkFlows(shop: Workshop, ids: readonly string[]): Report {
  const flows = ids.length === 0 ? shop.catalog : ids.map((id) => flowOf(shop, id));
  const results = flows.map((flow) => {
    const { findings } = checkFlow(flow, shop.pieces);
    const n8nOnly = findings.length > 0 && findings.every((one) => one.engine !== null);
    return { id: flow.id, version: flow.version, ok: findings.length === 0 || n8nOnly, findings };
  });
  const lines = results.flatMap(({ id, version, ok, findings }) => [
    ...findings.map((one) => sayFinding(id, one)),
    ok
      ? `${id} ${version} is in order${findings.length > 0 ? ', but not for every engine' : ''}.`
      : `${id} ${version} is not.`,
  ]);
  return { ok: results.every((one) => one.ok), lines, json: { flows: results } };
}
