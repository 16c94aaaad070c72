import { diffArrays } from 'diff';

export interface LineChange {
  kind: 'same' | 'added' | 'removed';
  lines: string[];
}

/** Longer than this nobody waits while typing, in milliseconds. */
const TIMEOUT = 250;

/** What has changed from one list of lines to the other; null when they are too different to tell in time. */
export function diffLines(before: readonly string[], after: readonly string[]): LineChange[] | null {
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  // What is alike at both ends costs nothing. Most edits are one place, and then there is hardly anything left.
  const middle = diffArrays(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
    {
      timeout: TIMEOUT,
    },
  );
  if (!middle) return null;
  const changes: LineChange[] = [
    { kind: 'same', lines: before.slice(0, head) },
    ...middle.map(({ added, removed, value }) => ({
      kind: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
      lines: value,
    })),
    { kind: 'same', lines: before.slice(before.length - tail) },
  ];
  return changes.filter(({ lines }) => lines.length > 0);
}
