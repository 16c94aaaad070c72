/** Cuts a request target at its first question mark; later ones belong to the query. Parameters named twice: the last counts. */
export function splitTarget(target: string): { path: string; query: Record<string, string> } {
  // Not by URL(), which throws on targets such as `//`.
  const mark = target.indexOf('?');
  if (mark < 0) return { path: target, query: {} };
  const query = Object.fromEntries(new URLSearchParams(target.slice(mark + 1)));
  return { path: target.slice(0, mark), query };
}
