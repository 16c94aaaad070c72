import type { Connector } from '@pebble/kit/connector';
import type { WebhookTrigger } from '@pebble/kit/trigger';
import { chainCompiler, claimName } from './compile-chain.ts';
import { contentHash } from './content-hash.ts';
import { FlowRefused } from './flow-refused.ts';
import { misfit } from './knobs.ts';
import { findPiece, type LoadContext } from './load-context.ts';
import { Manifest } from './manifest.ts';
import type { Program } from './program.ts';
import { AnyStep, readShape, SCHEMA_VERSION, Template, TriggerSettings } from './template.ts';

export interface FlowSource {
  /** Decoded `flow.json`: what Activepieces exports as a template. */
  flow: unknown;
  /** Decoded `manifest.json`. */
  manifest: unknown;
  /** Connectors by package name. */
  pieces: Readonly<Record<string, Connector>>;
}

/** A flow that passed every check and can run any number of times, at the same time too. */
export interface LoadedFlow {
  readonly id: string;
  readonly version: string;
  /** SHA-256 of flow.json in canonical form, hex. */
  readonly contentHash: string;
  readonly manifest: Manifest;
  /** Names of the connections that a run must bring. */
  readonly connections: readonly string[];
  /** Names of all steps in the order of the picture, trigger first. */
  readonly steps: readonly string[];
  readonly program: Program;
}

/** Checks a flow and compiles it. Throws FlowRefused, which names the step and the reason, for anything outside the subset. */
export function loadFlow({ flow, manifest: rawManifest, pieces }: FlowSource): LoadedFlow {
  const manifest = readManifest(rawManifest);
  const [version] = readShape(Template, flow, null).flows;
  if (version?.schemaVersion !== SCHEMA_VERSION) {
    throw new FlowRefused(null, `schemaVersion must be "${SCHEMA_VERSION}"`);
  }
  if (!version.valid) throw new FlowRefused(null, 'it is marked as not valid; complete it and export again');
  const context: LoadContext = {
    manifest,
    pieces,
    names: new Set(),
    connections: new Set(),
    used: new Set(),
    compileChain: chainCompiler(() => context),
  };
  const trigger = readShape(AnyStep, version.trigger, 'trigger');
  claimName(trigger.name, context.names);
  const program: Program = {
    trigger: { name: trigger.name, piece: findTrigger(trigger, context) },
    chain: context.compileChain(trigger.nextAction, new Set([trigger.name])),
  };
  const idle = Object.keys(manifest.pieces).find((name) => !context.used.has(name));
  if (idle) throw new FlowRefused(null, `the manifest names piece ${idle}, which no step uses`);
  return {
    id: manifest.id,
    version: manifest.version,
    contentHash: contentHash(flow),
    manifest,
    connections: [...context.connections],
    steps: [...context.names],
    program,
  };
}

/** Parses a manifest, or refuses the flow: an unknown kind of knob, for one. */
export function readManifest(raw: unknown): Manifest {
  const manifest = readShape(Manifest, raw, null);
  for (const [name, knob] of Object.entries(manifest.knobs)) {
    const problem = misfit(knob, knob.default);
    if (problem) throw new FlowRefused(null, `the default of knob "${name}" ${problem}`);
  }
  return manifest;
}

function findTrigger(trigger: AnyStep, context: LoadContext): WebhookTrigger {
  if (trigger.type !== 'PIECE_TRIGGER') {
    throw new FlowRefused(trigger.name, 'the flow must start with the trigger of a piece');
  }
  if (!trigger.valid) throw new FlowRefused(trigger.name, 'it is marked as not valid');
  const settings = readShape(TriggerSettings, trigger.settings, trigger.name);
  const piece = findPiece(context, trigger.name, settings.pieceName, settings.pieceVersion);
  const found = piece.triggers.find((one) => one.name === settings.triggerName);
  if (!found)
    throw new FlowRefused(trigger.name, `${settings.pieceName} has no trigger "${settings.triggerName}"`);
  if (found.type !== 'webhook')
    throw new FlowRefused(trigger.name, 'only webhook triggers start an embedded run');
  return found;
}
