import { toResponse, type Reply } from '@pebble/kit/testing/replay-http';
import type { FindConnection } from '../connections.ts';
import { loadFlow } from '../load-flow.ts';
import { runFlow } from '../run-flow.ts';
import type { RunResult } from '../run-result.ts';
import { fakeClock } from './fake-clock.ts';
import { flowJson, MANIFEST } from './flow-json.ts';
import { TOY, TOY_CONNECTIONS } from './toy-piece.ts';

interface Options {
  payload?: unknown;
  /** What the other side says to each path, the last answer again and again; anything else is 404. */
  replies?: Readonly<Record<string, readonly Reply[]>>;
  connections?: Record<string, Record<string, unknown>>;
  find?: FindConnection;
  retries?: boolean;
  signal?: AbortSignal;
}

export interface ToyRun {
  result: RunResult;
  /** Paths that were asked, in order. */
  asked: readonly string[];
  waits: readonly number[];
  /** Status by step name. */
  statuses: Record<string, string>;
}

/** Loads a flow made of these steps and runs it over the toy piece. */
export async function runToy(
  steps: readonly Record<string, unknown>[],
  { payload = {}, replies = {}, connections = TOY_CONNECTIONS, find, retries = true, signal }: Options = {},
): Promise<ToyRun> {
  const loaded = loadFlow({ flow: flowJson(steps), manifest: MANIFEST, pieces: TOY });
  const asked: string[] = [];
  const clock = fakeClock();
  const result = await runFlow(loaded, {
    payload,
    connections,
    clock,
    retries,
    http: async ({ url }) => {
      const path = url.replace('https://toy.example', '');
      asked.push(path);
      const answers = replies[path] ?? [{ status: 404 }];
      const turn = asked.filter((one) => one === path).length;
      return toResponse(answers[Math.min(turn, answers.length) - 1] ?? { status: 404 });
    },
    ...(find ? { findConnection: find } : {}),
    ...(signal ? { signal } : {}),
  });
  const statuses = Object.fromEntries(result.steps.map(({ step, status }) => [step, status]));
  return { result, asked, waits: clock.waits, statuses };
}
