import { FlowRefused } from '../flow-refused.ts';
import { loadFlow, type LoadedFlow } from '../load-flow.ts';
import { expect } from 'vitest';
import { flowJson, MANIFEST, pieceJson } from './flow-json.ts';
import { TOY } from './toy-piece.ts';

type Json = Record<string, unknown>;

/** A step that gives back its input. */
export function echo(name: string, input: Json = {}, options: Json = {}): Json {
  return pieceJson(name, 'echo', input, options);
}

/** A step whose input is one reference. */
export function refer(name: string, to: string): Json {
  return echo(name, { words: `{{${to}}}` });
}

export function load(steps: readonly Json[], manifest: Json = {}, trigger: Json = {}): LoadedFlow {
  return loadFlow({ flow: flowJson(steps, trigger), manifest: { ...MANIFEST, ...manifest }, pieces: TOY });
}

/** The refusal that a load ends with; fails when the flow is taken. */
export function refusal(run: () => unknown): FlowRefused {
  try {
    run();
  } catch (error) {
    if (error instanceof FlowRefused) return error;
    throw error;
  }
  throw new Error('the flow was taken');
}

export function expectRefusal(run: () => unknown, step: string | null, reason: string | RegExp): void {
  const refused = refusal(run);
  expect(refused.reason).toMatch(reason);
  expect(refused.step).toBe(step);
}
