import type { BackoffStrategy, JobsOptions } from 'bullmq';

/** What we use of a BullMQ queue. */
export interface TransportQueue {
  addBulk(jobs: { name: string; data: unknown; opts: JobsOptions }[]): Promise<unknown>;
  remove(id: string): Promise<number>;
  getWaitingCount(): Promise<number>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** What we use of a BullMQ worker. */
export interface TransportWorker {
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** What we use of a BullMQ job in a worker's hands. */
export interface TransportJob {
  data: unknown;
  attemptsMade: number;
  moveToDelayed(timestamp: number, token?: string): Promise<void>;
}

export type Processor = (job: TransportJob, token?: string) => Promise<void>;

/** The worker options that are the same on every transport. */
export interface WorkerSettings {
  concurrency: number;
  maxStalledCount: number;
  lockDuration: number;
  stalledInterval: number;
  settings: { backoffStrategy: BackoffStrategy };
}

/** Where BullMQ keeps its jobs. */
export interface Transport {
  kind: 'postgres' | 'redis';
  queue(name: string, defaults: JobsOptions): TransportQueue;
  worker(name: string, process: Processor, settings: WorkerSettings): TransportWorker;
  ping(): Promise<void>;
  /** After all queues and workers have been closed. */
  close(): Promise<void>;
}
