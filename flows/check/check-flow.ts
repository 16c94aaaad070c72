import type { Connector } from '@pebble/kit/connector';
import type { FlowPackage } from '../catalog.ts';
import { FlowRefused } from '../engine/src/flow-refused.ts';
import { loadFlow, type LoadedFlow } from '../engine/src/load-flow.ts';
import { compileForN8n } from '../n8n/compile.ts';
import { finding, type Finding } from './finding.ts';
import { importFindings } from './import-shape.ts';
import { knobFindings } from './knob-use.ts';
import { secretFindings } from './secrets.ts';

export interface FlowCheck {
  /** Null when the embedded engine refuses the flow. */
  loaded: LoadedFlow | null;
  findings: readonly Finding[];
}

/** Everything that can be said of a flow without running it. */
export function checkFlow(
  one: Pick<FlowPackage, 'flow' | 'manifest'>,
  pieces: Readonly<Record<string, Connector>>,
): FlowCheck {
  const source = { flow: one.flow, manifest: one.manifest, pieces };
  const read = attempt(() => loadFlow(source));
  const compiled = read instanceof FlowRefused ? null : attempt(() => compileForN8n(source));
  const findings: Finding[] = [
    ...(read instanceof FlowRefused ? [refusal(read)] : []),
    ...importFindings(one.flow),
    ...secretFindings(one.flow),
    ...knobFindings(one.flow, one.manifest),
    ...eventFindings(one.manifest.events),
    ...(compiled instanceof FlowRefused ? [{ ...refusal(compiled), engine: 'n8n' as const }] : []),
  ];
  return { loaded: read instanceof FlowRefused ? null : read, findings };
}

/** What keeps the flow from an engine. */
export function blocking(findings: readonly Finding[], engine: string): readonly Finding[] {
  return findings.filter((one) => one.engine === null || one.engine === engine);
}

function attempt<T>(run: () => T): T | FlowRefused {
  try {
    return run();
  } catch (error) {
    if (error instanceof FlowRefused) return error;
    throw error;
  }
}

function refusal({ step, reason }: FlowRefused): Finding {
  return finding(step, reason, 'See flows/README.md for what each engine runs.');
}

function eventFindings(events: FlowPackage['manifest']['events']): Finding[] {
  if (events.in.length > 0) return [];
  return [finding(null, 'the manifest names no event that starts the flow', 'Name it in events.in.')];
}
