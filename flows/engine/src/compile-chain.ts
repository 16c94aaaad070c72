import { compileLoop } from './compile-loop.ts';
import { compilePiece } from './compile-piece.ts';
import { compileRouter } from './compile-router.ts';
import { FlowRefused } from './flow-refused.ts';
import type { LoadContext } from './load-context.ts';
import type { Step } from './program.ts';
import { AnyStep, readShape } from './template.ts';

/** Keeps recursion over a flow that a machine wrote within bounds. */
const MAX_DEPTH = 20;

// These would be something else than the step's output in the JavaScript that Activepieces evaluates.
const RESERVED = new Set(
  (
    '__proto__ await break case catch class const continue debugger default delete do else enum export extends false ' +
    'finally flattenNestedKeys for function if implements import in instanceof Infinity interface let NaN new null ' +
    'package private protected public return static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
);

/** Registers a step's name: unique, and one that an expression can use. */
export function claimName(name: string, names: Set<string>): void {
  if (RESERVED.has(name) || /^(connections|variables)/.test(name)) {
    throw new FlowRefused(name, 'its name means something else in an expression');
  }
  if (names.has(name)) throw new FlowRefused(name, 'another step has the same name');
  names.add(name);
}

/** The compiler of a chain of steps, handed to the steps that hold chains themselves. */
export function chainCompiler(context: () => LoadContext, depth = 0): LoadContext['compileChain'] {
  return (first, visible) => {
    const chain: Step[] = [];
    let raw = first;
    while (raw !== undefined && raw !== null) {
      const step = readShape(AnyStep, raw, nameOf(raw));
      if (depth > MAX_DEPTH) throw new FlowRefused(step.name, `it is nested deeper than ${MAX_DEPTH} levels`);
      claimName(step.name, context().names);
      checkNesting(step);
      const inner = { ...context(), compileChain: chainCompiler(context, depth + 1) };
      // A step that is switched off is checked like the others, but neither runs nor can be referred to.
      const compiled = compileStep(step, inner, step.skip ? new Set(visible) : visible);
      if (!step.skip) chain.push(compiled);
      raw = step.nextAction;
    }
    return chain;
  };
}

function compileStep(step: AnyStep, context: LoadContext, visible: Set<string>): Step {
  switch (step.type) {
    case 'PIECE': {
      const piece = compilePiece(step, context, visible);
      visible.add(step.name);
      return piece;
    }
    case 'ROUTER':
      return compileRouter(step, context, visible);
    case 'LOOP_ON_ITEMS':
      return compileLoop(step, context, visible);
    case 'CODE':
      throw new FlowRefused(step.name, 'CODE steps are JavaScript, which is not evaluated');
    default:
      throw new FlowRefused(step.name, `steps of type ${step.type} are not known`);
  }
}

function checkNesting(step: AnyStep): void {
  if (!step.valid)
    throw new FlowRefused(step.name, 'it is marked as not valid; complete it and export again');
  if (step.type !== 'LOOP_ON_ITEMS' && step.firstLoopAction) {
    throw new FlowRefused(step.name, 'only a loop has steps to repeat');
  }
  if (step.type !== 'ROUTER' && step.children) throw new FlowRefused(step.name, 'only a router has branches');
}

function nameOf(raw: unknown): string | null {
  const name = typeof raw === 'object' && raw !== null && 'name' in raw ? raw.name : null;
  return typeof name === 'string' ? name : null;
}
