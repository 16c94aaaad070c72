import type { ConnectorOperation } from '@pebble/kit/connector';
import type { WebhookTrigger } from '@pebble/kit/trigger';
import type { Predicate } from './condition.ts';
import type { Expression } from './expression.ts';

/** A flow as the engine runs it: checked, with its pieces looked up and its expressions compiled. */
export interface Program {
  trigger: { name: string; piece: WebhookTrigger };
  chain: Chain;
}

/** Steps one after the other. */
export type Chain = readonly Step[];

export type Step = PieceStep | RouterStep | LoopStep;

export interface PieceStep {
  type: 'PIECE';
  name: string;
  operation: ConnectorOperation;
  /** Name of the connector. */
  connector: string;
  /** Name of the connection whose values are the credential. */
  connection: string;
  /** All that its input names, this one among them. */
  connections: readonly string[];
  /** Resolves to an object. */
  input: Expression;
  continueOnFailure: boolean;
  retryOnFailure: boolean;
}

export interface RouterStep {
  type: 'ROUTER';
  name: string;
  /** Run the first branch that holds, or all of them in order. */
  firstMatchOnly: boolean;
  branches: readonly Branch[];
}

export interface Branch {
  name: string;
  /** Null for the fallback, which holds when no other branch does. */
  holds: Predicate | null;
  chain: Chain;
}

export interface LoopStep {
  type: 'LOOP_ON_ITEMS';
  name: string;
  items: Expression;
  chain: Chain;
}
