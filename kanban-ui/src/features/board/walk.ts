export type WalkKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End';

/**
 * The card that a key leads to. `columns` holds the ids of the shown cards, column by column; empty columns are
 * stepped over, and at an edge the walk stays where it is.
 */
export function walk(columns: readonly (readonly string[])[], from: string, key: WalkKey): string {
  const x = columns.findIndex((column) => column.includes(from));
  const column = columns[x];
  if (!column) return from;
  const y = column.indexOf(from);
  switch (key) {
    case 'ArrowUp':
      return column[y - 1] ?? from;
    case 'ArrowDown':
      return column[y + 1] ?? from;
    case 'Home':
      return column[0] ?? from;
    case 'End':
      return column.at(-1) ?? from;
    case 'ArrowLeft':
      return sameHeight(columns.slice(0, x).findLast(hasCards), y) ?? from;
    case 'ArrowRight':
      return sameHeight(columns.slice(x + 1).find(hasCards), y) ?? from;
  }
}

export function isWalkKey(key: string): key is WalkKey {
  return /^(Arrow(Up|Down|Left|Right)|Home|End)$/.test(key);
}

function hasCards(column: readonly string[]): boolean {
  return column.length > 0;
}

function sameHeight(column: readonly string[] | undefined, y: number): string | undefined {
  return column?.[y] ?? column?.at(-1);
}
