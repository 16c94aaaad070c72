import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { JsonMail } from '@pebble/contract/ingestion';
import { InvalidMail, type ParsedMail } from './parsed-mail.ts';

export type ParseTask = { raw: Uint8Array } | { json: JsonMail };
export type ParseAnswer =
  { mail: ParsedMail } | { invalid: { field: InvalidMail['field']; message: string } };

/** What one mail may use. Measured in CPU time: a busy machine is no fault of the mail. */
export interface ParseLimits {
  cpuMs: number;
  /** On top, for each megabyte of the mail. */
  cpuMsPerMb: number;
  heapMb: number;
}

export const PARSE_LIMITS: ParseLimits = { cpuMs: 2_000, cpuMsPerMb: 500, heapMb: 768 };

const LOOK_MS = 100;
/** Large mails that are parsed at the same time. */
const THREADS = 2;

/**
 * Parses mails in threads of their own, so that a large one, or one that was made to keep a parser busy, holds up nobody, and can
 * be given up. A thread is kept for the next mail; one that was given up, or has run out of memory, is replaced.
 */
export class ParseApart {
  private readonly limits: ParseLimits;
  private readonly lanes: Lane[] = Array.from({ length: THREADS }, () => ({
    worker: null,
    waiting: 0,
    last: Promise.resolve(),
  }));

  constructor(limits: ParseLimits = PARSE_LIMITS) {
    this.limits = limits;
  }

  /**
   * Null when the mail has used up what a mail may use.
   *
   * @param bytes of the mail, which decide how long it may take
   * @throws InvalidMail
   */
  parse(task: ParseTask, bytes: number): Promise<ParsedMail | null> {
    const lane = this.lanes.reduce((least, one) => (one.waiting < least.waiting ? one : least));
    lane.waiting += 1;
    const parsed = lane.last.then(() => this.parseIn(lane, task, bytes)).finally(() => (lane.waiting -= 1));
    lane.last = parsed.catch(() => undefined);
    return parsed;
  }

  /** Ends the threads; without it they end with the process. */
  async close(): Promise<void> {
    for (const lane of this.lanes) {
      await lane.last;
      await lane.worker?.terminate();
      lane.worker = null;
    }
  }

  private async parseIn(lane: Lane, task: ParseTask, bytes: number): Promise<ParsedMail | null> {
    const worker = (lane.worker ??= this.open());
    const { cpuMs, cpuMsPerMb } = this.limits;
    worker.ref();
    const answer = await this.within(worker, cpuMs + (cpuMsPerMb * bytes) / 1024 ** 2, task);
    if (answer === null) {
      lane.worker = null;
      await worker.terminate();
      return null;
    }
    worker.unref();
    if ('mail' in answer) return answer.mail;
    throw new InvalidMail(answer.invalid.field, answer.invalid.message);
  }

  private open(): Worker {
    const resourceLimits = { maxOldGenerationSizeMb: this.limits.heapMb };
    // A thread that is done for says so by its end; what it throws is the mail's doing, and that is all there is to know.
    return new Worker(new URL('./parse-thread.ts', import.meta.url), { resourceLimits }).on(
      'error',
      () => undefined,
    );
  }

  /** Null when the thread has ended, or has used too much. */
  private async within(worker: Worker, cpuMs: number, task: ParseTask): Promise<ParseAnswer | null> {
    const done = new AbortController();
    try {
      return await new Promise<ParseAnswer | null>((resolve) => {
        worker.once('message', resolve).once('exit', () => resolve(null));
        void whenSpent(worker, cpuMs, done.signal).then(() => resolve(null));
        worker.postMessage(task);
      });
    } finally {
      done.abort();
      worker.removeAllListeners('message').removeAllListeners('exit');
    }
  }
}

interface Lane {
  worker: Worker | null;
  waiting: number;
  last: Promise<unknown>;
}

/** Resolves once the thread has used so much more CPU time than now, or nobody wants to know any more. */
async function whenSpent(worker: Worker, cpuMs: number, signal: AbortSignal): Promise<void> {
  let before: number | null = null;
  while (!signal.aborted) {
    await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
    // Rejects while the thread is starting, and when it has ended, of which it tells by itself.
    const used = await worker.cpuUsage().then(
      ({ user, system }) => (user + system) / 1000,
      () => null,
    );
    if (used === null) continue;
    before ??= used;
    if (used - before > cpuMs) return;
  }
}
