import { compileConditions } from './condition.ts';
import type { Place } from './expression.ts';
import { FlowRefused } from './flow-refused.ts';
import type { LoadContext } from './load-context.ts';
import type { Branch, RouterStep } from './program.ts';
import { RouterSettings, readShape, type AnyStep } from './template.ts';

/**
 * Compiles a router. All conditions are evaluated before any branch runs, so they see only what came before the router.
 * When all matching branches run, a later one sees the steps of the earlier ones; when only the first runs, it cannot.
 */
export function compileRouter(step: AnyStep, context: LoadContext, visible: Set<string>): RouterStep {
  const settings = readShape(RouterSettings, step.settings, step.name);
  const children = step.children;
  if (!Array.isArray(children) || children.length !== settings.branches.length) {
    throw new FlowRefused(step.name, 'it must have exactly one chain of steps, or null, for each branch');
  }
  const before = new Set(visible);
  const place: Place = { step: step.name, visible: before, connections: null };
  const firstMatchOnly = settings.executionType === 'EXECUTE_FIRST_MATCH';
  // In two passes, so that conditions cannot see the branches.
  const predicates = settings.branches.map((branch) => {
    if (branch.branchName.includes('{{')) {
      throw new FlowRefused(step.name, 'the name of a branch must be plain text');
    }
    return branch.branchType === 'FALLBACK' ? null : compileConditions(branch.conditions, place);
  });
  const branches = settings.branches.map((branch, index): Branch => {
    const inBranch = new Set(firstMatchOnly ? before : visible);
    inBranch.add(step.name);
    const chain = context.compileChain(children[index], inBranch);
    for (const name of inBranch) visible.add(name);
    return { name: branch.branchName, holds: predicates[index] ?? null, chain };
  });
  visible.add(step.name);
  return { type: 'ROUTER', name: step.name, firstMatchOnly, branches };
}
