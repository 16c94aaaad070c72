import { OperatorError } from './operator-error.ts';

/**
 * Each place between receiving a mail and being done with it where a process may die, named once. `npm run torture --
 * --crash-points` stops a process at each of them and then proves that nothing was lost and nothing done twice.
 */
export const CRASH_POINTS = [
  // A mail at the door.
  'accept.received',
  'accept.before-commit',
  'accept.after-commit',
  'smtp.received',
  'smtp.after-commit',
  // A mail of a connected system, from the first word of it on.
  'feed.polled',
  'feed.noted',
  'feed.listed',
  'feed.fetched',
  'feed.accepted',
  'feed.settled',
  // From the outbox to the queue.
  'relay.taken',
  'relay.handed',
  'relay.after-commit',
  // An attempt at a mail.
  'attempt.delivered',
  'attempt.before-commit',
  'attempt.after-commit',
  'attachments.before-commit',
  'attachments.after-commit',
  'placeMail.before-commit',
  'placeMail.after-commit',
  'endMail.before-commit',
  'endMail.after-commit',
  'noise.before-commit',
  'run.before-commit',
  'run.after-commit',
  'attempt.before-acknowledge',
  // A mail in the hands of another engine.
  'lease.after-commit',
  'lease.sent',
  'lease.judged',
  // An attempt that failed.
  'postpone.before-commit',
  'postpone.after-commit',
  'bury.before-commit',
  'bury.after-commit',
  'dead-letter.handed',
  'dead-letter.after-commit',
  // Behind them all.
  'sweep.before-commit',
  'sweep.after-commit',
  'seal.before-commit',
  'seal.after-commit',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

/** Where to die, and the how many-eth time it is reached. */
let armed: { name: string; left: number } | null = null;

/**
 * Makes this process kill itself at a point, as `kill -9` would.
 *
 * @param at a name of CRASH_POINTS, or `name:3` for the third time that it is reached
 * @throws OperatorError when there is no such point
 */
export function armCrashPoint(at: string): void {
  const [, name = '', nth = '1'] = /^([\w.-]+)(?::([1-9]\d{0,5}))?$/.exec(at) ?? [];
  if (!(CRASH_POINTS as readonly string[]).includes(name)) {
    throw new OperatorError(`PEBBLE_CRASH_AT names no crash point. There are: ${CRASH_POINTS.join(', ')}`);
  }
  armed = { name, left: Number(nth) };
}

/** Nothing at all, unless this very point was armed. Names that are no crash point are passed by. */
export function crashPoint(name: string): void {
  if (armed === null || armed.name !== name) return;
  armed.left -= 1;
  if (armed.left > 0) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal comes from outside and takes a moment, in which nothing more must happen.
  for (;;);
}
