import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export interface Running {
  child: ChildProcess;
  /** Resolves when the script has printed a line that contains `text`. */
  printed(text: string): Promise<void>;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Runs TypeScript source in a process of its own. `import.meta.url` of the caller is where its imports start from. */
export function runSource(source: string, from: string, options: { channel?: boolean } = {}): Running {
  const located = source.replaceAll(
    /from '(\.[^']*)'/g,
    (_, path: string) => `from '${new URL(path, from).href}'`,
  );
  const stdio = ['ignore', 'pipe', 'pipe', ...(options.channel ? ['ipc' as const] : [])] as const;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', located], {
    stdio: [...stdio],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit').then(
    ([code, signal]) => ({ code, signal }) as Awaited<Running['exited']>,
  );
  return { child, printed: linesOf(child), exited };
}

function linesOf(child: ChildProcess): Running['printed'] {
  const seen: string[] = [];
  const waiting = new Set<() => void>();
  for (const input of [child.stdout, child.stderr]) {
    if (!input) throw new Error('the child has no output');
    createInterface({ input }).on('line', (line) => {
      seen.push(line);
      for (const look of waiting) look();
    });
  }
  return (text) =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!seen.some((line) => line.includes(text))) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
}
