import { blocking, checkFlow } from '@pebble/flows/check/check-flow';
import type { Finding } from '@pebble/flows/check/finding';
import type { FlowPackage } from '@pebble/flows/catalog';
import { loadCases } from '@pebble/flows/cases';
import { replayCase, type Observed } from '@pebble/flows/engine/testing/replay-case';
import { isDeepStrictEqual } from 'node:util';
import { ScriptError } from '../lib/script-error.mjs';
import type { Workshop } from './workshop.ts';

export interface CaseResult {
  case: string;
  ok: boolean;
  /** What came out otherwise than recorded, in words. */
  differences: readonly string[];
}

export function sayFinding(id: string, { step, problem, remedy, engine }: Finding): string {
  const where = [id, ...(step === null ? [] : [`step "${step}"`])].join(', ');
  return `${where}: ${problem}${engine === null ? '' : ` (keeps it from ${engine} only)`}\n    ${remedy}`;
}

/** Runs the recorded cases of a flow through the embedded engine. */
export async function runCases({ root, pieces }: Workshop, flow: FlowPackage): Promise<CaseResult[]> {
  const { loaded, findings } = checkFlow(flow, pieces);
  if (!loaded) {
    throw new ScriptError(findings.map((one) => sayFinding(flow.id, one)).join('\n'));
  }
  const results: CaseResult[] = [];
  for (const [name, recorded] of await loadCases(flow.id, root)) {
    const differences = await replayCase(loaded, recorded).then(
      (observed) => compare(recorded.expected, observed),
      // A request that was not recorded, or one that did not come.
      (error: unknown) => [error instanceof Error ? error.message : String(error)],
    );
    results.push({ case: name, ok: differences.length === 0, differences });
  }
  return results;
}

/** Refuses a flow that is not fit for an engine: by what is said of it, and by its cases. */
export async function demandFit(shop: Workshop, flow: FlowPackage, engine: string): Promise<void> {
  const found = blocking(checkFlow(flow, shop.pieces).findings, engine);
  if (found.length > 0) {
    const told = found.map((one) => sayFinding(flow.id, one)).join('\n');
    throw new ScriptError(`${told}\nNothing was deployed.`);
  }
  const results = await runCases(shop, flow);
  const failed = results.filter((one) => !one.ok);
  if (results.length === 0) {
    throw new ScriptError(
      `${flow.id} has no cases, so nothing says that it works: add flows/${flow.id}/cases/*.json.\nNothing was deployed.`,
    );
  }
  if (failed.length > 0) {
    const told = failed.map((one) => `${one.case}: ${one.differences.join('; ')}`).join('\n');
    throw new ScriptError(
      `${failed.length} of ${results.length} cases of ${flow.id} fail:\n${told}\n` +
        `See them with \`npm run flows -- test ${flow.id}\`. Nothing was deployed.`,
    );
  }
}

export function compare(expected: Observed, observed: Observed): string[] {
  const differences: string[] = [];
  if (expected.status !== observed.status) {
    differences.push(`the run ${observed.status}, not ${expected.status}`);
  }
  for (const part of ['steps', 'errors', 'outputs'] as const) {
    const [was, is]: Record<string, unknown>[] = [expected[part], observed[part]];
    for (const step of new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])) {
      if (isDeepStrictEqual(was?.[step], is?.[step])) continue;
      differences.push(WORDS[part](step, was?.[step], is?.[step]));
    }
  }
  return differences;
}

type Say = (step: string, was: unknown, is: unknown) => string;

const WORDS: Readonly<Record<'steps' | 'errors' | 'outputs', Say>> = {
  steps: (step, was = 'was not to run', is = 'did not run') =>
    `step "${step}": ${String(is)}, expected: ${String(was)}`,
  errors: (step, was = 'none', is = 'none') => `error of "${step}": ${String(is)}, expected: ${String(was)}`,
  outputs: (step, was, is) => `output of "${step}": ${JSON.stringify(is)}, expected: ${JSON.stringify(was)}`,
};
