import { isSignInFailure } from './explain.ts';
import type { ImapTiming } from './timing.ts';

/**
 * Pause before the next try, in milliseconds: up to twice as long after each failure, chance decides how long, so that a
 * hundred accounts do not come back to a mended server in the same second.
 *
 * @param failures in a row, at least 1
 */
export function pauseAfter(
  failures: number,
  error: unknown,
  timing: ImapTiming,
  chance = Math.random(),
): number {
  const most = Math.min(timing.firstPause * 2 ** (failures - 1), timing.longestPause);
  const pause = most * chance;
  if (!isSignInFailure(error)) return pause;
  return Math.max(pause, Math.min(timing.signInPause * failures, 15 * timing.signInPause));
}
