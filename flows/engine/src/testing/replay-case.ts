import { MailEvent } from '@pebble/contract/jobs';
import { replayHttp, type Exchange } from '@pebble/kit/testing/replay-http';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import type { LoadedFlow } from '../load-flow.ts';
import { runFlow } from '../run-flow.ts';
import type { RunResult } from '../run-result.ts';

const Reply = z.strictObject({
  status: z.number().int(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
});
const Recorded = z.strictObject({
  request: z.strictObject({ method: z.string(), path: z.string(), body: z.unknown().optional() }),
  response: Reply,
});

/** A file of `cases/`: what starts the flow, what the other side says, and what has to come of it. */
export const Case = z.strictObject({
  /** Why the case exists, in one sentence. */
  about: z.string().min(1),
  payload: MailEvent,
  http: z.array(Recorded),
  expected: z.strictObject({
    status: z.enum(['succeeded', 'failed']),
    /** Every step that ran. */
    steps: z.record(z.string(), z.enum(['succeeded', 'failed'])),
    /** Whole outputs of the steps that matter here. */
    outputs: z.record(z.string(), z.unknown()),
    /** Class of the error of each step that failed. */
    errors: z.record(z.string(), z.string()),
  }),
});
export type Case = z.infer<typeof Case>;

/** What a run did, in the terms of a case. */
export type Observed = Case['expected'];

/** Runs a flow over a case's recorded exchanges; every one of them must come, in order, and no other. */
export async function replayCase(loaded: LoadedFlow, one: Case): Promise<Observed> {
  const replay = replayHttp(one.http as Exchange[]);
  const result = await runFlow(loaded, {
    payload: one.payload,
    connections: Object.fromEntries(
      loaded.connections.map((name) => [
        name,
        { base_url: 'https://pebble.example', signing_secret: 'whsec_c2FtcGxl' },
      ]),
    ),
    http: replay.http,
    clock: systemClock,
  });
  replay.verify();
  return observe(result, Object.keys(one.expected.outputs));
}

function observe(result: RunResult, outputs: readonly string[]): Observed {
  const ran = result.steps.filter((step) => step.status !== 'skipped');
  return {
    status: result.status,
    steps: Object.fromEntries(ran.map((step) => [step.step, step.status])) as Observed['steps'],
    outputs: Object.fromEntries(outputs.map((step) => [step, result.outputs[step]])),
    errors: Object.fromEntries(result.failures.map((failure) => [failure.step, failure.error_class])),
  };
}
