import { compile, type Place, type Scope } from './expression.ts';
import { FlowRefused } from './flow-refused.ts';
import { OPERATORS, UNARY } from './operators.ts';
import type { Condition } from './template.ts';

export type Predicate = (scope: Scope) => boolean;

/** Compiles a branch's conditions: any group whose conditions all hold. No group never holds; an empty group always does. */
export function compileConditions(groups: readonly (readonly Condition[])[], place: Place): Predicate {
  const compiled = groups.map((group) => group.map((condition) => compileCondition(condition, place)));
  return (scope) => compiled.some((group) => group.every((holds) => holds(scope)));
}

function compileCondition(condition: Condition, place: Place): Predicate {
  const { operator, caseSensitive = false } = condition;
  const compare = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (!compare) throw new FlowRefused(place.step, `operator "${operator}" is not known`);
  for (const side of UNARY.has(operator)
    ? (['firstValue'] as const)
    : (['firstValue', 'secondValue'] as const)) {
    if (condition[side] === undefined) throw new FlowRefused(place.step, `${operator} lacks its ${side}`);
  }
  const first = compile(condition.firstValue, place);
  const second = compile(condition.secondValue, place);
  return (scope) => compare(first.resolve(scope), second.resolve(scope), caseSensitive);
}
