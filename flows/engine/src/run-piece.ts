import { AuthError } from '@pebble/kit/errors';
import { attempt } from './attempts.ts';
import { describeFailure, RunStopped } from './failure.ts';
import { leaveOutput, type Frame } from './frame.ts';
import type { PieceStep } from './program.ts';

/** Runs one operation of a piece, with the retries and the forbearance that the flow asks for. */
export async function runPiece(step: PieceStep, frame: Frame): Promise<void> {
  const { clock, signal, recorder } = frame;
  const started = clock.now();
  const { attempts, ...outcome } = await attempt(() => runOnce(step, frame), {
    retry: step.retryOnFailure && frame.retries,
    clock,
    signal,
  });
  const duration = clock.now() - started;
  if (outcome.ok) {
    recorder.record(step.name, { attempts, duration });
    leaveOutput(frame, step.name, step.type, { output: outcome.output });
    return;
  }
  // Going on after an abort would only fail the next step.
  const aborted = signal?.aborted ?? false;
  const continued = step.continueOnFailure && !aborted;
  const failure = describeFailure(step.name, outcome.error, { continued, aborted });
  recorder.record(step.name, { attempts, duration, failure });
  leaveOutput(frame, step.name, step.type, null);
  if (!continued) throw new RunStopped(failure);
}

async function runOnce(step: PieceStep, { scope, http, connections, files }: Frame): Promise<unknown> {
  for (const name of step.connections) await connections.open(name);
  const { connector = step.connector, ...host } = await connections.open(step.connection);
  if (connector !== step.connector) {
    throw new AuthError(
      `Connection "${step.connection}" is for ${connector}, and this step is of ${step.connector}`,
    );
  }
  // The cast states what compilePiece compiled: an object.
  const input = step.input.resolve(scope) as Record<string, unknown>;
  return step.operation.run({ http, ...host, files }, input);
}
