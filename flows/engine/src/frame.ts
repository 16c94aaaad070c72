import type { Files } from '@pebble/kit/connector';
import type { Http } from '@pebble/kit/http';
import type { Clock } from './clock.ts';
import type { RunConnections } from './connections.ts';
import type { Scope } from './expression.ts';
import type { Chain } from './program.ts';
import type { Recorder } from './recorder.ts';

/** How a loop's `iterations` show a step: the shape of Activepieces, so that `iterations[0].step.output` works in both. */
export interface JournalEntry {
  type: 'PIECE' | 'ROUTER' | 'LOOP_ON_ITEMS';
  status: 'SUCCEEDED' | 'FAILED';
  output?: unknown;
}

/** What a chain of steps runs in: one for the flow, and one for each iteration of a loop. */
export interface Frame {
  scope: Scope;
  /** The entries of the current iteration; null outside loops. */
  journal: Record<string, JournalEntry> | null;
  recorder: Recorder;
  http: Http;
  connections: RunConnections;
  files: Files;
  clock: Clock;
  retries: boolean;
  signal: AbortSignal | undefined;
  /** Throws RunStopped when a step ends the run. */
  runChain(chain: Chain, frame: Frame): Promise<void>;
}

/** Makes a step's output visible to the steps after it. A failed step that the flow went past has none. */
export function leaveOutput(
  frame: Frame,
  step: string,
  type: JournalEntry['type'],
  result: { output: unknown } | null,
): void {
  if (result) frame.scope.outputs[step] = result.output;
  if (!frame.journal) return;
  frame.journal[step] = result
    ? { type, status: 'SUCCEEDED', output: result.output }
    : { type, status: 'FAILED' };
}
