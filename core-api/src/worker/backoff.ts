/** No pause that we choose ourselves is longer. */
const MOST_MS = 60_000;

/**
 * The pause before the next attempt, in milliseconds: full jitter, that is anything up to a ceiling that doubles with each
 * failure. Jobs that failed together, because their target was down, must not come back together.
 *
 * @param failures how many attempts have failed so far, 1 after the first
 */
export function fullJitter(baseMs: number, failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(MOST_MS, baseMs * 2 ** (failures - 1));
  return Math.round(random() * ceiling);
}
