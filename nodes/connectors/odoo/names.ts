// Generated from pieces/odoo/src/names.ts by `npm run nodes:generate`: change it there.
/** The names most like the one that does not exist, best first, three at most. */
export function nearest(name: string, names: readonly string[]): string[] {
  const scored = names.map((candidate) => ({ candidate, apart: distance(name, candidate) }));
  const near = scored.filter(
    ({ apart, candidate }) => apart <= Math.max(2, candidate.length / 3) || candidate.startsWith(name),
  );
  return near
    .sort((a, b) => a.apart - b.apart || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Levenshtein's: letters to change, add or drop. */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const changed = (before[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      now.push(Math.min(changed, (before[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1));
    }
    before = now;
  }
  return before[b.length] ?? 0;
}
