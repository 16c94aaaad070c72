import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Close = () => Promise<void>;

/** Where everything of a run lies, and what must be ended with it. */
export interface Scratch {
  dir: string;
  /** Called at the end, last registered first, whatever happened. */
  onClose(close: Close): void;
}

/** Runs `work` in a directory of its own; ends what it started, by pid, and removes the directory unless it is kept. */
export async function inScratch<T>(
  options: { keep: boolean; say: (line: string) => void },
  work: (scratch: Scratch) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'pebble-torture-'));
  const closing: Close[] = [];
  try {
    return await work({ dir, onClose: (close) => void closing.push(close) });
  } finally {
    for (const close of closing.reverse()) {
      await close().catch((error: unknown) => options.say(`could not be ended: ${String(error)}`));
    }
    if (options.keep) options.say(`kept: ${dir}`);
    else await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
