import type { FlowEngine } from '@pebble/contract/flows';

/**
 * Where a run can be looked at in its engine's own pages, which lie beside those of the flow; null when that is not known.
 *
 * @param flowUrl `https://flows.example/projects/p1/flows/f1` of Activepieces, `https://n8n.example/workflow/w1` of n8n
 */
export function runUrl(engine: FlowEngine, flowUrl: string | null, runId: string): string | null {
  if (flowUrl === null) return null;
  const run = encodeURIComponent(runId);
  if (engine === 'n8n') return /\/workflow\/[^/]+$/.test(flowUrl) ? `${flowUrl}/executions/${run}` : null;
  const project = /^(.+\/projects\/[^/]+)\/flows\/[^/]+$/.exec(flowUrl)?.[1];
  return engine === 'activepieces' && project !== undefined ? `${project}/runs/${run}` : null;
}
