import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A server that runs for a while, what it said last, and its end. */
export interface Child {
  process: ChildProcess;
  /** The last lines that it wrote. */
  said(): string;
  /** Ends it, by force when it does not want to. */
  stop(): Promise<void>;
}

const KEPT = 200;
const PATIENCE_MS = 20_000;

export function startChild(
  [command = '', ...args]: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Child {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const listen = (chunk: Buffer) => {
    lines.push(...chunk.toString().split('\n'));
    lines.splice(0, Math.max(0, lines.length - KEPT));
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  return {
    process: child,
    said: () => lines.join('\n'),
    stop: async () => {
      if (ended()) return;
      const force = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      child.kill('SIGTERM');
      if (!ended()) await once(child, 'exit');
      clearTimeout(force);
    },
  };
}
