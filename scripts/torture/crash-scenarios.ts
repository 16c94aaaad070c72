import type { CrashPoint } from '@pebble/core-api/runtime/crash-points';
import type { Role } from './supervised.ts';

/** What has to happen for a point to be reached, and by which process. */
export interface Scenario {
  /** The process that dies. The other one is not there meanwhile, so that nobody takes its work away. */
  dies: Role;
  /** At the how many-eth time. */
  nth: number;
  /** How the mail comes in. */
  door: 'http' | 'smtp';
  /** Until the process is dead, the database takes no mail on any card: each attempt fails, and may help later. */
  foul: boolean;
  /** Flows run in another engine beside it. */
  elsewhere: boolean;
  /** Settings of this run only. */
  env: NodeJS.ProcessEnv;
}

const API: Scenario = { dies: 'api', nth: 1, door: 'http', foul: false, elsewhere: false, env: {} };
const WORKER: Scenario = { ...API, dies: 'worker' };
/** Nothing is worked on, so that the sweeper finds something forgotten. */
const SWEEP: Scenario = {
  ...WORKER,
  foul: true,
  env: { FORGOTTEN_AFTER_S: '1', SWEEP_EVERY_MS: '100', WORKER_CONCURRENCY: '1' },
};

/** Those of mail feeds need a connected system, which torture does not start; `scripts/storm-graph.ts --kill` goes through them. */
export type TorturedPoint = Exclude<CrashPoint, `feed.${string}`>;

export function isTortured(point: CrashPoint): point is TorturedPoint {
  return Object.hasOwn(SCENARIOS, point);
}

/** A short lease, so that nobody waits long for what was never sent. */
const ELSEWHERE: Scenario = {
  ...WORKER,
  elsewhere: true,
  env: { FLOW_ENGINE: 'n8n', FLOW_LEASE_S: '10' },
};

/** By point; the type makes sure that none is left out. */
export const SCENARIOS: Readonly<Record<TorturedPoint, Scenario>> = {
  'accept.received': { ...API, nth: 3 },
  'accept.before-commit': { ...API, nth: 3 },
  'accept.after-commit': { ...API, nth: 3 },
  'smtp.received': { ...API, door: 'smtp', nth: 3 },
  'smtp.after-commit': { ...API, door: 'smtp', nth: 3 },
  'relay.taken': API,
  'relay.handed': API,
  'relay.after-commit': API,
  'attempt.delivered': { ...WORKER, nth: 3 },
  'attempt.before-commit': WORKER,
  'attempt.after-commit': { ...WORKER, nth: 3 },
  'attachments.before-commit': WORKER,
  'attachments.after-commit': WORKER,
  'placeMail.before-commit': { ...WORKER, nth: 3 },
  'placeMail.after-commit': { ...WORKER, nth: 3 },
  'endMail.before-commit': WORKER,
  'endMail.after-commit': WORKER,
  'noise.before-commit': WORKER,
  'run.before-commit': WORKER,
  'run.after-commit': { ...WORKER, nth: 3 },
  'attempt.before-acknowledge': { ...WORKER, nth: 3 },
  'lease.after-commit': { ...ELSEWHERE, nth: 3 },
  'lease.sent': { ...ELSEWHERE, nth: 3 },
  'lease.judged': { ...ELSEWHERE, nth: 3 },
  'postpone.before-commit': { ...WORKER, foul: true },
  'postpone.after-commit': { ...WORKER, foul: true },
  'bury.before-commit': WORKER,
  'bury.after-commit': WORKER,
  'dead-letter.handed': WORKER,
  'dead-letter.after-commit': WORKER,
  'sweep.before-commit': SWEEP,
  'sweep.after-commit': SWEEP,
  // The first block is that of the tenant's creation.
  'seal.before-commit': { ...API, nth: 2 },
  'seal.after-commit': { ...API, nth: 2 },
};
