import { MAX_MAIL_BYTES } from '@pebble/contract/ingestion';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { sep } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { MAX_READER_MEMORY, READER_HEAP_MB, READER_KILLED_AT, READER_PATIENCE_MS } from './limits.ts';
import { readLines } from './read-lines.ts';
import { memoryOf } from './reader-memory.ts';
import { UnreadableFile, type ReaderMessage, type ReaderTask } from './reader-protocol.ts';

/** A task without what is the same for all. */
export type ReaderErrand = Omit<ReaderTask, 'maxMail'>;

export interface ReaderOptions {
  /** How long one message may take, in milliseconds. */
  patienceMs?: number;
  /** Resident bytes. */
  maxMemory?: number;
  /** Told the most memory that the process has had so far, in bytes. */
  onMemory?: (peak: number) => void;
}

/**
 * Reads a file in a process of its own, and yields what it says short of the end. The process is gone when the generator is,
 * however it ends.
 *
 * @param source the file; it is read as fast as the process takes it
 * @throws UnreadableFile when the file cannot be read, or takes too much memory or time; else what `source` throws
 */
export async function* readInProcess(
  task: ReaderErrand,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReaderOptions = {},
): AsyncGenerator<Exclude<ReaderMessage, { kind: 'end' | 'problem' }>> {
  const reader = new Reader(task, options);
  try {
    void reader.feed(source);
    for (;;) {
      const message = await reader.next();
      if (message.kind === 'end') return;
      if (message.kind === 'problem') throw new UnreadableFile(message.message);
      yield message;
    }
  } finally {
    await reader.close();
  }
}

const MAIN = fileURLToPath(new URL('reader-main.ts', import.meta.url));
const LOOK_MS = 25;

class Reader {
  readonly #child;
  readonly #exited: Promise<unknown[]>;
  readonly #lines: AsyncGenerator<string>;
  readonly #watch: NodeJS.Timeout;
  readonly #options: ReaderOptions;
  #failure: unknown = null;

  constructor(task: ReaderErrand, options: ReaderOptions) {
    this.#options = options;
    this.#child = start(task);
    this.#exited = once(this.#child, 'exit');
    // Looked at when the output has ended; until then a process that could not even start must not end ours.
    this.#exited.catch(() => undefined);
    this.#lines = readLines(this.#child.stdout);
    this.#watch = setInterval(() => void this.#look(), LOOK_MS);
  }

  async feed(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const noted = this.#noting(source);
    // A process that ends early does not take the rest of the file; its own end tells why.
    await pipeline(Readable.from(noted), this.#child.stdin as Writable).catch(() => undefined);
  }

  /** A file that ends in the middle because we could not go on must never be read as if that were all of it. */
  async *#noting(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (error) {
      this.#kill(error);
    }
  }

  async next(): Promise<ReaderMessage> {
    const timer = setTimeout(() => this.#kill(tooSlow()), this.#options.patienceMs ?? READER_PATIENCE_MS);
    try {
      const line = await this.#lines.next();
      if (this.#failure !== null) throw this.#failure;
      if (line.done) throw await this.#whyItEnded();
      return JSON.parse(line.value) as ReaderMessage;
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #kill(reason: unknown): void {
    this.#failure ??= reason;
    this.#child.kill('SIGKILL');
  }

  async #look(): Promise<void> {
    const memory = this.#child.pid === undefined ? null : await memoryOf(this.#child.pid);
    if (memory === null) return;
    this.#options.onMemory?.(memory.peak);
    if (memory.now > (this.#options.maxMemory ?? READER_KILLED_AT)) this.#kill(tooBig());
  }

  /** V8 aborts when its heap is full. */
  async #whyItEnded(): Promise<Error> {
    const [code, signal] = (await this.#exited) as [number | null, NodeJS.Signals | null];
    if (signal === 'SIGABRT' || code === 134) return tooBig();
    return new Error(`the reader process ended with ${signal ?? code}`);
  }
}

/** None of our environment, no handle but two pipes, and no right to anything but reading the code. */
function start(task: ReaderErrand) {
  const flags = [
    `--max-old-space-size=${READER_HEAP_MB.old}`,
    `--max-semi-space-size=${READER_HEAP_MB.young}`,
    '--disallow-code-generation-from-strings',
    '--disable-proto=delete',
    '--permission',
    ...codeFolders().map((folder) => `--allow-fs-read=${folder}`),
  ];
  return spawn(
    process.execPath,
    [...flags, MAIN, JSON.stringify({ ...task, maxMail: MAX_MAIL_BYTES } satisfies ReaderTask)],
    {
      // In UTC, because a cell's date knows no zone and must not get ours.
      env: { TZ: 'UTC', ...NEEDED_ON_WINDOWS },
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
}

/** Without it no program starts there. */
const NEEDED_ON_WINDOWS = process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {};

function codeFolders(): string[] {
  const { resolve } = createRequire(import.meta.url);
  const folder = `${sep}node_modules${sep}`;
  const libraries = ['xlsx', 'csv-parse', 'postal-mime'].map((name) => {
    const path = resolve(name);
    return path.slice(0, path.indexOf(folder) + folder.length);
  });
  return [...new Set([fileURLToPath(new URL('../..', import.meta.url)), ...libraries])];
}

function tooBig(): UnreadableFile {
  const megabytes = MAX_READER_MEMORY / 1024 / 1024;
  return new UnreadableFile(
    `Reading the file takes more than ${megabytes} MB of memory. Split it, or save the sheet as CSV, which takes little.`,
  );
}

function tooSlow(): UnreadableFile {
  return new UnreadableFile('Reading the file takes too long. Split it, or save the sheet as CSV.');
}
