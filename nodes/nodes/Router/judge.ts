import { OPERATORS } from '../../engine/operators';

export interface Branch {
  branchName: string;
  branchType: 'CONDITION' | 'FALLBACK';
  groups?: { values?: { conditions?: { values?: Condition[] } }[] };
}

interface Condition {
  operator: string;
  firstValue?: unknown;
  secondValue?: unknown;
  caseSensitive?: boolean;
}

/**
 * Which branches hold, or what is wrong with them. A branch holds when all conditions of one of its groups do: without a group it
 * never does. A fallback counts as holding while the others are judged, so two of them rule each other out.
 */
export function judge(branches: readonly Branch[]): boolean[] | string {
  const conditions = branches.flatMap(groupsOf).flat();
  const unknown = conditions.find(({ operator }) => !Object.hasOwn(OPERATORS, operator));
  if (unknown) return 'A branch has a condition whose operator is not known';
  const judged = branches.map((branch) => branch.branchType === 'FALLBACK' || holds(branch));
  return branches.map((branch, index) =>
    branch.branchType === 'FALLBACK'
      ? judged.every((other, at) => at === index || !other)
      : judged[index] === true,
  );
}

function holds(branch: Branch): boolean {
  return groupsOf(branch).some((group) => group.every(compare));
}

function groupsOf({ groups }: Branch): Condition[][] {
  return (groups?.values ?? []).map(({ conditions }) => conditions?.values ?? []);
}

function compare({ operator, firstValue, secondValue, caseSensitive = false }: Condition): boolean {
  return OPERATORS[operator]?.(firstValue, secondValue, caseSensitive) ?? false;
}
