import { isDeepStrictEqual } from 'node:util';

/** What an update really changes, for its audit event; null when everything is as it was. */
export function changesOf(
  before: object,
  wanted: object,
): { before: Record<string, unknown>; after: Record<string, unknown> } | null {
  const present = before as Record<string, unknown>;
  const changed = Object.entries(wanted).filter(
    ([key, value]) => value !== undefined && !isDeepStrictEqual(present[key], value),
  );
  if (changed.length === 0) return null;
  return {
    before: Object.fromEntries(changed.map(([key]) => [key, present[key]])),
    after: Object.fromEntries(changed),
  };
}
