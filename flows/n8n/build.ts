import { FlowRefused } from '../engine/src/flow-refused.ts';
import type { FlowSource } from '../engine/src/load-flow.ts';
import type { AnyStep } from '../engine/src/template.ts';
import type { Connector } from '@pebble/kit/connector';
import { stableUuid } from './stable-id.ts';
import type { StepOutput } from './step-output.ts';
import type { N8nNode, N8nTarget, N8nWorkflow } from './workflow.ts';

export interface CompileOptions {
  /** Sets copies of one flow in one n8n apart, such as those of two tenants: part of every id and of the webhook's address. */
  instance?: string;
  /** Name of the way to sign in by connection, where it is not the connector's first. */
  auths?: Readonly<Record<string, string>>;
}

/** A workflow that is growing. */
export interface Build {
  source: FlowSource;
  options: CompileOptions;
  /** What all ids are made of. */
  seed: readonly string[];
  nodes: N8nNode[];
  connections: N8nWorkflow['connections'];
  /** By step; those that an expression can see. */
  outputs: Map<string, StepOutput>;
}

/** From where a node gets its item. */
export interface Plug {
  node: string;
  output: number;
}

/** What a step says of its node. */
export type Draft = Omit<N8nNode, 'id' | 'name' | 'position' | 'typeVersion'>;

/** Adds a step's node; `plug` is null for the trigger's. */
export function addNode(
  { seed, nodes, connections }: Build,
  name: string,
  draft: Omit<N8nNode, 'id' | 'name' | 'typeVersion'>,
  plug: Plug | null,
): void {
  nodes.push({
    id: stableUuid(...seed, name),
    name,
    typeVersion: 1,
    ...draft,
  });
  if (!plug) return;
  const targets = (connections[plug.node] ??= { main: [] }).main;
  while (targets.length <= plug.output) targets.push([]);
  (targets[plug.output] as N8nTarget[]).push({ node: name, type: 'main', index: 0 });
}

/** The connector of a step that the engine has checked. */
export function pieceOf({ source }: Build, step: AnyStep, name: string): Connector {
  const piece = source.pieces[name];
  if (!piece) throw new FlowRefused(step.name, `piece ${name} is not known`);
  return piece;
}
