import type { Connector } from '@pebble/kit/connector';
import { FlowRefused } from './flow-refused.ts';
import { ExactVersion, type Manifest } from './manifest.ts';
import type { Chain } from './program.ts';

/** What the parts of a load share. */
export interface LoadContext {
  manifest: Manifest;
  pieces: Readonly<Record<string, Connector>>;
  /** Names of all steps met so far, in the order of the picture. */
  names: Set<string>;
  /** Names of all connections that the flow uses. */
  connections: Set<string>;
  /** Package names of the pieces that the flow uses. */
  used: Set<string>;
  /** Compiles the steps from `first` on, and adds those that may run to `visible`. */
  compileChain(first: unknown, visible: Set<string>): Chain;
}

/** The piece in the version that flow, manifest and this installation agree on, or a refusal. */
export function findPiece(context: LoadContext, step: string, name: string, version: string): Connector {
  const piece = Object.hasOwn(context.pieces, name) ? context.pieces[name] : undefined;
  if (!piece) throw new FlowRefused(step, `piece ${name} is not known`);
  if (!ExactVersion.safeParse(version).success) {
    throw new FlowRefused(step, `piece ${name} must be pinned to an exact version, not ${version}`);
  }
  const installed = piece.version;
  if (version !== installed) {
    throw new FlowRefused(step, `piece ${name} ${version} is not here; ${installed} is`);
  }
  if (context.manifest.pieces[name] !== version) {
    throw new FlowRefused(step, `the manifest does not name piece ${name} ${version}`);
  }
  context.used.add(name);
  return piece;
}
