import { InputError } from '@pebble/kit/errors';
import type { Http } from '@pebble/kit/http';
import type { Clock } from './clock.ts';
import { RunConnections, type FindConnection } from './connections.ts';
import { describeFailure, RunStopped } from './failure.ts';
import type { Frame } from './frame.ts';
import type { LoadedFlow } from './load-flow.ts';
import type { Chain, Step } from './program.ts';
import { round, startRecorder } from './recorder.ts';
import { runFiles } from './run-files.ts';
import { runLoop } from './run-loop.ts';
import { runPiece } from './run-piece.ts';
import { runRouter } from './run-router.ts';
import type { RunResult, StepFailure } from './run-result.ts';

export interface Run {
  /** Body of the trigger's webhook. */
  payload: unknown;
  /** Values of connections by their names that are at hand, e.g. `{ pebble: { base_url } }`. */
  connections: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Finds the others, when a step needs one. */
  findConnection?: FindConnection;
  http: Http;
  clock: Clock;
  /** False runs each step once, whatever the flow says: for who cannot wait. */
  retries?: boolean;
  /** Ends the run before its next attempt; give `http` the same signal to end a request under way. */
  signal?: AbortSignal;
}

/** Runs a flow once. It never throws for what happens in the flow: the result says which step failed, and why. */
export async function runFlow(loaded: LoadedFlow, run: Run): Promise<RunResult> {
  const { clock } = run;
  const started = clock.now();
  const recorder = startRecorder(loaded.steps);
  const outputs = Object.create(null) as Record<string, unknown>;
  const connections = new RunConnections(run.connections, run.findConnection);
  const frame: Frame = {
    scope: { outputs, connections: connections.values },
    journal: null,
    recorder,
    http: run.http,
    connections,
    files: runFiles(),
    retries: run.retries ?? true,
    clock,
    signal: run.signal,
    runChain,
  };
  let error: StepFailure | null = null;
  try {
    runTrigger(loaded, run.payload, frame);
    await runChain(loaded.program.chain, frame);
  } catch (stopped) {
    if (!(stopped instanceof RunStopped)) throw stopped;
    error = stopped.failure;
  }
  return {
    status: error ? 'failed' : 'succeeded',
    steps: recorder.outcomes(),
    failures: recorder.failures(),
    error,
    outputs,
    duration_ms: round(clock.now() - started),
  };
}

function runTrigger({ program }: LoadedFlow, payload: unknown, { scope, recorder, clock }: Frame): void {
  const { name, piece } = program.trigger;
  const started = clock.now();
  try {
    const [item, ...more] = piece.items({ headers: {}, query: {}, body: payload });
    if (!item || more.length > 0) throw new InputError('A run starts from exactly one item');
    scope.outputs[name] = item.data;
    recorder.record(name, { attempts: 1, duration: clock.now() - started });
  } catch (error) {
    const failure = describeFailure(name, error);
    recorder.record(name, { attempts: 1, duration: clock.now() - started, failure });
    throw new RunStopped(failure);
  }
}

async function runChain(chain: Chain, frame: Frame): Promise<void> {
  for (const step of chain) await runStep(step, frame);
}

function runStep(step: Step, frame: Frame): Promise<void> {
  switch (step.type) {
    case 'PIECE':
      return runPiece(step, frame);
    case 'ROUTER':
      return runRouter(step, frame);
    case 'LOOP_ON_ITEMS':
      return runLoop(step, frame);
  }
}
