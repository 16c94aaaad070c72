import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../lib/root.mjs';

export type Role = 'api' | 'worker';

/** Between a start that failed, because the database is away, and the next. */
const PAUSE_AFTER_FAILURE_MS = 300;
/** How long an orderly stop may take; the process gives itself ten seconds. */
const STOP_MS = 15_000;

/**
 * One API or worker process, as a service manager keeps it: when it ends, it is started again at once. Tied to us by a channel,
 * so that it ends however we end.
 */
export class Supervised {
  readonly role: Role;
  readonly name: string;
  private readonly env: NodeJS.ProcessEnv;
  private readonly log: WriteStream;
  private child: ChildProcess | null = null;
  private gone: Promise<unknown> = Promise.resolve();
  private stopping = false;
  private timer: NodeJS.Timeout | undefined;
  private address: string | null = null;
  private startedAt = 0;
  private readySince = 0;
  /** Where an API takes mail by SMTP just now; null when it does not. */
  smtp: string | null = null;
  /** How the process ended, each time. */
  readonly ends: { code: number | null; signal: NodeJS.Signals | null }[] = [];

  constructor(options: { role: Role; name: string; env: NodeJS.ProcessEnv; log: WriteStream }) {
    this.role = options.role;
    this.name = options.name;
    this.env = options.env;
    this.log = options.log;
  }

  /** @param extra for this start only: what is not there at the next */
  start(extra: NodeJS.ProcessEnv = {}): void {
    this.stopping = false;
    const args = [join(ROOT, 'core-api/src/main.ts'), this.role];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...this.env, ...extra },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    this.startedAt = performance.now();
    child.stderr?.pipe(this.log, { end: false });
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.log.write(`${line}\n`);
        this.smtp = /by SMTP at (\S+)/.exec(line)?.[1] ?? this.smtp;
        if (!line.includes('is ready')) return;
        this.address = /is ready: (http\S+)$/.exec(line)?.[1] ?? '';
        this.readySince = performance.now();
      });
    }
    this.gone = once(child, 'exit').then(([code, signal]) => this.ended(child, code, signal));
  }

  /** Where an API listens just now; an empty text for a worker that is ready, null while it is starting or down. */
  get ready(): string | null {
    return this.address;
  }

  /**
   * True when it has worked for so long, and for as long as its start took: on a busy machine that is longer than the time
   * between two kills, and nothing would ever get done.
   */
  hasWorked(leastMs: number): boolean {
    if (this.address === null) return false;
    return performance.now() - this.readySince >= Math.max(leastMs, this.readySince - this.startedAt);
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  get alive(): boolean {
    return this.child !== null;
  }

  kill(): void {
    this.child?.kill('SIGKILL');
  }

  /** Ends it in order: what it holds is finished first. Returns its exit code. */
  async stop(): Promise<number | null> {
    this.stopping = true;
    clearTimeout(this.timer);
    const { child } = this;
    if (!child) return 0;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await this.gone;
    clearTimeout(timer);
    return child.exitCode;
  }

  private ended(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    this.ends.push({ code, signal });
    this.log.write(`-- ended: ${signal ?? code}\n`);
    if (this.child === child) this.child = null;
    this.address = null;
    this.smtp = null;
    if (this.stopping) return;
    this.timer = setTimeout(() => this.start(), signal === null ? PAUSE_AFTER_FAILURE_MS : 0);
  }
}
