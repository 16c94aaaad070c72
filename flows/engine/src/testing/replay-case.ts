import { MailEvent } from '@pebble/contract/jobs';
import { SAMPLE_SESSION, sampleHost } from '@pebble/kit/testing/probe-host';
import { replayHttp, type Exchange } from '@pebble/kit/testing/replay-http';
import { z } from 'zod';
import { PIECES } from '../../../pieces.ts';
import type { Connection } from '../connections.ts';
import type { LoadedFlow } from '../load-flow.ts';
import type { Chain, PieceStep } from '../program.ts';
import { runFlow } from '../run-flow.ts';
import type { RunResult } from '../run-result.ts';
import { fakeClock } from './fake-clock.ts';

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
  /** Values of the session that a connection has already, by its name; what begins with a sign-in token has one anyhow. */
  sessions: z.record(z.string(), z.record(z.string(), z.string())).default({}),
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
  const connections = caseConnections(loaded, one);
  const result = await runFlow(loaded, {
    payload: one.payload,
    connections: {},
    findConnection: async (name) => connections[name] ?? null,
    http: replay.http,
    // What was recorded needs no waiting for.
    clock: fakeClock(),
  });
  replay.verify();
  return observe(result, Object.keys(one.expected.outputs));
}

/** Sample credentials for all connections that a flow names, signed in already, so that a case need not begin with that. */
export function caseConnections(loaded: LoadedFlow, { sessions }: Case): Record<string, Connection> {
  const connectors = new Map(
    pieceSteps(loaded.program.chain).map((step) => [step.connection, step.connector]),
  );
  return Object.fromEntries(
    loaded.connections.map((name): [string, Connection] => {
      const connector = Object.values(PIECES).find((one) => one.name === (connectors.get(name) ?? name));
      if (!connector) throw new Error(`there is no connector for connection "${name}"`);
      const { credential, session } = sampleHost(connector, noWayOut, connector.auth, {
        ...SAMPLE_SESSION,
        ...sessions[name],
      });
      return [name, { credential, ...(session ? { session } : {}) }];
    }),
  );
}

const noWayOut = async (): Promise<never> => {
  throw new Error('a case sends nothing by itself');
};

function pieceSteps(chain: Chain): PieceStep[] {
  return chain.flatMap((step) => {
    if (step.type === 'PIECE') return [step];
    if (step.type === 'LOOP_ON_ITEMS') return pieceSteps(step.chain);
    return step.branches.flatMap((branch) => pieceSteps(branch.chain));
  });
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
