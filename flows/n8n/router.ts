import { WHOLE_OUTPUT } from '@pebble/kit/host/n8n-names';
import { UNARY } from '../engine/src/operators.ts';
import type { Condition, RouterSettings } from '../engine/src/template.ts';
import { toParameter } from './expression.ts';
import type { Writer } from './step-output.ts';

/**
 * The branches of a router as parameters of our router node, which knows the operators as Activepieces means them; n8n's own Switch
 * compares in other ways.
 */
export function routerParameters(settings: RouterSettings, writer: Writer): Record<string, unknown> {
  const values = settings.branches.map((branch) => {
    const { branchName, branchType } = branch;
    if (branchType === 'FALLBACK') return { branchName, branchType };
    const groups = branch.conditions.map((group) => ({
      conditions: { values: group.map((condition) => toCondition(condition, writer)) },
    }));
    return { branchName, branchType, groups: { values: groups } };
  });
  return { executionType: settings.executionType, branches: { values }, [WHOLE_OUTPUT]: true };
}

function toCondition(condition: Condition, writer: Writer): Record<string, unknown> {
  const { operator, firstValue, secondValue, caseSensitive = false } = condition;
  return {
    operator,
    firstValue: toParameter(firstValue, writer),
    ...(UNARY.has(operator) ? {} : { secondValue: toParameter(secondValue, writer), caseSensitive }),
  };
}
