import { InputError } from '@pebble/kit/errors';
import { describeFailure, RunStopped } from './failure.ts';
import { leaveOutput, type Frame, type JournalEntry } from './frame.ts';
import type { LoopStep } from './program.ts';

/** Runs the chain once for each item, in order. Each iteration sees the scope around the loop and its own steps. */
export async function runLoop(step: LoopStep, frame: Frame): Promise<void> {
  const started = frame.clock.now();
  const items = step.items.resolve(frame.scope);
  if (!Array.isArray(items)) {
    const failure = describeFailure(step.name, new InputError('The items of a loop must be a list'));
    frame.recorder.record(step.name, { attempts: 1, duration: frame.clock.now() - started, failure });
    leaveOutput(frame, step.name, step.type, null);
    throw new RunStopped(failure);
  }
  const iterations: Record<string, JournalEntry>[] = [];
  const output = { item: undefined as unknown, index: 0, iterations };
  leaveOutput(frame, step.name, step.type, { output });
  try {
    for (const [position, item] of items.entries()) {
      const journal: Record<string, JournalEntry> = {};
      iterations.push(journal);
      Object.assign(output, { item, index: position + 1 });
      const outputs = Object.create(frame.scope.outputs) as Record<string, unknown>;
      await frame.runChain(step.chain, { ...frame, scope: { ...frame.scope, outputs }, journal });
    }
  } finally {
    frame.recorder.record(step.name, { attempts: 1, duration: frame.clock.now() - started });
  }
}
