import { compile } from './expression.ts';
import type { LoadContext } from './load-context.ts';
import type { LoopStep } from './program.ts';
import { LoopSettings, readShape, type AnyStep } from './template.ts';

/** Compiles a loop. Its steps see what came before and its `item` and `index`; outside the loop nobody sees them. */
export function compileLoop(step: AnyStep, context: LoadContext, visible: Set<string>): LoopStep {
  const settings = readShape(LoopSettings, step.settings, step.name);
  const items = compile(settings.items, {
    step: step.name,
    visible: new Set(visible),
    connections: null,
  });
  visible.add(step.name);
  const chain = context.compileChain(step.firstLoopAction, new Set(visible));
  return { type: 'LOOP_ON_ITEMS', name: step.name, items, chain };
}
