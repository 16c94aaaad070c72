/** A job as it travels: ids only, never mail. */
export interface QueueJob {
  /** Adding an id that is waiting, delayed or under way does nothing, which makes relay and sweeper safe to repeat. */
  id: string;
  queue: string;
  data: MailJob;
}

export interface MailJob {
  tenant_id: string;
  tracking_id: string;
  correlation_id: string;
}

/** One attempt at a job. */
export interface Attempt {
  job: MailJob;
  /** 1 for the first. */
  number: number;
  last: boolean;
}

/** What the worker asks of a queue; the transport behind it is a matter of configuration. */
export interface Queue {
  /** Adds jobs; resolves when the transport has them. */
  add(jobs: readonly QueueJob[]): Promise<void>;
  /** Takes jobs out that nobody is working on; ids that are not there are passed over. */
  remove(queue: string, ids: readonly string[]): Promise<void>;
  /** How many jobs wait to be taken; those under way or delayed do not count. */
  waiting(queue: string): Promise<number>;
  /**
   * Calls `work` for each job of a queue, `concurrency` at a time. When it throws RetryLater, the job comes again when that says;
   * after any other error with a growing pause, until the attempts are used up. At least once: `work` must be safe to repeat.
   */
  consume(queue: string, concurrency: number, work: (attempt: Attempt) => Promise<void>): Promise<void>;
  /** Rejects when the transport does not answer. */
  ping(): Promise<void>;
  /** Takes no new job, waits for the running ones, and lets go of the transport. */
  close(): Promise<void>;
}

/** The first try and three more. */
export const MAX_ATTEMPTS = 4;
